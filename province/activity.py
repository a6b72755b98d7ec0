"""Activity: which points work and which are silent, in a period; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(days=1)
"""A kiosk makes a batch at least daily, so a period that ends now is covered
by what it said within the last day."""


class Activity(StrEnum):
    """How a point stands in a period (design.md, Meanings)."""

    ACTIVE = "active"
    ZERO = "zero"
    NO_REPORT = "no_report"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointPeriod:
    """What is known of a point in a period.

    `covered_until` is what all its kiosks have reported up to; None where one
    never did, or there is none.
    """

    point_id: str
    unit: str
    is_active: bool
    covered_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Points by how they stand; active + silent = all that are counted."""

    points: int
    active: int
    zero: int
    no_report: int

    @property
    def silent(self) -> int:
        """Return the points without an admitted entry."""
        return self.zero + self.no_report


def grade(point: PointPeriod, until: datetime) -> Activity:
    """Say how `point` stands in a period that ends at `until`."""
    return stand(point.covered_until, until, is_active=point.is_active)


def stand(
    covered_until: datetime | None, until: datetime, *, is_active: bool
) -> Activity:
    """Say the same of the two facts that it follows from."""
    if is_active:
        return Activity.ACTIVE
    if covered_until is not None and covered_until >= until - GRACE:
        return Activity.ZERO
    return Activity.NO_REPORT


def tally(points: Iterable[PointPeriod], until: datetime) -> Tally:
    """Count `points` by how they stand."""
    grades = [grade(point, until) for point in points]
    return Tally(
        points=len(grades),
        active=grades.count(Activity.ACTIVE),
        zero=grades.count(Activity.ZERO),
        no_report=grades.count(Activity.NO_REPORT),
    )


def tally_units(points: Iterable[PointPeriod], until: datetime) -> dict[str, Tally]:
    """Count the points of each unit, in the units' order."""
    by_unit: dict[str, list[PointPeriod]] = {}
    for point in points:
        by_unit.setdefault(point.unit, []).append(point)
    return {unit: tally(by_unit[unit], until) for unit in sorted(by_unit)}
