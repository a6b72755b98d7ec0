"""Kiosks are listed, revoked and restored on the command line."""

import argparse

import pytest

from province import kiosk_commands
from province.errors import RefusedError, UsageError
from province.ledger.audit import Search, list_notes
from province.ledger.database import Database
from province.ledger.scope import WHOLE
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


def read_audit(database: Database) -> list[tuple[str, str, str, object]]:
    with database.reading() as connection:
        kept = list_notes(connection, Search(scope=WHOLE), before=None, most=9)
    notes = [one.note for one in reversed(kept)]
    return [(one.user_name, one.act, one.subject, one.told) for one in notes]


def test_the_audit_keeps_what_the_shell_did_and_why(ledger: Database) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    run(ledger, "revoke", kiosk.kiosk_id, "--reason", "Máy bị mất")
    run(ledger, "restore", kiosk.kiosk_id)

    assert read_audit(ledger) == [
        ("shell", "kiosk_revoked", kiosk.kiosk_id, {"reason": "Máy bị mất"}),
        ("shell", "kiosk_restored", kiosk.kiosk_id, {"reason": ""}),
    ]


def test_what_was_not_done_is_not_kept(sqlite: Database) -> None:
    kiosk = FakeKiosk()
    enrol(sqlite, kiosk, add_point(sqlite))
    with pytest.raises(RefusedError):
        run(sqlite, "revoke", "K0", "--reason", "Máy bị mất")
    with pytest.raises(UsageError, match="200"):
        run(sqlite, "revoke", kiosk.kiosk_id, "--reason", "x" * 201)

    assert read_audit(sqlite) == []
    assert run(sqlite, "list")[0]["revoked_at"] is None
