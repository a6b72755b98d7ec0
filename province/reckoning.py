"""Reckoning: figures made of what the ledger found in a period; pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile
from typing import assert_never

import msgspec

from province.activity import GRACE, Activity, stand
from province.figures import DayWork, Figures, Part, Totals, rank
from province.period import Period


class Standing(StrEnum):
    """How a registered point stood in a period."""

    ACTIVE = "active"
    ZERO = "zero"
    NO_REPORT = "no_report"
    SUSPENDED = "suspended"


class Choice(StrEnum):
    """Which points are listed behind a figure."""

    REGISTERED = "registered"
    SUSPENDED = "suspended"
    EXPECTED = "expected"
    ACTIVE = "active"
    SILENT = "silent"
    ZERO = "zero"
    NO_REPORT = "no_report"
    BEHIND = "behind"
    WITH_ENTRIES = "entries"


class Point(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A registered point as a period ended; a struct, since there are thousands.

    `unit` is the one that it lay in then; `was_*` is of the end of the period before.
    """

    point_id: str
    name: str
    category: str
    unit: str
    covered_until: datetime | None
    is_suspended: bool
    was_registered: bool
    was_suspended: bool


class Work(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a point did in a period, wherever it lay, and in the period before."""

    entries: int
    admitted: int
    admitted_before: int


class Alike(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Points of a unit and a category that stood alike, and entries made there.

    `count` is 0 where a row tells of entries only: they count in the unit of their
    day, whereas a point counts where it lay as the period ended, and is active by
    what it admitted anywhere. `covered_until` is the earliest of them.
    """

    unit: str
    category: str
    count: int = 0
    covered_until: datetime | None = None
    is_suspended: bool = False
    was_registered: bool = False
    was_suspended: bool = False
    is_active: bool = False
    was_active: bool = False
    entries: int = 0
    admitted: int = 0
    entries_before: int = 0
    admitted_before: int = 0


class Unit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A unit's name, and the one that it lies in (empty: none)."""

    name: str
    parent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the ledger holds of `unit` (empty: the province) in a period and before it."""

    unit: str
    alike: Sequence[Alike]
    days: Mapping[date, DayWork]
    hours: tuple[int, ...]
    units: Mapping[str, Unit]


class PointFigures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A point with how it stood and what it did; None before it was registered.

    `is_behind`: it was to work, and has not reported all of the period yet.
    """

    point: Point
    standing: Standing
    standing_before: Standing | None
    is_behind: bool
    entries: int
    admitted: int
    admitted_before: int


class _Graded(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Points that stood alike, with how that is."""

    alike: Alike
    standing: Standing
    standing_before: Standing | None
    is_behind: bool


def grade_point(
    point: Point, work: Work, period: Period, until: datetime
) -> PointFigures:
    """Say how a point stood until `until`, and in the period before."""
    return PointFigures(
        point=point,
        standing=_stand(
            point.covered_until,
            until,
            is_active=work.admitted > 0,
            is_suspended=point.is_suspended,
        ),
        standing_before=_stand(
            point.covered_until,
            period.start,
            is_active=work.admitted_before > 0,
            is_suspended=point.was_suspended,
        )
        if point.was_registered
        else None,
        is_behind=_is_behind(point, until),
        entries=work.entries,
        admitted=work.admitted,
        admitted_before=work.admitted_before,
    )


def is_chosen(point: PointFigures, choice: Choice) -> bool:
    """Say whether the figure `choice` counts `point`."""
    match choice:
        case Choice.REGISTERED:
            return True
        case Choice.EXPECTED:
            return point.standing is not Standing.SUSPENDED
        case Choice.SILENT:
            return point.standing in {Standing.ZERO, Standing.NO_REPORT}
        case Choice.BEHIND:
            return point.is_behind
        case Choice.WITH_ENTRIES:
            return point.entries > 0
        case Choice.ACTIVE | Choice.ZERO | Choice.NO_REPORT | Choice.SUSPENDED:
            return point.standing.value == choice.value
        case other:
            assert_never(other)


def compute(found: Found, period: Period, now: datetime) -> Figures:
    """Return the figures of what was `found`, which are of `period` and the one before."""
    until = min(period.end, now)
    graded = [_grade(alike, until, period.start) for alike in found.alike]
    find_group = _group_units(found)
    reached = [
        one.alike.covered_until
        for one in graded
        if one.standing is not Standing.SUSPENDED
        and not one.is_behind
        and one.alike.covered_until is not None
    ]
    totals, previous = _count(graded)
    top = found.units.get(found.unit)
    return Figures(
        unit=found.unit,
        unit_name=top.name if top else found.unit,
        period=period,
        until=until,
        totals=totals,
        previous=previous,
        by_unit=_split(
            _by(graded, lambda one: find_group(one.alike.unit)),
            lambda code: found.units[code].name if code in found.units else code,
        ),
        by_category=_split(_by(graded, lambda one: one.alike.category), lambda _: ""),
        by_day=_fill(found.days, period),
        by_day_before=_fill(found.days, period.previous),
        by_hour=found.hours,
        complete_until=min([until, *reached]) if reached else None,
        behind=sum(one.alike.count for one in graded if one.is_behind),
    )


def _grade(alike: Alike, until: datetime, before_until: datetime) -> _Graded:
    return _Graded(
        alike=alike,
        standing=_stand(
            alike.covered_until,
            until,
            is_active=alike.is_active,
            is_suspended=alike.is_suspended,
        ),
        standing_before=_stand(
            alike.covered_until,
            before_until,
            is_active=alike.was_active,
            is_suspended=alike.was_suspended,
        )
        if alike.was_registered
        else None,
        is_behind=_is_behind(alike, until),
    )


def _is_behind(one: Point | Alike, until: datetime) -> bool:
    """Say whether it was to work, and has not reported all until `until`."""
    covered = one.covered_until
    has_reported = covered is not None and covered >= until - GRACE
    return not (one.is_suspended or has_reported)


def _stand(
    covered_until: datetime | None,
    until: datetime,
    *,
    is_active: bool,
    is_suspended: bool,
) -> Standing:
    if is_suspended:
        return Standing.SUSPENDED
    match stand(covered_until, until, is_active=is_active):
        case Activity.ACTIVE:
            return Standing.ACTIVE
        case Activity.ZERO:
            return Standing.ZERO
        case Activity.NO_REPORT:
            return Standing.NO_REPORT
        case other:
            assert_never(other)


def _by(
    graded: Iterable[_Graded], find_key: Callable[[_Graded], str]
) -> dict[str, list[_Graded]]:
    groups: dict[str, list[_Graded]] = {}
    for one in graded:
        groups.setdefault(find_key(one), []).append(one)
    return groups


def _split(
    groups: Mapping[str, Sequence[_Graded]], find_name: Callable[[str], str]
) -> tuple[Part, ...]:
    parts = []
    for key, graded in groups.items():
        totals, previous = _count(graded)
        parts.append(
            Part(key=key, name=find_name(key), totals=totals, previous=previous)
        )
    return rank(parts)


def _count(graded: Sequence[_Graded]) -> tuple[Totals, Totals]:
    now: Counter[Standing] = Counter()
    before: Counter[Standing | None] = Counter()
    for one in graded:
        now[one.standing] += one.alike.count
        before[one.standing_before] += one.alike.count
    return (
        Totals(
            points=now.total(),
            suspended=now[Standing.SUSPENDED],
            active=now[Standing.ACTIVE],
            zero=now[Standing.ZERO],
            no_report=now[Standing.NO_REPORT],
            entries=sum(one.alike.entries for one in graded),
            admitted=sum(one.alike.admitted for one in graded),
        ),
        Totals(
            points=before.total() - before[None],
            suspended=before[Standing.SUSPENDED],
            active=before[Standing.ACTIVE],
            zero=before[Standing.ZERO],
            no_report=before[Standing.NO_REPORT],
            entries=sum(one.alike.entries_before for one in graded),
            admitted=sum(one.alike.admitted_before for one in graded),
        ),
    )


def _fill(days: Mapping[date, DayWork], period: Period) -> tuple[DayWork, ...]:
    return tuple(days.get(day) or _idle(day) for day in period.days)


def _idle(day: date) -> DayWork:
    return DayWork(day=day, entries=0, admitted=0, refused=0)


def _group_units(found: Found) -> Callable[[str], str]:
    """Return what finds the part of the told unit that a unit's code belongs to.

    The parts are where the points' paths first differ: a province with one town
    shows the town's wards, not the town alone.
    """
    lain_in = {alike.unit for alike in found.alike if alike.count}
    worked_in = {alike.unit for alike in found.alike}
    paths = {code: _find_path(code, found) for code in lain_in | worked_in}
    points = [paths[code] for code in lain_in]
    shared = takewhile(lambda step: len(set(step)) == 1, zip(*points, strict=False))
    depth = sum(1 for _ in shared)

    groups = {code: path[min(depth, len(path) - 1)] for code, path in paths.items()}
    return groups.__getitem__


def _find_path(code: str, found: Found) -> tuple[str, ...]:
    """Return the units from the told one down to `code`."""
    path = [code]
    while path[-1] != found.unit:
        unit = found.units.get(path[-1])
        if unit is None or not unit.parent or unit.parent in path:
            break
        path.append(unit.parent)
    if found.unit and path[-1] != found.unit:
        return found.unit, code  # it lay there by another tree than the day's
    return tuple(reversed(path))
