"""Tests of what a province does by itself, with the clock as an argument."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from province import upkeep
from province.errors import OutsideError
from province.keys import KeyFolder
from province.ledger import schedules
from province.ledger.database import Database
from province.publishing import Publication
from province.schedules import Rhythm, Schedule, ScheduleKind
from province.services import Services
from province.upkeep import AGAIN, LIFE, Regular, Upkeep, keep_up, run_schedules
from tests.guards import LogWatch
from tests.province.builders import NOW

HOUR = timedelta(hours=1)
MONDAY = Rhythm(weekday=1, month_day=None, minute=480)


@pytest.fixture
def office(ledger: Database, keys: KeyFolder, tmp_path: Path) -> Services:
    """Return a province on each database in turn."""
    return Services(
        database=ledger,
        keys=keys,
        publication=Publication(tmp_path, keys),
        clock=lambda: NOW,
    )


def count_runs(
    every: timedelta = HOUR, fails: int = 0
) -> tuple[list[datetime], list[Regular]]:
    done: list[datetime] = []

    def run(_: Services, now: datetime) -> None:
        done.append(now)
        if len(done) <= fails:
            raise OutsideError("The disk is full.")

    return done, [Regular(name="work", every=every, run=run)]


def add_schedule(office: Services) -> None:
    with office.database.writing() as connection:
        schedules.add(
            connection,
            ScheduleKind.REMINDER,
            "",
            rhythm=MONDAY,
            recipients=(),
            made_by="lan",
            now=NOW,
        )


def test_one_process_of_two_does_what_is_due(office: Services) -> None:
    done, duties = count_runs()
    first, second = Upkeep(office, duties), Upkeep(office, duties)

    rounds = [one.do_round(NOW) for one in (first, second, first)]

    assert rounds == [("work",), (), ()]
    assert first.do_round(NOW + LIFE - timedelta(seconds=1)) == ()
    assert second.do_round(NOW + HOUR) == ("work",)
    assert done == [NOW, NOW + HOUR]


def test_who_ends_lets_another_go_on_at_once(office: Services) -> None:
    _, duties = count_runs()
    first = Upkeep(office, duties)
    first.do_round(NOW)

    first.give_back()

    assert Upkeep(office, duties).do_round(NOW) == ("work",)


def test_what_fails_is_told_and_done_again_later(
    office: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.upkeep", "work not done: The disk is full.")
    done, duties = count_runs(fails=1)
    one = Upkeep(office, duties)

    rounds = [one.do_round(NOW + wait) for wait in (HOUR * 0, AGAIN / 2, AGAIN)]

    assert rounds == [(), (), ("work",)]
    assert len(done) == 2


def test_the_roster_is_published_by_the_upkeep(office: Services) -> None:
    Upkeep(office).do_round(NOW)

    assert office.publication.read_version() == 1


def test_a_schedule_runs_once_for_its_slot_and_once_for_all_it_missed(
    office: Services,
) -> None:
    add_schedule(office)
    ran: list[datetime] = []

    def run(_: Services, schedule: Schedule, slot: datetime) -> None:
        assert schedule.made_by == "lan"
        ran.append(slot)

    for days in (0, 2, 3, 3, 24):
        now = NOW + timedelta(days=days)
        run_schedules(office, now, {ScheduleKind.REMINDER: run})

    assert [slot.isoformat() for slot in ran] == [
        "2026-11-23T08:00:00+07:00",
        "2026-12-14T08:00:00+07:00",
    ]


def test_a_schedule_that_failed_is_run_again(
    office: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.upkeep", "schedule 1 not run")
    add_schedule(office)
    calls: list[datetime] = []

    def run(_: Services, __: Schedule, slot: datetime) -> None:
        calls.append(slot)
        if len(calls) == 1:
            raise OutsideError("The disk is full.")

    for _ in range(3):
        run_schedules(office, NOW + 4 * 24 * HOUR, {ScheduleKind.REMINDER: run})

    assert len(calls) == 2


def test_every_kind_of_schedule_has_its_runner() -> None:
    assert set(upkeep.RUNNERS) == set(ScheduleKind)


def test_every_duty_has_a_name_of_its_own() -> None:
    names = [duty.name for duty in upkeep.DUTIES]

    assert len(set(names)) == len(names)
    assert {"publishing", "schedules", "outbox"} <= set(names)


def test_the_thread_ends_with_its_block_and_gives_the_lease_back(
    office: Services,
) -> None:
    began = threading.Event()
    clock = _tell_when_asked(began)
    with keep_up(replace(office, clock=clock), round_s=60):
        assert began.wait(20)

    assert Upkeep(office, count_runs()[1]).do_round(NOW) == ("work",)
    assert "upkeep" not in {thread.name for thread in threading.enumerate()}


def _tell_when_asked(began: threading.Event) -> Callable[[], datetime]:
    def read() -> datetime:
        began.set()
        return NOW

    return read
