"""Entries are read a page at a time, in the chain's order and without admin acts."""

from sqlalchemy import delete, update

from kiosk.clock import ClockState
from kiosk.entry import RANDOM_BYTES, record_act
from kiosk.export.period import Period
from kiosk.export.source import (
    PAGE_ROWS,
    Scope,
    count_rows,
    estimate_rows,
    read_pages,
    read_runs,
)
from kiosk.place import Place
from kiosk.protocol.content import Act
from kiosk.storage import entries
from kiosk.storage.tables import ENTRIES as TABLE
from kiosk.storage.tables import HEAD, OUTBOX
from tests.ageing import pass_days, purge
from tests.fakes import SteppedClock
from tests.kiosk.export.conftest import ENTRIES

EVERYTHING = Scope(period=Period(), last=10_000)
UNSETTLED = Scope(period=Period(), last=10_000, unsettled=True)


def add_admin_act(place: Place) -> None:
    entry = record_act(
        Act.EXPORTED,
        b"",
        "{}",
        at=place.now(),
        clock=ClockState.TRUSTED,
        randomness=bytes(RANDOM_BYTES),
    )
    with place.database.write() as connection:
        entries.append(connection, entry, None)


def settle(place: Place, first: int, last: int) -> None:
    """Take entries out of the outbox, as a receipt does."""
    with place.database.write() as connection:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.position.between(first, last)))
        connection.execute(
            update(HEAD).values(pending=HEAD.c.pending - (last - first + 1))
        )


def test_pages_hold_each_entry_once_in_order(filled: Place) -> None:
    add_admin_act(filled)
    pages = list(read_pages(filled.database, EVERYTHING))
    positions = [row[0] for page in pages for row in page]
    assert positions == list(range(1, ENTRIES + 1))
    assert max(len(page) for page in pages) == PAGE_ROWS


def test_counting_and_estimating_agree_without_admin_acts(filled: Place) -> None:
    add_admin_act(filled)
    with filled.database.read() as connection:
        head = entries.read_head(connection)
        counted = count_rows(connection, EVERYTHING)
        assert (counted, estimate_rows(connection, EVERYTHING, head)) == (
            ENTRIES,
            ENTRIES,
        )


def test_runs_are_neighbours_that_chain(filled: Place) -> None:
    settle(filled, 500, 600)
    runs = list(read_runs(filled.database, UNSETTLED))
    spans = [(run.first, run.last) for run in runs]
    assert spans == [(1, 499), (601, 1600), (1601, ENTRIES)]
    assert runs[2].start == runs[1].end


def test_runs_hold_admin_acts_so_that_they_travel(filled: Place) -> None:
    add_admin_act(filled)
    runs = list(read_runs(filled.database, UNSETTLED))
    assert sum(len(run.rows) for run in runs) == ENTRIES + 1


def test_what_was_erased_is_left_out(filled: Place) -> None:
    with filled.database.write() as connection:
        connection.execute(
            update(TABLE)
            .where(TABLE.c.position == 7)
            .values(content=None, salt=None, holder=None)
        )
        assert count_rows(connection, EVERYTHING) == ENTRIES - 1
    assert [run.first for run in read_runs(filled.database, EVERYTHING)][:2] == [1, 8]


def test_after_a_purge_counting_and_estimating_still_agree(
    filled: Place, clock: SteppedClock
) -> None:
    settle(filled, 1, 1_000)
    pass_days(filled.database, clock, 40)
    purge(filled.database, clock)
    with filled.database.read() as connection:
        head = entries.read_head(connection)
        counted = count_rows(connection, EVERYTHING)
        assert (counted, estimate_rows(connection, EVERYTHING, head)) == (
            ENTRIES - 1_000,
            ENTRIES - 1_000,
        )
