"""A damaged database is mended before the gate opens, and what is missing is told."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from kiosk.errors import OutsideError, StorageError
from kiosk.lane import Lane
from kiosk.place import make_lane, open_place
from kiosk.recovery import (
    Mended,
    MendState,
    describe,
    keep_copies,
    mend,
    mend_if_damaged,
    watch_over,
)
from kiosk.storage import damage, entries, lost, settings
from kiosk.storage.damage import Damaged, Part
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from kiosk.storage.report import REPORT
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch
from tests.wrecks import Ship, blank, build, flip_page

AT = SteppedClock()()


@pytest.fixture(scope="module")
def ship(tmp_path_factory: pytest.TempPathFactory) -> Ship:
    return build(tmp_path_factory.mktemp("ship") / "kiosk")


@pytest.fixture
def wreck(ship: Ship, tmp_path: Path) -> Folder:
    """Return a folder with a sound database, to be wrecked."""
    return ship.copy(tmp_path / "wreck")


@pytest.fixture
def opened(wreck: Folder) -> Iterator[Database]:
    with closing(open_existing(wreck, upgrade)) as database:
        yield database


def expect(log_watch: LogWatch, part: Part) -> None:
    log_watch.expect("kiosk.recovery", f"database is damaged: {part}")


def test_a_sound_database_is_left_as_it_is(wreck: Folder) -> None:
    before = wreck.database.read_bytes()
    assert mend_if_damaged(wreck, upgrade, AT) is None
    assert mend(wreck, upgrade, AT) is None
    assert wreck.database.read_bytes() == before


def test_a_bad_first_page_alone_costs_nothing(
    wreck: Folder, ship: Ship, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.PAGE_ONE)
    blank(wreck.database, 1)
    mended = mend_if_damaged(wreck, upgrade, AT)
    assert mended is not None
    assert (mended.salvaged, mended.state) == (None, MendState.WHOLE)
    database = open_existing(wreck, upgrade)
    with closing(database), database.read() as connection:
        assert entries.read_head(connection).position == len(ship.ids)
    assert mend(wreck, upgrade, AT) is None


def test_a_bad_first_page_and_another_is_a_salvage(
    wreck: Folder, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.PAGE_ONE)
    blank(wreck.database, 1)
    flip_page(wreck.database, 60)
    mended = mend_if_damaged(wreck, upgrade, AT)
    assert mended is not None
    assert mended.salvaged is not None


def test_damage_that_a_start_does_not_see_is_found_by_a_full_look(
    wreck: Folder, ship: Ship, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.PAGE)
    flip_page(wreck.database, next(iter(ship.parts[700])))
    assert mend_if_damaged(wreck, upgrade, AT) is None
    mended = mend(wreck, upgrade, AT)
    assert mended is not None
    assert mended.state is MendState.MISSING
    assert mend(wreck, upgrade, AT) is None


def test_damage_that_was_marked_is_mended_by_the_next_start(
    wreck: Folder, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.PAGE)
    damage.mark(wreck.database, Damaged(part=Part.PAGE, detail="page 60"))
    mended = mend_if_damaged(wreck, upgrade, AT)
    assert mended is not None
    assert not wreck.damage_mark.exists()
    assert mend_if_damaged(wreck, upgrade, AT) is None


def test_the_report_stands_beside_the_damaged_files(
    wreck: Folder, ship: Ship, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.PAGE)
    flip_page(wreck.database, next(iter(ship.parts[700])))
    mended = mend(wreck, upgrade, AT)
    assert mended is not None
    report = msgspec.json.decode((mended.aside / REPORT).read_bytes())
    assert report == describe(mended)
    assert report["missing"] == sum(gap["count"] for gap in report["lost"]) > 0
    assert report["entries"] + report["missing"] == len(ship.ids)


def test_a_mended_kiosk_decides(wreck: Folder, log_watch: LogWatch) -> None:
    expect(log_watch, Part.TABLE)
    with wreck.database.open("r+b") as file:
        file.truncate(wreck.database.stat().st_size - 160 * 1024)
    assert isinstance(mend_if_damaged(wreck, upgrade, AT), Mended)
    with closing(open_existing(wreck, upgrade)) as database:
        place = open_place(wreck, database, SteppedClock())
        with make_lane(place) as lane:
            assert isinstance(lane, Lane)
            lane.present(a_payload(a_card(1)))
        with database.read() as connection:
            assert entries.find_chain_fault(connection, tail=10_000).is_whole
            assert lost.count(connection) >= 0


def test_a_kiosk_that_runs_is_not_salvaged(wreck: Folder) -> None:
    blank(wreck.database, 1)
    with FileLock(wreck.run_lock):
        assert mend_if_damaged(wreck, upgrade, AT) is None
        with pytest.raises(OutsideError, match="runs on"):
            mend(wreck, upgrade, AT)


def test_no_database_is_nothing_to_mend(tmp_path: Path) -> None:
    assert mend_if_damaged(Folder(tmp_path), upgrade, AT) is None
    with pytest.raises(StorageError, match="holds no kiosk database"):
        mend(Folder(tmp_path), upgrade, AT)


def test_what_somebody_altered_is_told_and_left(
    wreck: Folder, log_watch: LogWatch
) -> None:
    expect(log_watch, Part.ALTERED)
    damage.mark(wreck.database, Damaged(part=Part.ALTERED))
    before = wreck.database.read_bytes()
    assert mend_if_damaged(wreck, upgrade, AT) is None
    assert wreck.database.read_bytes() == before


def test_damage_found_beside_the_gate_is_marked_once(
    wreck: Folder, opened: Database, ship: Ship, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.recovery", "damage found")
    flip_page(wreck.database, next(iter(ship.parts[700])))
    stop = threading.Event()
    clock = SteppedClock()
    watching = threading.Thread(
        target=lambda: watch_over(wreck, opened, clock, stop, look_s=0.001)
    )
    watching.start()
    while not wreck.damage_mark.exists() and watching.is_alive():
        watching.join(0.01)
    stop.set()
    watching.join()
    assert damage.read_mark(wreck.database) is not None


def test_the_copies_follow_the_database(wreck: Folder, opened: Database) -> None:
    with opened.write() as connection:
        settings.renew_epoch(connection)
    before = wreck.identity_copy.read_bytes()
    keep_copies(wreck, opened)
    assert wreck.identity_copy.read_bytes() != before


def test_a_disk_that_takes_no_copy_is_no_reason_to_stop(
    wreck: Folder, opened: Database, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.recovery", "not kept")
    wreck.identity_copy.unlink()
    wreck.identity_copy.mkdir()
    (wreck.identity_copy / "in the way").touch()
    keep_copies(wreck, opened)
