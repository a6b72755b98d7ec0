"""A purge destroys contents and all that derives of them, and the chain goes on to verify."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from sqlalchemy import Table, func, select

from kiosk.desk import Reception
from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.place import Place
from kiosk.protocol import content
from kiosk.protocol.content import Act
from kiosk.reception import Form, VisitField
from kiosk.storage import deadlines, entries, retention, roll, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.pages import PageKey
from kiosk.storage.tables import (
    ENTRIES,
    HOSTS,
    OUTBOX,
    PRESENCE,
    RECENT,
    VISIT_TAILS,
    VISITS,
)
from tests.ageing import TERMS, pass_days, purge, refuse, settle_all
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.folders import in_every_format


@pytest.fixture
def old(lane: Lane, database: Database, clock: SteppedClock) -> Database:
    """Return a database with ten settled entries of 40 days ago and one of today."""
    for number in range(10):
        lane.present(a_payload(a_card(number)))
    settle_all(database)
    pass_days(database, clock, 40)
    lane.present(a_payload(a_card(99)))
    return database


def count(database: Database, table: Table) -> int:
    with database.read() as connection:
        query = select(func.count()).select_from(table)
        return connection.execute(query).scalar_one()


def read_head(database: Database) -> entries.Head:
    with database.read() as connection:
        return entries.read_head(connection)


def read_records(database: Database) -> list[dict[str, object]]:
    with database.read() as connection:
        query = select(ENTRIES.c.content).where(ENTRIES.c.act == Act.PURGED)
        facts = [content.decode(row) for row in connection.execute(query).scalars()]
    return [msgspec.json.decode(one.text) for one in facts if one is not None]


def read_pages(folder: Folder, database: Database) -> bytes:
    """Return every page of the file in clear, whatever SQLite thinks of it."""
    opener = PageKey(bytes.fromhex(database.key))
    sealed = folder.database.read_bytes()
    size = opener.format.page_bytes
    numbers = range(len(sealed) // size)
    pages = (sealed[at * size : (at + 1) * size] for at in numbers)
    opened = [
        opener.open(at + 1, page) for at, page in zip(numbers, pages, strict=True)
    ]
    assert None not in opened
    return b"".join(page or b"" for page in opened)


def test_contents_go_and_the_chain_still_verifies(
    old: Database, clock: SteppedClock
) -> None:
    assert purge(old, clock).destroyed.purged == 10
    with old.read() as connection:
        kept = connection.execute(
            select(ENTRIES.c.position).where(ENTRIES.c.content.is_not(None))
        ).scalars()
        assert list(kept) == [11, 12]
        assert entries.find_chain_fault(connection, tail=100) == "ok"


def test_a_purge_leaves_one_record_with_its_sums(
    old: Database, clock: SteppedClock
) -> None:
    until = purge(old, clock).until
    purge(old, clock)
    assert until is not None
    assert read_records(old) == [
        {
            "until": until.isoformat(timespec="seconds"),
            "first": 1,
            "last": 10,
            "purged": 10,
            "unsettled": 0,
            "copies": 0,
        }
    ]
    assert read_head(old).purged == 10


def test_what_was_killed_in_the_middle_ends_with_the_right_sums(
    old: Database, clock: SteppedClock
) -> None:
    with old.write() as connection:
        plan = deadlines.make_plan(connection, clock(), TERMS)
        retention.destroy(connection, plan, [1, 2, 3])
    assert (read_head(old).purged, read_records(old)) == (3, [])
    purge(old, clock)
    (record,) = read_records(old)
    assert (record["first"], record["last"], record["purged"]) == (1, 10, 10)
    assert read_head(old).purged == 10


def test_what_another_process_destroyed_is_counted_once(
    old: Database, clock: SteppedClock
) -> None:
    with old.write() as connection:
        plan = deadlines.make_plan(connection, clock(), TERMS)
        first = retention.destroy(connection, plan, [1, 2, 3])
        second = retention.destroy(connection, plan, [2, 3, 4])
    assert (first.purged, second.purged) == (3, 1)
    assert read_head(old).purged == 4


def test_admin_acts_are_kept(old: Database, clock: SteppedClock) -> None:
    purge(old, clock)
    settle_all(old)
    pass_days(old, clock, 400)
    purge(old, clock)
    assert [record["purged"] for record in read_records(old)] == [10, 1]


def test_unsettled_entries_are_kept_until_their_legal_end(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    for number in range(3):
        lane.present(a_payload(a_card(number)))
    refuse(database, 2)
    pass_days(database, clock, 364)
    kept = purge(database, clock)
    assert (kept.destroyed.purged, kept.overdue) == (0, 3)
    pass_days(database, clock, 2)
    gone = purge(database, clock)
    assert (gone.destroyed.purged, gone.destroyed.unsettled, gone.overdue) == (3, 3, 0)
    head = read_head(database)
    assert (head.pending - head.admin, head.refused, head.purged) == (0, 0, 3)
    assert read_records(database)[0]["unsettled"] == 3
    with database.read() as connection:
        assert retention.read_unsettled(connection) == 3


def test_everything_that_derives_of_a_visit_goes_with_it(
    desk: Reception, database: Database, clock: SteppedClock
) -> None:
    fields = {VisitField.HOST: "Lê Chủ Nhà", VisitField.BADGE: "7"}
    desk.check_in(Form(name="Phạm Thị Giả", document="001090000007", fields=fields))
    settle_all(database)
    pass_days(database, clock, 31)
    purge(database, clock)
    tables = (VISITS, VISIT_TAILS, HOSTS, PRESENCE, RECENT, OUTBOX)
    assert [count(database, table) for table in tables] == [0, 0, 0, 0, 0, 1]


def test_presence_that_rests_on_a_kept_entry_stays(
    lane: Lane, database: Database, clock: SteppedClock
) -> None:
    lane.present(a_payload())
    settle_all(database)
    pass_days(database, clock, 40)
    lane.present(a_payload(direction=Direction.OUT))
    purge(database, clock)
    assert count(database, PRESENCE) == 1


def test_a_roll_call_of_before_goes(
    old: Database, desk: Reception, clock: SteppedClock
) -> None:
    desk.call_roll(clock().wall)
    pass_days(old, clock, 31)
    purge(old, clock)
    with old.read() as connection:
        assert settings.get(connection, roll._LIST) is None


def present(desk: Reception, lane: Lane, numbers: Sequence[int]) -> None:
    for number in numbers:
        lane.present(a_payload(a_card(number)))
        name = f"Phạm Thị Bí Mật {number} Tên Hiếm"
        desk.check_in(Form(name=name, document=f"079090{number:06}", fields={}))


@in_every_format
def test_no_byte_of_a_purged_person_is_left_in_the_file(
    place: Place, desk: Reception, lane: Lane, clock: SteppedClock
) -> None:
    """Every page is opened by its own seal, with all that it holds unused."""
    database = place.database
    present(desk, lane, random.Random(1).sample(range(100), 100))  # pages split
    settle_all(database)
    pass_days(database, clock, 31)
    present(desk, lane, range(100, 200))
    database.empty_wal()
    before = read_pages(place.folder, database)
    purge(database, clock)
    after = read_pages(place.folder, database)
    secrets = [
        word.format(number).encode()
        for number in range(100)
        for word in ("Mật {} Tên", "bi mat {} ten", "079090{:06}", "001090{:06}")
    ]
    assert [one for one in secrets if one not in before] == []
    assert [one for one in secrets if one in after] == []


def test_the_write_ahead_log_is_empty_after_a_purge(
    old: Database, clock: SteppedClock
) -> None:
    log = old.path.with_name(old.path.name + "-wal")
    assert log.stat().st_size > 0
    purge(old, clock)
    assert log.stat().st_size == 0


def test_only_what_is_due_is_found(old: Database, clock: SteppedClock) -> None:
    with old.read() as connection:
        plan = deadlines.make_plan(connection, clock(), TERMS)
        found = retention.find_some(connection, plan, after=4, limit=3)
        assert list(found) == [5, 6, 7]
        assert retention.count_due(connection, plan).purged == 10
