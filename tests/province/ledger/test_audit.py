"""Tests of the audit."""

import contextlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from province.clock import read_now
from province.ledger import audit
from province.ledger.audit import Note, Search
from province.ledger.database import Database, open_database
from province.ledger.office_tables import audit as table
from province.ledger.place_tables import unit_ancestors
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW


def a_note(act: str = "entries_viewed", **changes: object) -> Note:
    values = {
        "at": NOW,
        "user_name": "nva",
        "unit": "04",
        "act": act,
        "subject": "2026-11-20",
        "told": {"rows": 50},
        "remote": "127.0.0.1",
    }
    return Note(**(values | changes))  # type: ignore[arg-type]  # as a_note's caller says


def keep(ledger: Database, *notes: Note) -> None:
    with ledger.writing() as connection:
        for note in notes:
            audit.append(connection, note)


def find(ledger: Database, search: Search, before: int | None = None) -> list[str]:
    with ledger.reading() as connection:
        found = audit.list_notes(connection, search, before=before, most=2)
    return [kept.note.act for kept in found]


def test_a_note_is_kept_as_it_was_told(ledger: Database) -> None:
    keep(ledger, a_note())

    with ledger.reading() as connection:
        row = connection.execute(select(table)).one()
    assert (row.act, row.told, row.at) == ("entries_viewed", {"rows": 50}, NOW)


def test_notes_come_newest_first_and_page_by_page(ledger: Database) -> None:
    keep(ledger, *(a_note(act) for act in ("a", "b", "c")))
    search = Search(scope=WHOLE)
    with ledger.reading() as connection:
        first = audit.list_notes(connection, search, before=None, most=2)

    assert [kept.note.act for kept in first] == ["c", "b"]
    assert find(ledger, search, before=first[-1].number) == ["a"]


def test_officer_act_and_day_narrow_the_list(ledger: Database) -> None:
    later = NOW + timedelta(days=1)
    keep(ledger, a_note("a"), a_note("b", user_name="lan"), a_note("c", at=later))

    assert find(ledger, Search(scope=WHOLE, user_name="lan")) == ["b"]
    assert find(ledger, Search(scope=WHOLE, act="a")) == ["a"]
    assert find(ledger, Search(scope=WHOLE, since=later)) == ["c"]
    assert find(ledger, Search(scope=WHOLE, until=later)) == ["b", "a"]


def test_another_units_notes_are_not_seen(ledger: Database) -> None:
    keep(ledger, a_note("a"), a_note("b", unit="05"), a_note("c", unit=""))
    with ledger.writing() as connection:
        connection.execute(unit_ancestors.insert().values(code="0401", ancestor="04"))
    keep(ledger, a_note("below", unit="0401"))

    assert find(ledger, Search(scope=Scope(unit="04"))) == ["below", "a"]
    with ledger.reading() as connection:
        assert audit.list_acts(connection, Scope(unit="04")) == ["a", "below"]


@pytest.mark.parametrize(
    "statement", [update(table).values(user_name="x"), delete(table)], ids=str
)
def test_the_database_refuses_to_change_the_audit(
    ledger: Database, statement: object
) -> None:
    keep(ledger, a_note(at=read_now()))

    with pytest.raises(DBAPIError, match="audit"), ledger.writing() as connection:
        connection.execute(statement)  # type: ignore[call-overload]  # either of the two
    with ledger.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(table)) == 1


def test_postgresql_refuses_to_empty_the_audit(
    postgres_url: str, tmp_path: Path
) -> None:
    with contextlib.closing(open_database(tmp_path, postgres_url)) as ledger:
        keep(ledger, a_note())

        with pytest.raises(DBAPIError, match="audit"), ledger.writing() as connection:
            connection.execute(text("TRUNCATE audit"))


def test_what_is_older_than_five_years_may_go(ledger: Database) -> None:
    keep(ledger, a_note(at=read_now() - timedelta(days=1827)))

    with ledger.writing() as connection:
        connection.execute(delete(table))

    assert find(ledger, Search(scope=WHOLE)) == []
