"""Schedules: what happens by itself for a unit, made and switched at the foot of its area's page."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from fastapi import Response
from sqlalchemy import Connection

from province.ledger import known_units, schedules
from province.mail import is_address
from province.rights import Right
from province.schedules import (
    Rhythm,
    Schedule,
    ScheduleKind,
    check_rhythm,
    find_next,
)
from province.web.doors import Doors
from province.web.page import redirect, render
from province.web.visit import Visit

MOST_RECIPIENTS = 20
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_DAY = re.compile(r"([wm])(\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the schedules of a kind stand, and who makes them; `area` is its first path."""

    kind: ScheduleKind
    area: str
    right: Right
    has_months: bool = False

    @property
    def place(self) -> str:
        """Return where its schedules are shown."""
        return f"/{self.area}#schedules"


REMINDERS = Desk(kind=ScheduleKind.REMINDER, area="reminders", right=Right.REMIND)
REPORTS = Desk(
    kind=ScheduleKind.REPORT, area="reports", right=Right.REPORT, has_months=True
)


def open_doors(doors: Doors, desk: Desk) -> None:
    """Open what makes and switches the schedules of `desk`."""
    path = f"/{desk.area}/schedules"
    doors.post(path, desk.right)(partial(add_schedule, desk))
    doors.post(f"{path}/{{schedule}}", desk.right)(partial(switch_schedule, desk))


def list_schedules(
    desk: Desk, visit: Visit, connection: Connection
) -> tuple[tuple[Schedule, datetime], ...]:
    """Return the schedules of the officer's units, each with its next moment."""
    listed = schedules.list_in(connection, visit.scope, desk.kind)
    return tuple((one, find_next(one.rhythm, visit.now)) for one in listed)


def add_schedule(desk: Desk, visit: Visit) -> Response:
    """Keep a schedule for a unit of the officer's own."""
    fields = visit.posted.fields
    rhythm = read_rhythm(desk, fields.get("day", ""), fields.get("time", ""))
    recipients = read_recipients(fields.get("recipients", ""))
    said = fields.get("unit", "")
    with visit.reading() as connection:
        known = known_units.read_known(connection, visit.scope)
    unit = known.find(said) if said else visit.scope.unit
    if rhythm is None:
        return _refuse(desk, visit, "schedules_fault_time")
    if unit is None:
        return _refuse(desk, visit, "schedules_fault_unit")
    if recipients is None:
        return _refuse(desk, visit, "schedules_fault_recipients")
    with visit.writing() as connection:
        schedule_id = schedules.add(
            connection,
            desk.kind,
            unit,
            rhythm=rhythm,
            recipients=recipients,
            made_by=visit.visitor.name,
            now=visit.now,
        )
        visit.note(
            connection,
            "schedule_added",
            str(schedule_id),
            unit=unit,
            recipients=len(recipients),
        )
    return redirect(desk.place)


def switch_schedule(desk: Desk, visit: Visit) -> Response:
    """Switch a schedule of the officer's units on or off."""
    is_on = visit.posted.fields.get("is_on") == "yes"
    number = visit.number("schedule")
    with visit.writing() as connection:
        is_known = schedules.switch(
            connection, visit.scope, number, kind=desk.kind, is_on=is_on, now=visit.now
        )
        if is_known:
            visit.note(connection, "schedule_switched", str(number), is_on=is_on)
    if not is_known:
        return render("missing.html", visit, status=404)
    return redirect(desk.place)


def read_rhythm(desk: Desk, day: str, at: str) -> Rhythm | None:
    """Return the rhythm of `w5` (Friday) or `m3` (the third of a month) at `14:00`."""
    named, clock = _DAY.fullmatch(day), _TIME.fullmatch(at)
    if named is None or clock is None or (named[1] == "m" and not desk.has_months):
        return None
    number = int(named[2])
    rhythm = Rhythm(
        weekday=number if named[1] == "w" else None,
        month_day=number if named[1] == "m" else None,
        minute=int(clock[1]) * 60 + int(clock[2]),
    )
    return rhythm if check_rhythm(rhythm) else None


def read_recipients(text: str) -> tuple[str, ...] | None:
    """Return the mail addresses in `text`, None where one is none or they are too many."""
    found = tuple(dict.fromkeys(text.replace(",", " ").split()))
    is_good = len(found) <= MOST_RECIPIENTS and all(map(is_address, found))
    return found if is_good else None


def _refuse(desk: Desk, visit: Visit, fault: str) -> Response:
    return render("schedule_fault.html", visit, status=422, desk=desk, fault=fault)
