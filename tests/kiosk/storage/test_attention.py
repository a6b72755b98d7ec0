"""What needs a person is listed with its reason, and sent again when told or when due."""

import pytest
from sqlalchemy import select

from kiosk.lane import Lane
from kiosk.protocol.receipt import Line, Refusal, Status
from kiosk.storage import attention, entries, outbox, rebuilding
from kiosk.storage.attention import Cause
from kiosk.storage.database import Database
from kiosk.storage.outbox import SentBatch
from kiosk.storage.tables import BATCHES, ENTRIES
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.damage import unlock

DAY_US = 86_400 * 1_000_000
NOW_US = 1_700_000_000 * 1_000_000


@pytest.fixture
def filled(lane: Lane, database: Database) -> Database:
    """Return a database with ten pending entries."""
    for number in range(10):
        lane.present(a_payload(a_card(number)))
    return database


def answer(database: Database, refused: dict[int, str]) -> None:
    """Settle what is pending, but refuse some by position with a reason."""
    while read_counts(database)[0]:
        with database.write() as connection:
            run = outbox.read_run(connection, limit=100)
            lines = [
                Line(row.entry_id, Status.REFUSED, refused[at])
                if at in refused
                else Line(row.entry_id, Status.ACCEPTED)
                for at, row in enumerate(run.rows, start=run.first)
            ]
            sent = SentBatch(
                sequence=outbox.read_next_sequence(connection),
                hash=bytes(32),
                run=run,
                settled_at_us=1,
                receipt=b"receipt",
            )
            outbox.settle(connection, sent, lines)


def set_aside(database: Database, *positions: int, now_us: int = NOW_US) -> int:
    with database.write() as connection:
        found = dict.fromkeys(positions, "too_large")
        return attention.set_aside(connection, found, now_us=now_us, version="1")


def is_due(database: Database, now_us: int, version: str = "1") -> bool:
    with database.read() as connection:
        return attention.is_due(connection, now_us=now_us, version=version)


def retry(database: Database, now_us: int = NOW_US) -> int:
    with database.write() as connection:
        return attention.retry(connection, now_us=now_us, version="1")


def resend(database: Database, *positions: int) -> int:
    with database.write() as connection:
        ids = connection.core.scalars(
            select(ENTRIES.c.entry_id).where(ENTRIES.c.position.in_(positions))
        ).all()
        return attention.resend(connection, ids)


def read_counts(database: Database) -> tuple[int, int]:
    with database.read() as connection:
        head = entries.read_head(connection)
        return head.pending, head.refused


def list_causes(database: Database) -> list[tuple[int, Cause, str]]:
    with database.read() as connection:
        listed = attention.list_entries(connection)
    return [(one.position, one.cause, one.word) for one in listed]


def test_each_refused_entry_is_listed_with_the_provinces_reason(
    filled: Database,
) -> None:
    answer(filled, {2: "conflict", 5: "malformed", 7: "of_tomorrow"})
    assert list_causes(filled) == [
        (2, Cause.CONFLICT, "conflict"),
        (5, Cause.MALFORMED, "malformed"),
        (7, Cause.UNKNOWN, "of_tomorrow"),
    ]


def test_every_reason_of_the_province_and_of_a_salvage_is_known() -> None:
    known = {*Refusal, rebuilding.CONTENT_LOST}
    assert {attention.read_cause(word)[0] for word in known} == {
        Cause(word) for word in known
    }


@pytest.mark.parametrize("word", ["", "unknown", "in_the_way", "Gì đó", "x" * 9999])
def test_a_word_that_is_no_reason_is_unknown_and_no_fault(word: str) -> None:
    assert attention.read_cause(word) == (Cause.UNKNOWN, word)


def test_what_stands_in_the_way_is_no_more_pending_and_stays(filled: Database) -> None:
    assert set_aside(filled, 3, 4) == 2
    assert read_counts(filled) == (8, 2)
    assert list_causes(filled) == [
        (3, Cause.IN_THE_WAY, "too_large"),
        (4, Cause.IN_THE_WAY, "too_large"),
    ]


def test_what_was_settled_meanwhile_is_not_set_aside(filled: Database) -> None:
    answer(filled, {})
    assert set_aside(filled, 3) == 0
    assert read_counts(filled) == (0, 0)


def test_a_second_try_takes_what_stands_in_the_way_and_nothing_refused(
    filled: Database,
) -> None:
    set_aside(filled, 3)
    answer(filled, {1: "conflict"})
    assert retry(filled) == 1
    assert read_counts(filled) == (1, 1)


@pytest.mark.parametrize(
    ("now_us", "version", "due"),
    [
        (NOW_US, "1", False),
        (NOW_US + DAY_US - 1, "1", False),
        (NOW_US + DAY_US, "1", True),
        (NOW_US, "2", True),
        (NOW_US - DAY_US, "1", True),
    ],
)
def test_a_second_try_is_due_daily_and_after_a_new_version(
    filled: Database,
    now_us: int,
    version: str,
    due: bool,  # noqa: FBT001 - a case
) -> None:
    assert not is_due(filled, now_us, version)
    set_aside(filled, 3)
    assert is_due(filled, now_us, version) is due


def test_one_found_every_day_does_not_put_off_the_others(filled: Database) -> None:
    set_aside(filled, 3)
    set_aside(filled, 5, now_us=NOW_US + DAY_US // 2)
    assert is_due(filled, NOW_US + DAY_US)


def test_a_try_puts_off_the_next_by_a_day(filled: Database) -> None:
    set_aside(filled, 3)
    retry(filled, NOW_US + DAY_US)
    set_aside(filled, 3, now_us=NOW_US + DAY_US)
    assert not is_due(filled, NOW_US + 2 * DAY_US - 1)


def test_named_entries_are_sent_again_and_no_others(filled: Database) -> None:
    answer(filled, {2: "future", 5: "malformed", 7: "malformed"})
    assert resend(filled, 2, 5, 6) == 2
    assert read_counts(filled) == (2, 1)
    with filled.read() as connection:
        assert outbox.read_run(connection, limit=10).first == 2


def test_both_answers_to_an_entry_sent_twice_stay(filled: Database) -> None:
    answer(filled, {2: "future"})
    resend(filled, 2)
    answer(filled, {})
    with filled.read() as connection:
        spans = connection.execute(select(BATCHES.c.first, BATCHES.c.last)).all()
    assert [tuple(span) for span in spans] == [(1, 10), (2, 2)]
    assert read_counts(filled) == (0, 0)


def test_an_entry_without_content_is_not_sent_again(filled: Database) -> None:
    answer(filled, {2: rebuilding.CONTENT_LOST})
    with filled.write() as connection:
        unlock(connection).execute(
            ENTRIES.update().where(ENTRIES.c.position == 2).values(content=None)
        )
    assert resend(filled, 2) == 0
    assert read_counts(filled) == (0, 1)


def test_a_thousand_are_sent_again_at_once(database: Database) -> None:
    fill(database, 1200)
    set_aside(database, *range(1, 1201))
    assert resend(database, *range(1, 1201)) == 1200
    assert read_counts(database) == (1200, 0)


def test_the_list_is_cut_at_its_limit(filled: Database) -> None:
    set_aside(filled, *range(1, 11))
    with filled.read() as connection:
        listed = attention.list_entries(connection, limit=3)
    assert [one.position for one in listed] == [1, 2, 3]


def test_the_gap_is_the_oldest_that_the_province_lacks(filled: Database) -> None:
    set_aside(filled, 5)
    answer(filled, {2: "malformed"})
    with filled.read() as connection:
        gaps = [attention.find_gap_us(connection, before=at) for at in (5, 6, 11)]
        at_five = connection.core.scalar(
            select(ENTRIES.c.decided_at_us).where(ENTRIES.c.position == 5)
        )
    assert gaps == [None, at_five, at_five]


def test_a_stick_answers_what_stood_in_the_way(filled: Database) -> None:
    set_aside(filled, 3, 4)
    with filled.write() as connection:
        run = outbox.read_run(connection, limit=2)
        ids = [row.entry_id for row in attention.list_entries(connection)]
        lines = [
            Line(ids[0], Status.ACCEPTED),
            Line(ids[1], Status.REFUSED, "conflict"),
        ]
        outbox.settle_named(connection, lines)
    assert run.last == 2
    assert list_causes(filled) == [(4, Cause.CONFLICT, "conflict")]
    assert retry(filled) == 0


def test_what_needs_attention_is_counted_by_its_cause(filled: Database) -> None:
    answer(filled, {1: "future", 2: "future", 3: "no such reason yet"})
    with filled.read() as connection:
        counted = attention.count_causes(connection)
    assert counted == {Cause.FUTURE: 2, Cause.UNKNOWN: 1}
