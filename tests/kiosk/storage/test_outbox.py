"""The outbox gives runs of neighbours, and keeps what the province refused."""

import pytest

from kiosk.lane import Lane
from kiosk.protocol import chain
from kiosk.protocol.receipt import Line, Status
from kiosk.storage import entries, outbox
from kiosk.storage.database import Database
from kiosk.storage.outbox import Run, SentBatch, Settled
from tests.builders import a_card, a_payload


@pytest.fixture
def filled(lane: Lane, database: Database) -> Database:
    """Return a database with ten pending entries."""
    for number in range(10):
        lane.present(a_payload(a_card(number)))
    return database


def read_run(database: Database, limit: int = 100) -> Run:
    with database.read() as connection:
        return outbox.read_run(connection, limit=limit)


def read_counts(database: Database) -> tuple[int, int]:
    with database.read() as connection:
        head = entries.read_head(connection)
        return head.pending, head.refused


def settle(database: Database, run: Run, statuses: list[Status]) -> Settled:
    lines = [
        Line(row.entry_id, status, "conflict" if status is Status.REFUSED else "")
        for row, status in zip(run.rows, statuses, strict=True)
    ]
    with database.write() as connection:
        return outbox.settle(
            connection,
            SentBatch(
                sequence=outbox.read_next_sequence(connection),
                hash=bytes(32),
                run=run,
                settled_at_us=1,
                receipt=b"receipt",
            ),
            lines,
        )


def test_a_run_holds_its_place_in_the_chain(filled: Database) -> None:
    run = read_run(filled, limit=4)
    commitments = [
        (row.entry_id, chain.commit(row.salt, row.content)) for row in run.rows
    ]
    assert (run.first, run.last, run.start) == (1, 4, chain.GENESIS)
    assert chain.extend(run.start, commitments) == run.end


def test_the_next_run_goes_on_where_the_last_ended(filled: Database) -> None:
    first = read_run(filled, limit=4)
    settle(filled, first, [Status.ACCEPTED] * 4)
    second = read_run(filled, limit=4)
    assert (second.first, second.start) == (5, first.end)


def test_what_the_province_has_leaves_the_outbox(filled: Database) -> None:
    run = read_run(filled, limit=4)
    settled = settle(
        filled,
        run,
        [Status.ACCEPTED, Status.DUPLICATE, Status.HELD, Status.ACCEPTED],
    )
    assert settled == Settled(accepted=2, duplicate=1, held=1)
    assert read_counts(filled) == (6, 0)


def test_a_refused_entry_stays_and_holds_up_nothing(filled: Database) -> None:
    run = read_run(filled)
    settle(filled, run, [Status.REFUSED, *[Status.ACCEPTED] * 9])
    assert read_counts(filled) == (0, 1)
    assert read_run(filled).rows == ()


def test_settling_the_same_batch_twice_changes_nothing_more(filled: Database) -> None:
    run = read_run(filled)
    answers = [Status.REFUSED, *[Status.ACCEPTED] * 9]
    settle(filled, run, answers)
    settle(filled, run, answers)
    assert read_counts(filled) == (0, 1)


def test_an_empty_run_stands_after_the_newest_entry(filled: Database) -> None:
    full = read_run(filled)
    settle(filled, full, [Status.ACCEPTED] * 10)
    empty = read_run(filled)
    assert (empty.first, empty.last, empty.start, empty.end) == (
        11,
        10,
        full.end,
        full.end,
    )


def test_a_gap_ends_a_run(filled: Database) -> None:
    middle = Run(
        first=4,
        start=b"",
        end=b"",
        rows=read_run(filled).rows[3:5],
        covered_until_us=0,
    )
    settle(filled, middle, [Status.ACCEPTED] * 2)
    run = read_run(filled)
    assert (run.first, run.last) == (1, 3)


def test_batches_are_numbered_from_one(filled: Database) -> None:
    with filled.read() as connection:
        assert outbox.read_next_sequence(connection) == 1
        assert outbox.read_last_settled_us(connection) is None
    settle(filled, read_run(filled), [Status.ACCEPTED] * 10)
    with filled.read() as connection:
        assert outbox.read_next_sequence(connection) == 2
        assert outbox.read_last_settled_us(connection) == 1
