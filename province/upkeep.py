"""Upkeep: what a province that serves does by itself, in one process of all.

`DUTIES` is done in order every `EVERY`. Whatever runs by a schedule is named in
`RUNNERS` by its kind; a runner must bear being called twice for one slot, since a
crash may come between its work and the note of it.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from province import (
    dispatch,
    disposal,
    drafting,
    rekeying,
    report_mailing,
    tracing,
    vigil,
)
from province.errors import ProvinceError
from province.ledger import leases, schedules
from province.schedules import Schedule, ScheduleKind, find_due
from province.services import Services

LEASE = "lease_upkeep"
LIFE = timedelta(minutes=10)
"""Longer than any round takes: a process that died is followed within this."""
ROUND_S = 20.0
AGAIN = timedelta(minutes=10)
"""After a fault; what it says is told each time."""

Duty = Callable[[Services, datetime], None]
Runner = Callable[[Services, Schedule, datetime], None]
"""Does what a schedule asks for one slot (its moment)."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """A duty with its name in the log and how often it is done."""

    name: str
    every: timedelta
    run: Duty


def publish(services: Services, now: datetime) -> None:
    """Keep the roster fresh."""
    services.publication.publish_if_due(now)


def run_schedules(
    services: Services,
    now: datetime,
    runners: Mapping[ScheduleKind, Runner] | None = None,
) -> None:
    """Run every schedule that is due; one that fails keeps no other from running."""
    known = RUNNERS if runners is None else runners
    with services.database.reading() as connection:
        listed = schedules.list_on(connection)
    for schedule in listed:
        slot, runner = find_due(schedule, now), known.get(schedule.kind)
        if slot is None or runner is None:
            continue
        try:
            runner(services, schedule, slot)
        except ProvinceError as error:
            log.warning("schedule %d not run: %s", schedule.schedule_id, error)
            continue
        with services.database.writing() as connection:
            schedules.note_run(connection, schedule, slot)
        log.info("schedule %d run for %s", schedule.schedule_id, slot.isoformat())


RUNNERS: dict[ScheduleKind, Runner] = {
    ScheduleKind.REMINDER: dispatch.run_schedule,
    ScheduleKind.REPORT: drafting.run_schedule,
}

DUTIES: list[Regular] = [
    Regular(name="publishing", every=timedelta(hours=1), run=publish),
    Regular(name="fleet", every=vigil.EVERY, run=vigil.watch),
    Regular(name="schedules", every=timedelta(0), run=run_schedules),
    Regular(name="stays", every=timedelta(0), run=tracing.keep_up),
    Regular(name="outbox", every=timedelta(0), run=dispatch.send_due),
    Regular(name="reports", every=timedelta(0), run=report_mailing.send_due),
    Regular(name="keys", every=timedelta(0), run=rekeying.keep_up),
    Regular(name="retention", every=disposal.EVERY, run=disposal.keep_up),
]


class Upkeep:
    """Does `duties` when they are due, while this process holds the lease."""

    def __init__(self, services: Services, duties: list[Regular] | None = None) -> None:
        self._services = services
        self._duties = DUTIES if duties is None else duties
        self._holder = secrets.token_hex(8)
        self._due_at: dict[str, datetime] = {}

    def do_round(self, now: datetime) -> tuple[str, ...]:
        """Do what is due and return its names; nothing where another process does it."""
        with self._services.database.writing() as connection:
            mine = leases.take(connection, LEASE, self._holder, now=now, life=LIFE)
        if not mine:
            return ()
        due = [one for one in self._duties if self._is_due(one, now)]
        return tuple(one.name for one in due if self._do(one, now))

    def give_back(self) -> None:
        """Let another process go on at once."""
        with self._services.database.writing() as connection:
            leases.give_back(connection, LEASE, self._holder)

    def _is_due(self, duty: Regular, now: datetime) -> bool:
        due_at = self._due_at.get(duty.name)
        return due_at is None or now >= due_at

    def _do(self, duty: Regular, now: datetime) -> bool:
        try:
            duty.run(self._services, now)
        except (ProvinceError, DBAPIError) as error:
            log.warning("%s not done: %s", duty.name, error)
            self._due_at[duty.name] = now + AGAIN
            return False
        self._due_at[duty.name] = now + duty.every
        return True


@contextmanager
def keep_up(services: Services, round_s: float = ROUND_S) -> Iterator[None]:
    """Run the upkeep in a thread for as long as the block runs."""
    stop, upkeep = threading.Event(), Upkeep(services)

    def run() -> None:
        while not stop.is_set():
            try:
                upkeep.do_round(services.clock())
            except (ProvinceError, DBAPIError) as error:
                log.warning("upkeep waits: %s", error)
            stop.wait(round_s)

    thread = threading.Thread(target=run, name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        upkeep.give_back()
