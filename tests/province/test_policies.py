"""Tests of the policy that is judged before any kiosk sees it."""

import json
from pathlib import Path

import pytest

from province import register
from province.errors import OutsideError, UsageError
from province.ledger.database import Database
from province.policies import read_policy_text, set_policy
from tests.province.builders import NOW


def set_document(ledger: Database, folder: Path, **document: object) -> int:
    file = folder / "policy.json"
    file.write_text(json.dumps(document), "utf-8")
    return set_policy(ledger, file)


def read(ledger: Database) -> bytes | None:
    with ledger.reading() as connection:
        return read_policy_text(connection)


def test_before_any_there_is_none(ledger: Database) -> None:
    assert read(ledger) is None


def test_a_good_policy_rules_from_then_on(ledger: Database, tmp_path: Path) -> None:
    point = register.add_point(ledger, "Cổng", "checkpoint", unit="04", now=NOW)
    rules = {"default": {"capacity": 5}, "points": {point: {"accepted": ["cccd"]}}}
    assert set_document(ledger, tmp_path, version=1, **rules) == 1
    assert read(ledger) == (tmp_path / "policy.json").read_bytes()


def test_a_policy_may_ask_questions(sqlite: Database, tmp_path: Path) -> None:
    question = {"name": "fever", "vi": "Có sốt không?", "en": "Any fever?"}
    asking = {"declaration": {"questions": [question], "phone": "optional"}}
    assert set_document(sqlite, tmp_path, version=1, default=asking) == 1


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"version": 0}, r"not taken: .*\$\.version"),
        ({"version": 1, "more": 1}, "unknown field `more`"),
        ({"version": 1, "default": {"accepted": ["cccdd"]}}, "Did you mean 'cccd'"),
        (
            {"version": 1, "default": {"findings": {"revoked": "allow"}}},
            "'revoked' in default.findings can't be allowed",
        ),
        (
            {"version": 1, "default": {"declaration": {"phone": "maybe"}}},
            r"'maybe' - at `\$.default.declaration.phone`",
        ),
        ({"version": 1, "points": {"P999999": {}}}, "'points.P999999' is no point"),
    ],
)
def test_a_policy_with_a_fault_is_refused_whole(
    sqlite: Database, tmp_path: Path, document: dict[str, object], told: str
) -> None:
    set_document(sqlite, tmp_path, version=1)
    before = read(sqlite)
    with pytest.raises(UsageError, match=told):
        set_document(sqlite, tmp_path, **document)
    assert read(sqlite) == before


def test_a_change_needs_a_higher_version(sqlite: Database, tmp_path: Path) -> None:
    set_document(sqlite, tmp_path, version=3)
    assert set_document(sqlite, tmp_path, version=3) == 3
    with pytest.raises(UsageError, match="'version' 4 or above"):
        set_document(sqlite, tmp_path, version=3, default={"capacity": 5})
    assert set_document(sqlite, tmp_path, version=4, default={"capacity": 5}) == 4


def test_a_file_that_is_not_there_is_named(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match=r"none\.json' can't be read"):
        set_policy(sqlite, tmp_path / "none.json")
