"""What rests on the entries is made anew from those that are left."""

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, insert, select, text, update

from kiosk.protocol.receipt import Line, Receipt, Status, seal
from kiosk.storage import entries, lost, rebuilding
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.gathering import Gathered, Row
from kiosk.storage.reach import Reach
from kiosk.storage.rebuilding import CONTENT_LOST, Chained
from kiosk.storage.tables import BATCHES, ENTRIES, HEAD, OUTBOX, VISIT_TAILS, VISITS
from tests.backlog import fill

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def connection(database: Database) -> Iterator[Connection]:
    """Return a writing connection to a database of 20 pending entries, unlocked."""
    fill(database, 20)
    with database.write() as connection, rebuilding.unlocked(connection):
        yield connection


def lose(connection: Connection, *positions: int) -> Chained:
    connection.execute(delete(ENTRIES).where(ENTRIES.c.position.in_(positions)))
    return rebuilding.follow_chain(connection, {}, 1)


def gathered_with(*heads: Row, highest: int = 0, proven: int | None = None) -> Gathered:
    return Gathered(
        rows={},
        heads=heads,
        cut=frozenset(),
        reach=Reach(highest=highest, proven=proven),
        pages=1,
        bad_pages=1,
    )


def read_head_row(connection: Connection) -> Row:
    return dict(connection.execute(select(HEAD)).one()._mapping)


def read_waiting(connection: Connection) -> dict[int, str]:
    rows = connection.execute(select(OUTBOX.c.position, OUTBOX.c.state))
    return {row.position: row.state for row in rows}


def read_link(connection: Connection, position: int) -> bytes:
    query = select(ENTRIES.c.link).where(ENTRIES.c.position == position)
    link: bytes = connection.execute(query).scalar_one()
    return link


def test_the_triggers_are_back_afterwards(database: Database) -> None:
    count = text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
    with database.write() as connection:
        before = connection.execute(count).scalar_one()
        with rebuilding.unlocked(connection):
            assert connection.execute(count).scalar_one() == 0
        assert connection.execute(count).scalar_one() == before > 0


def test_gaps_are_found_anywhere(connection: Connection) -> None:
    chained = lose(connection, 1, 2, 7, 20)
    assert [(gap.first, gap.last) for gap in chained.gaps] == [(1, 2), (7, 7)]
    assert chained.last == 19


def test_a_link_that_is_known_elsewhere_is_taken_where_it_leads_on(
    connection: Connection,
) -> None:
    link = read_link(connection, 7)
    connection.execute(delete(ENTRIES).where(ENTRIES.c.position == 7))
    (right,) = rebuilding.follow_chain(connection, {7: link}, 1).gaps
    (wrong,) = rebuilding.follow_chain(connection, {7: bytes(32)}, 1).gaps
    assert (right.link, wrong.link) == (link, None)


def test_a_content_that_does_not_fit_is_emptied_and_told(
    connection: Connection,
) -> None:
    where = ENTRIES.c.position == 5
    connection.execute(update(ENTRIES).where(where).values(content=b"altered"))
    chained = rebuilding.follow_chain(connection, {}, 1)
    rebuilding.drop_unfit(connection, chained)
    rebuilding.rebuild_outbox(
        connection, [read_head_row(connection)], set(chained.unfit)
    )
    row = connection.execute(select(ENTRIES).where(where)).one()
    reason = select(OUTBOX.c.reason).where(OUTBOX.c.position == 5)
    assert (chained.unfit, row.content, row.salt) == ((5,), None, None)
    assert connection.execute(reason).scalar_one() == CONTENT_LOST


def test_who_waits_behind_a_gap_is_taken_out_with_its_link(
    connection: Connection,
) -> None:
    link = read_link(connection, 8)
    chained = lose(connection, 6, 7)
    (taken,) = rebuilding.put_gaps(connection, chained.gaps, ())
    (gap,) = lost.list_all(connection)
    assert taken.position == 8
    assert (gap.first, gap.last, gap.link, gap.moved) == (6, 8, link, 1)


def test_who_is_settled_behind_a_gap_stays(connection: Connection) -> None:
    chained = lose(connection, 6, 7)
    connection.execute(delete(OUTBOX).where(OUTBOX.c.position == 8))
    assert rebuilding.put_gaps(connection, chained.gaps, ()) == []
    (gap,) = lost.list_all(connection)
    assert (gap.first, gap.last, gap.link) == (6, 7, None)


def test_who_was_taken_out_waits_at_the_end(connection: Connection) -> None:
    chained = lose(connection, 6, 7)
    (taken,) = rebuilding.put_gaps(connection, chained.gaps, ())
    rebuilding.put_head(connection, chained, chained.last, chained.link)
    rebuilding.append_again(connection, taken)
    head = entries.read_head(connection)
    found = entries.find(connection, taken.entry_id)
    assert found is not None
    assert (head.position, found.position) == (21, 21)
    assert entries.find_chain_fault(connection, tail=5) == "ok"
    assert read_waiting(connection)[21] == "pending"


def test_what_was_known_of_an_earlier_gap_stays(connection: Connection) -> None:
    rebuilding.put_gaps(connection, lose(connection, 6, 7).gaps, ())
    lose(connection, 12)
    (earlier,) = lost.list_all(connection)
    known = {earlier.last: earlier.link or b""}
    chained = rebuilding.follow_chain(connection, known, 1)
    rebuilding.put_gaps(connection, chained.gaps, ())
    first, second = lost.list_all(connection)
    assert (first.first, first.last, first.moved) == (6, 8, 1)
    assert (second.first, second.last) == (12, 13)


def test_a_whole_outbox_is_believed(connection: Connection) -> None:
    connection.execute(delete(OUTBOX).where(OUTBOX.c.position <= 15))
    connection.execute(update(HEAD).values(pending=5))
    rebuilding.rebuild_outbox(connection, [read_head_row(connection)], ())
    assert sorted(read_waiting(connection)) == [16, 17, 18, 19, 20]


def test_the_outbox_of_lost_entries_goes(connection: Connection) -> None:
    lose(connection, 19, 20)
    rebuilding.rebuild_outbox(connection, [read_head_row(connection)], ())
    assert sorted(read_waiting(connection)) == list(range(1, 19))


def test_an_outbox_that_lost_rows_is_filled_but_for_what_a_receipt_settled(
    connection: Connection,
) -> None:
    put_receipt(connection, 1, 4)
    connection.execute(delete(OUTBOX).where(OUTBOX.c.position <= 10))
    rebuilding.rebuild_outbox(connection, [read_head_row(connection)], ())
    assert sorted(read_waiting(connection)) == list(range(4, 21))


def put_receipt(connection: Connection, first: int, last: int) -> None:
    """Keep a receipt for a batch, the last entry of which was refused."""
    statuses = [Status.ACCEPTED] * (last - first) + [Status.REFUSED]
    receipt = Receipt(
        kiosk_id="K",
        batch=bytes(32),
        received_at_us=1,
        head=read_link(connection, last),
        lines=tuple(Line(bytes(16), status) for status in statuses),
    )
    connection.execute(
        insert(BATCHES).values(
            sequence=1,
            hash=bytes(32),
            first=first,
            last=last,
            settled_at_us=1,
            receipt=seal(receipt, KEY),
        )
    )


def test_the_end_is_the_highest_position_that_anything_speaks_of(
    connection: Connection,
) -> None:
    link = read_link(connection, 20)
    head = read_head_row(connection)
    chained = lose(connection, 18, 19, 20)
    for gathered, heads, position, known in (
        (gathered_with(), {}, 20, None),  # by the outbox
        (gathered_with(head), {}, 20, link),
        (gathered_with(), {25: link}, 25, link),
        (gathered_with(highest=22), {}, 22, None),
    ):
        end = rebuilding.find_end(connection, chained, gathered, heads)
        assert (end.position, end.link, end.is_known) == (position, known, False)


def test_an_end_that_something_speaks_beyond_is_not_known(
    connection: Connection,
) -> None:
    chained = lose(connection)
    ends = [
        rebuilding.find_end(connection, chained, gathered_with(proven=proven), {})
        for proven in (19, 20)
    ]
    assert [(end.position, end.is_known) for end in ends] == [(20, False), (20, True)]


def test_names_are_found_again(connection: Connection) -> None:
    connection.execute(
        insert(VISITS).values(
            position=3,
            visit_id=b"v",
            person=b"p",
            badge="",
            folded="tran thi anh",
            is_newest=True,
            came_at_us=1,
            leaving="",
        )
    )
    rebuilding.rebuild_tails(connection)
    tails = connection.execute(select(VISIT_TAILS.c.tail)).scalars()
    assert set(tails) == {"tran thi anh", "thi anh", "anh"}


def test_the_head_counts_what_is_there(connection: Connection) -> None:
    chained = lose(connection, 5)
    rebuilding.rebuild_outbox(connection, [], ())
    rebuilding.put_head(connection, chained, chained.last, chained.link)
    head = entries.read_head(connection)
    waiting = connection.execute(select(func.count()).select_from(OUTBOX)).scalar_one()
    assert (head.position, head.pending, head.refused) == (20, 19, 0)
    assert waiting == 19
