"""Backups are made while the kiosk runs, when they are due, and their faults end nothing."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.place import Place
from kiosk.safekeeping import Plan, keep_safe
from kiosk.storage import backup_record, generations
from kiosk.storage.backup_record import Record
from tests.fakes import SteppedClock
from tests.guards import LogWatch

EVERY = timedelta(hours=4)
PATIENCE = 1000


@pytest.fixture
def card(tmp_path: Path) -> Path:
    path = tmp_path / "card"
    path.mkdir()
    return path


class Counted(threading.Event):
    """Counts how often it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        return super().wait(timeout)


@contextmanager
def keeping(place: Place, to: Path) -> Iterator[Counted]:
    stop, plan = Counted(), Plan(to=to, every=EVERY)
    work = threading.Thread(
        target=keep_safe, args=(place, plan, stop), kwargs={"look_s": 0.005}
    )
    work.start()
    try:
        yield stop
    finally:
        stop.set()
        work.join()


def until(holds: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(holds() or pause.wait(0.01) for _ in range(PATIENCE))


def count(place: Place, card: Path) -> int:
    folder = generations.get_folder(card, place.identity.kiosk_id)
    newest = generations.newest_first(folder)
    return newest[0].number if newest else 0


def read_record(place: Place) -> Record:
    with place.database.read() as connection:
        return backup_record.read(connection)


def test_a_backup_is_made_at_once_and_again_when_it_is_due(
    place: Place, card: Path, clock: SteppedClock
) -> None:
    with keeping(place, card):
        assert until(lambda: read_record(place).made_at == clock().wall)
        assert count(place, card) == 1
        clock.advance(EVERY.total_seconds())
        assert until(lambda: count(place, card) == 2)


def test_a_missing_card_is_remembered_and_logged_once(
    place: Place, card: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.safekeeping", "missing")
    with keeping(place, card / "none") as looks:
        assert until(lambda: looks.waits > 5)
    assert read_record(place).fault == "missing"
    assert len(log_watch.records) == 1


def test_slots_that_are_lost_end_nothing(
    place: Place, card: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.safekeeping")
    place.folder.slots.unlink()
    with keeping(place, card):
        assert until(lambda: bool(log_watch.records))
    assert count(place, card) == 0
