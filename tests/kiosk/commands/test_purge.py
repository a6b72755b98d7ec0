"""A purge on demand tells what went, what it kept, and where it waits."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from filelock import FileLock

from kiosk.clock import Anchor, system_clock
from kiosk.commands.purge import run
from kiosk.commands.status import run as run_status
from kiosk.lane import Lane
from kiosk.storage import clock as storage_clock
from kiosk.storage import copies, deadlines
from kiosk.storage.copies import Places
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from tests.ageing import DAY_S, count_contents, settle_all
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.kiosk.commands.conftest import Ask

Answer = dict[str, object]


@pytest.fixture
def old(lane: Lane, database: Database, clock: SteppedClock) -> Database:
    """Return a database with four entries of 60 days ago, one of them unsent."""
    clock.set_by(-60 * DAY_S)
    for number in range(4):
        lane.present(a_payload(a_card(number)))
        if number == 2:
            settle_all(database)
    vouch(database)
    return database


def vouch(database: Database, ahead: timedelta = timedelta()) -> None:
    """Let the province say that the machine's clock is right, or `ahead` of it."""
    at = system_clock()()
    with database.write() as connection:
        storage_clock.put(connection, Anchor(at=at, told=at.wall + ahead))


@pytest.fixture
def purge(ask: Ask, capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Return what runs the command and gives its answer and exit code."""

    def call(*options: str) -> Answer:
        code = run(ask("purge", *options))
        answer = msgspec.json.decode(capfd.readouterr().out, type=Answer)
        return {**answer, "exit": code}

    return call


def test_what_went_and_what_was_kept_is_told(
    old: Database, purge: Callable[..., Answer]
) -> None:
    answer = purge()
    assert (answer["purged"], answer["kept_pending"], answer["exit"]) == (3, 1, 0)
    assert (answer["state"], count_contents(old)) == ("whole", 2)


def test_a_dry_run_says_the_same_and_changes_nothing(
    old: Database, purge: Callable[..., Answer]
) -> None:
    told, kept = purge("--dry-run"), count_contents(old)
    again = purge("--dry-run")
    assert (told["purged"], told["kept_pending"], kept) == (3, 1, 4)
    assert again | {"until": told["until"]} == told
    assert purge() | {"until": told["until"]} == told


def test_copies_that_are_due_are_told_and_erased(
    lane: Lane, database: Database, clock: SteppedClock, purge: Callable[..., Answer]
) -> None:
    clock.set_by(-60 * DAY_S)
    lane.present(a_payload(a_card(1)))
    settle_all(database)
    copy = database.path.with_name("kiosk.db.before-0004")
    copy.write_bytes(b"x")
    with database.write() as connection:  # as the purge of that night left it
        deadlines.note_time(connection, clock())
        copies.note(connection, copies.list_all(Places(data=copy.parent)))
    vouch(database)
    assert (purge("--dry-run")["copies"], copy.exists()) == (1, True)
    done = purge()
    assert (done["copies"], done["copies_held"], copy.exists()) == (1, 0, False)


def test_beside_a_running_kiosk_it_does_the_same(
    old: Database, folder: Folder, purge: Callable[..., Answer]
) -> None:
    with FileLock(folder.run_lock):
        assert purge()["purged"] == 3
    assert count_contents(old) == 2


def test_a_clock_that_is_wrong_is_told_in_both_languages(
    old: Database, ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    with old.write() as connection:
        at = system_clock()()
        after = at.wall + timedelta(days=9)
        boot = Anchor(at=msgspec.structs.replace(at, boot="0000beef"), told=after)
        storage_clock.put(connection, boot)
    assert run(ask("purge")) == 1
    told = capfd.readouterr()
    assert msgspec.json.decode(told.out)["state"] == "waiting"
    assert "Đồng hồ" in told.err
    assert "clock" in told.err


def test_the_status_still_adds_up(
    old: Database,
    purge: Callable[..., Answer],
    ask: Ask,
    capfd: pytest.CaptureFixture[str],
) -> None:
    purge()
    run_status(ask("status"))
    status = msgspec.json.decode(capfd.readouterr().out, type=Answer)
    counts = ("entries", "settled", "pending", "purged", "purged_unsettled", "overdue")
    assert [status[name] for name in counts] == [4, 3, 1, 3, 0, 1]
    assert (status["chain"], old.path.exists()) == ("ok", True)
