"""Retention ends copies of the database too, but for what nobody else may have."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.disposal import Disposed, dispose, look_ahead
from kiosk.place import Place, make_lane
from kiosk.protocol import content
from kiosk.protocol.content import Act
from kiosk.storage import admin_log, copies, lost, report, restoring, slots
from kiosk.storage.backup import BackedUp, Wanted, back_up
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.generations import Generation
from kiosk.storage.lost import Lost
from kiosk.storage.migration import upgrade
from kiosk.storage.restoring import Chosen, Restored
from kiosk.storage.tables import ENTRIES
from tests.ageing import TERMS, pass_days, settle_all, vouch
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch

Purge = Callable[..., Disposed]
RETENTION_DAYS = TERMS.settled.days
LEGAL_DAYS = TERMS.unsettled.days
GAP = Lost(first=2, last=4, start=None, link=None, moved=0, found_at_us=1)


@pytest.fixture
def purge(database: Database, clock: SteppedClock) -> Purge:
    """Return what lets days pass, and purges."""

    def call(days: float = 0.0, card: Path | None = None) -> Disposed:
        pass_days(database, clock, days)
        return dispose(database, TERMS, now=clock, wait=lambda _: False, card=card)

    return call


def present(place: Place, *numbers: int) -> None:
    with make_lane(place) as lane:
        for number in numbers:
            lane.present(a_payload(a_card(number)))


@pytest.fixture
def filled(place: Place) -> Database:
    """Return a database with three entries that the province has."""
    present(place, 1, 2, 3)
    settle_all(place.database)
    return place.database


@pytest.fixture
def before(filled: Database) -> Path:
    """Return a copy of before an upgrade, which was left."""
    path = filled.path.with_name("kiosk.db.before-0004")
    filled.empty_wal()
    shutil.copy(filled.path, path)
    return path


@pytest.fixture
def card(filled: Database, place: Place, tmp_path: Path) -> Path:
    """Return a card with a backup of the three entries."""
    assert filled is place.database
    path = tmp_path / "card"
    path.mkdir()
    made = back_up(place.folder, place.database, Wanted(to=path), at=place.now())
    assert isinstance(made, BackedUp)
    return path


def list_backups(card: Path) -> list[Path]:
    return sorted(card.glob("kiosk-*/*"))


def read_records(database: Database) -> list[dict[str, object]]:
    query = select(ENTRIES.c.content).where(ENTRIES.c.act == Act.PURGED.value)
    with database.read() as connection:
        acts = connection.execute(query.order_by(ENTRIES.c.position)).scalars()
        return [find_said(stored) for stored in acts]


def find_said(stored: bytes) -> dict[str, object]:
    decoded = content.decode(stored)
    assert decoded is not None
    return msgspec.json.decode(decoded.text, type=dict[str, object])


def test_a_copy_goes_once_all_that_it_holds_is_past_its_time(
    before: Path, purge: Purge, filled: Database
) -> None:
    assert purge().copies == 0
    assert purge(RETENTION_DAYS - 1).copies == 0
    assert before.exists()
    gone = purge(2)
    assert (gone.copies, gone.destroyed.purged, before.exists()) == (1, 3, False)
    assert read_records(filled)[-1]["copies"] == 1
    assert purge(1).copies == 0


def test_a_copy_that_is_found_late_goes_by_when_it_was_found(
    before: Path, purge: Purge, place: Place
) -> None:
    """It is of the same name, so another one stood there before."""
    purge(RETENTION_DAYS - 1)
    present(place, 4)
    settle_all(place.database)
    before.touch()
    assert purge().copies == 0
    assert purge(2).copies == 0
    assert before.exists()
    assert purge(RETENTION_DAYS).copies == 1


def test_a_purge_that_ends_copies_alone_has_a_record_too(
    before: Path, purge: Purge, filled: Database
) -> None:
    purge(RETENTION_DAYS + 1)
    assert before.exists()
    purge(RETENTION_DAYS + 1)
    assert not before.exists()
    assert [one["copies"] for one in read_records(filled)] == [0, 1]
    assert read_records(filled)[-1]["purged"] == 0


def test_looking_ahead_counts_them_and_changes_nothing(
    before: Path, purge: Purge, filled: Database, clock: SteppedClock
) -> None:
    purge()
    pass_days(filled, clock, RETENTION_DAYS + 1)
    seen = [look_ahead(filled, TERMS, clock()) for _ in range(2)]
    assert [one.copies for one in seen] == [1, 1]
    assert before.exists()


def test_nothing_goes_by_a_clock_that_was_set_back(
    before: Path, purge: Purge, filled: Database, clock: SteppedClock
) -> None:
    purge()
    clock.advance((RETENTION_DAYS + 1) * 86_400)
    clock.set_by(-86_400 * (RETENTION_DAYS + 9))
    assert dispose(filled, TERMS, now=clock, wait=lambda _: False).copies == 0
    assert before.exists()


def test_what_was_stopped_goes_on_the_next_time(
    before: Path, purge: Purge, filled: Database, clock: SteppedClock
) -> None:
    purge()
    pass_days(filled, clock, RETENTION_DAYS + 1)
    steps = iter([False, True])
    dispose(filled, TERMS, now=clock, wait=lambda _: next(steps))
    assert [path.name for path in before.parent.glob("*.going")] == [
        "kiosk.db.before-0004.going"
    ]
    assert purge().copies == 0
    assert list(before.parent.glob("kiosk.db.before*")) == []
    assert [one["copies"] for one in read_records(filled)] == [1]


def test_a_backup_that_nobody_renews_goes_from_the_card(
    card: Path, purge: Purge
) -> None:
    purge(card=card)
    assert purge(RETENTION_DAYS - 1, card=card).copies == 0
    assert len(list_backups(card)) == 1
    assert purge(2, card=card).copies == 1
    assert list_backups(card) == []


def test_a_backup_stays_while_it_has_the_second_copy_of_an_unsent_entry(
    filled: Database, place: Place, card: Path, purge: Purge
) -> None:
    present(place, 9)
    back_up(place.folder, filled, Wanted(to=card), at=place.now())
    purge(card=card)
    assert purge(RETENTION_DAYS + 1, card=card).copies == 0
    assert len(list_backups(card)) == 2
    settle_all(filled)
    assert purge(card=card).copies == 2


def test_the_time_of_a_backup_goes_on_while_its_card_is_out(
    card: Path, purge: Purge
) -> None:
    purge(card=card)
    away = card.with_name("away")
    card.rename(away)
    assert purge(RETENTION_DAYS + 1, card=card).copies == 0
    away.rename(card)
    assert purge(card=card).copies == 1
    assert list_backups(card) == []


@pytest.fixture
def restored(
    card: Path, place: Place, clock: SteppedClock
) -> Iterator[tuple[Database, Path]]:
    """Return a kiosk after a restore, and where it moved a database with an unsent entry."""
    present(place, 4)
    place.database.close()
    (path,) = list_backups(card)
    generation = Generation(path=path)
    chosen = Chosen(
        generation=generation,
        slots=slots.load(generation.slots),
        key=bytes.fromhex(place.database.key),
        is_ours=True,
        move_aside=True,
    )
    done = restoring.restore(place.folder, chosen, upgrade, at=clock(), said={})
    assert isinstance(done, Restored)
    assert done.aside is not None
    opened = open_existing(place.folder, upgrade)
    with closing(opened):
        vouch(opened, clock)
        yield opened, done.aside


def test_a_replaced_database_stays_while_it_alone_has_an_unsent_entry(
    restored: tuple[Database, Path], clock: SteppedClock, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.disposal", "may hold unsent entries")
    database, aside = restored

    def purge(days: float) -> Disposed:
        pass_days(database, clock, days)
        return dispose(database, TERMS, now=clock, wait=lambda _: False)

    purge(0)
    for days in (RETENTION_DAYS + 1, LEGAL_DAYS):
        held = purge(days)
        assert (held.copies, held.copies_held, aside.exists()) == (0, 1, True)
    with database.read() as connection:
        assert copies.read_held(connection) == 1
    with closing(open_existing(Folder(aside), upgrade)) as moved:
        settle_all(moved)  # it was sent, from there
    purge(0)
    assert (purge(RETENTION_DAYS + 1).copies, aside.exists()) == (1, False)
    with database.read() as connection:
        assert copies.read_held(connection) == 0


def test_a_replaced_database_whose_unsent_were_carried_goes_at_their_legal_end(
    restored: tuple[Database, Path], clock: SteppedClock, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.disposal", "may hold unsent entries")
    database, aside = restored
    said = {"kind": "bundle", "from": None, "until": None}
    moved = open_existing(Folder(aside), upgrade)
    with closing(moved), moved.write() as connection:
        admin_log.append(connection, Act.EXPORTED, said, at=clock())
    states = []
    for days in (0, RETENTION_DAYS + 1, LEGAL_DAYS):
        pass_days(database, clock, days)
        done = dispose(database, TERMS, now=clock, wait=lambda _: False)
        states.append((done.copies, done.copies_held, aside.exists()))
    assert states == [(0, 0, True), (0, 1, True), (1, 0, False)]


def test_a_replaced_database_that_does_not_open_stays(
    filled: Database, purge: Purge, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.disposal", "may hold unsent entries")
    aside = filled.path.with_name("replaced-20261120-000000")
    aside.mkdir()
    (aside / "kiosk.db").write_bytes(b"?" * 4096)
    purge()
    assert purge(LEGAL_DAYS + 1).copies_held == 1
    assert aside.exists()


@pytest.mark.parametrize("told", [{"missing": 0}, {"missing": 3, "end_known": True}])
def test_damaged_files_go_once_nothing_of_them_is_missing_here(
    filled: Database, purge: Purge, told: dict[str, object]
) -> None:
    aside = filled.path.with_name("damaged-20261120-000000")
    aside.mkdir()
    (aside / "kiosk.db").write_bytes(b"x" * 4096)
    report.write(aside, told)
    purge()
    assert (purge(RETENTION_DAYS + 1).copies, aside.exists()) == (1, False)


@pytest.mark.parametrize("name", ["damaged-20261120-000000", "kiosk.db.before-0004"])
def test_what_may_hold_what_was_lost_here_stays_until_that_is_back(
    filled: Database, purge: Purge, name: str, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.disposal", "may hold unsent entries")
    path = filled.path.with_name(name)
    if name.startswith("damaged"):
        path.mkdir()  # a power cut came before the report
    else:
        path.write_bytes(b"x")
    with filled.write() as connection:
        lost.put(connection, GAP)
    purge()
    assert purge(LEGAL_DAYS + 1).copies_held == 1
    with filled.write() as connection:
        lost.drop(connection, GAP)
    assert (purge().copies, path.exists()) == (1, False)
