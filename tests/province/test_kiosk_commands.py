"""Kiosks are listed, revoked and restored on the command line."""

import argparse

import pytest

from province import kiosk_commands
from province.errors import RefusedError
from province.ledger.database import Database
from province.options import make_parser
from tests.province.builders import NOW, FakeKiosk, add_point, enrol


def run(database: Database, *words: str) -> list[dict[str, object]]:
    options: argparse.Namespace = make_parser().parse_args(["kiosk", *words])
    answers: list[dict[str, object]] = []
    kiosk_commands.run(database, options, NOW, lambda line: answers.append(dict(line)))
    return answers


def test_a_kiosk_is_listed_revoked_and_restored(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    assert [line["revoked_at"] for line in run(ledger, "list")] == [None]

    revoked = {"kiosk": kiosk.kiosk_id, "revoked_at": NOW.isoformat()}
    assert run(ledger, "revoke", kiosk.kiosk_id) == [revoked]
    (line,) = run(ledger, "list")
    assert (line["kiosk"], line["point"], line["revoked_at"]) == (
        kiosk.kiosk_id,
        "P000001",
        NOW.isoformat(),
    )

    assert run(ledger, "restore", kiosk.kiosk_id) == [revoked | {"revoked_at": None}]
    assert [line["revoked_at"] for line in run(ledger, "list")] == [None]


@pytest.mark.parametrize("action", ["revoke", "restore"])
def test_a_kiosk_that_is_not_here_is_told(sqlite: Database, action: str) -> None:
    with pytest.raises(RefusedError, match="'K0' was ever enrolled"):
        run(sqlite, action, "K0")
