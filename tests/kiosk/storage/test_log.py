"""The log finds a day's entries by their ids, and says what became of each."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from kiosk.credentials.credential import Claim
from kiosk.decision import Outcome
from kiosk.lane import Lane
from kiosk.logged import Later, Logged, Sending
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.protocol import receipt
from kiosk.protocol.content import Act
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.reason import Reason
from kiosk.storage import log, outbox
from kiosk.storage.database import Database
from kiosk.storage.log import END, Span
from kiosk.storage.outbox import SentBatch
from kiosk.storage.tables import ENTRIES
from tests.builders import CARD, a_card, a_payload
from tests.fakes import SteppedClock

DAY = timedelta(days=1)


def present(lane: Lane, text: str = CARD, way: Direction = Direction.IN) -> Decided:
    decided = lane.present(a_payload(text, direction=way))
    assert isinstance(decided, Decided)
    return decided


def list_lines(database: Database, span: Span, most: int = 100) -> list[log.Line]:
    with database.read() as connection:
        return log.read_lines(connection, span, most=most)


def find(database: Database, position: int) -> Logged:
    with database.read() as connection:
        found = log.find_logged(connection, position)
    assert found is not None
    return found


def settle(database: Database, *statuses: Status) -> None:
    """Take over the province's receipt over the oldest entries."""
    with database.write() as connection:
        run = outbox.read_run(connection, limit=len(statuses))
        lines = tuple(
            Line(row.entry_id, status, "conflict" if status is Status.REFUSED else "")
            for row, status in zip(run.rows, statuses, strict=True)
        )
        answer = Receipt(
            kiosk_id="K", batch=bytes(32), received_at_us=1, head=b"", lines=lines
        )
        batch = SentBatch(
            sequence=1,
            hash=bytes(32),
            run=run,
            settled_at_us=1,
            receipt=receipt.seal(answer, Ed25519PrivateKey.generate()),
        )
        outbox.settle(connection, batch, lines)


def test_a_days_entries_are_found_and_no_others(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    for number in range(3):
        present(lane, a_card(number))
        clock.advance(DAY.total_seconds())
    day = log.find_day(list_lines(database, Span())[1].entry_id)
    lines = list_lines(database, log.find_span(day))
    assert [line.position for line in lines] == [2]


def test_a_day_begins_at_midnight_in_vietnam() -> None:
    span = log.find_span(date(2026, 11, 20))
    midnight = datetime(2026, 11, 19, 17, tzinfo=UTC)
    assert int.from_bytes(span.first[:6]) == midnight.timestamp() * 1000
    assert (log.find_day(span.first), log.find_day(span.end)) == (
        date(2026, 11, 20),
        date(2026, 11, 21),
    )


def test_the_next_days_with_entries_are_found(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    days = []
    for number in range(3):
        entry_id = present(lane, a_card(number)).entry_id
        days.append(log.find_day(entry_id.bytes))
        clock.advance(3 * DAY.total_seconds())
    span = log.find_span(days[1])
    with database.read() as connection:
        found = (
            log.find_day_before(connection, span),
            log.find_day_after(connection, span),
        )
        none = log.find_day_before(connection, log.find_span(days[0]))
    assert (found, none) == ((days[0], days[2]), None)


def test_lines_are_read_on_from_where_the_last_ones_ended(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    for number in range(5):
        present(lane, a_card(number))
        clock.advance(1)
    first = list_lines(database, Span(), most=2)
    then = list_lines(database, Span(end=first[-1].entry_id))
    assert [line.position for line in first + then] == [5, 4, 3, 2, 1]


def test_a_line_says_what_was_done_about_it(lane: Lane, database: Database) -> None:
    void = present(lane).entry_id
    lane.void(void, "wrong direction")
    [line] = list_lines(database, Span())
    assert (line.outcome, line.direction, line.acts) == ("allow", "in", "void")


def test_what_is_new_since_a_position_is_named(lane: Lane, database: Database) -> None:
    first = present(lane).entry_id
    second = present(lane, a_card(1)).entry_id
    lane.void(first, "trial")
    with database.read() as connection:
        assert log.read_new(connection, 1) == [second.bytes, first.bytes]
        assert log.read_newest(connection) == 3


def test_a_code_presented_again_has_the_reason_of_its_check(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    present(lane)
    clock.advance(60)
    present(lane)
    check = find(database, 2)
    assert (check.outcome, check.reasons) == (Outcome.CHECK, (Reason.ALREADY_INSIDE,))
    assert (check.is_open, bool(check.claims[Claim.NAME])) == (True, True)


@pytest.fixture
def voided(lane: Lane) -> UUID:
    entry_id = present(lane).entry_id
    lane.void(entry_id, "Nhầm người")
    return entry_id


def test_staffs_words_stand_beside_their_act(voided: UUID, database: Database) -> None:
    entry = find(database, 1)
    [later] = entry.later
    assert isinstance(later, Later)
    assert (later.act, later.text, entry.is_void) == (Act.VOID, "Nhầm người", True)
    assert entry.entry_id == voided


def test_an_unreadable_code_has_its_reason(lane: Lane, database: Database) -> None:
    present(lane, "")
    assert find(database, 1).reasons == (Reason.EMPTY,)


def test_each_state_on_the_way_to_the_province_is_told(
    lane: Lane, database: Database
) -> None:
    for number in range(4):
        present(lane, a_card(number))
    settle(database, Status.ACCEPTED, Status.HELD, Status.REFUSED)
    found = [find(database, position) for position in (1, 2, 3, 4)]
    assert [one.sending for one in found] == [
        Sending.CONFIRMED,
        Sending.HELD,
        Sending.REFUSED,
        Sending.STORED,
    ]
    assert found[2].refusal == "conflict"
    with database.read() as connection:
        assert log.list_refused(connection) == {3}


def test_a_purged_entry_stays_in_the_log_without_its_content(
    lane: Lane, database: Database
) -> None:
    present(lane)
    with database.write() as connection:
        connection.execute(update(ENTRIES).values(content=None, salt=None, holder=None))
    entry = find(database, 1)
    assert (entry.is_purged, entry.claims, entry.outcome) == (True, {}, "allow")
    with database.read() as connection:
        [claimed] = log.read_claims(connection, Span(end=END), most=5)
    assert claimed.claims == {}


def test_an_entry_that_is_not_there_is_none(database: Database) -> None:
    with database.read() as connection:
        assert log.find_logged(connection, 7) is None
        assert log.read_line(connection, bytes(16)) is None
