"""Tests of `province remind`."""

from argparse import Namespace
from pathlib import Path

import pytest

from province.errors import OutsideError, UsageError
from province.ledger import reminders
from province.ledger.database import Database
from province.ledger.outbox import State
from province.ledger.scope import WHOLE
from province.reminder_commands import remind
from tests.province.builders import NOW, add_point

ASKED: dict[str, object] = {"unit": "04", "week": "2026-W47", "to": [], "out": None}


def ask(database: Database, **changes: object) -> dict[str, object]:
    return remind(database, Namespace(**(ASKED | changes)), NOW)


def test_letters_wait_for_their_addresses_and_the_list_is_a_file(
    sqlite: Database, tmp_path: Path
) -> None:
    add_point(sqlite)

    told = ask(sqlite, to=["a@mau.vn"], out=tmp_path / "list.xlsx")

    assert (told["silent"], told["reminders"]) == (1, [1])
    assert (tmp_path / "list.xlsx").read_bytes().startswith(b"PK")
    with sqlite.reading() as connection:
        (sent,) = reminders.list_page(connection, WHOLE)
    assert (sent.recipient, sent.state) == ("a@mau.vn", State.WAITING)


def test_a_unit_without_silence_gets_nothing(sqlite: Database) -> None:
    assert ask(sqlite, to=["a@mau.vn"], week=None)["reminders"] == []


@pytest.mark.parametrize("changes", [{"to": ["x"]}, {"week": "2026-W99"}])
def test_wrong_use_is_told(sqlite: Database, changes: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ask(sqlite, **changes)


def test_a_file_that_can_not_be_written_is_told(
    sqlite: Database, tmp_path: Path
) -> None:
    with pytest.raises(OutsideError, match="--out"):
        ask(sqlite, out=tmp_path / "nowhere" / "list.xlsx")
