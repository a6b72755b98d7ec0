"""Tests of drafts that are kept."""

from province.ledger import reports
from province.ledger.database import Database
from province.ledger.scope import WHOLE, Scope
from tests.province.reports.samples import WEEK, make_report


def keep(database: Database, unit: str) -> int:
    with database.writing() as connection:
        return reports.append(connection, unit, make_report(), None)


def test_a_draft_is_read_as_it_was_kept(ledger: Database) -> None:
    kept = keep(ledger, "001")
    with ledger.reading() as connection:
        assert reports.read(connection, WHOLE, kept) == make_report()


def test_another_units_draft_is_not_found(ledger: Database) -> None:
    kept = keep(ledger, "001")
    with ledger.reading() as connection:
        assert reports.read(connection, Scope(unit="002"), kept) is None
        assert reports.list_in(connection, Scope(unit="002")) == ()
        assert len(reports.list_in(connection, Scope(unit="001"))) == 1


def test_the_newest_of_a_period_is_found(ledger: Database) -> None:
    keep(ledger, "001")
    with ledger.reading() as connection:
        found = reports.find_last(connection, "001", WEEK)
        assert reports.find_next_number(connection, "001") == 6
        assert reports.find_last(connection, "001", WEEK.previous) is None
    assert found is not None
    assert (found.number, found.period) == (5, WEEK)


def test_a_list_goes_on_where_it_ended(ledger: Database) -> None:
    first, second = keep(ledger, "001"), keep(ledger, "002")
    with ledger.reading() as connection:
        older = reports.list_in(connection, WHOLE, before=second)
    assert [one.report_id for one in older] == [first]
