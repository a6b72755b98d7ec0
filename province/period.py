"""Period: the local days that figures are told of, such as a week; pure."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from kiosk.decision import LOCAL

WEEK_DAYS = 7
LONGEST_DAYS = 366
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
"""A year with a period before and after it in any calendar; nothing is older."""
_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days from `first` to `last`, both in it."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """Return the moment at which it begins."""
        return _find_midnight(self.first)

    @property
    def end(self) -> datetime:
        """Return the moment at which it is over."""
        return _find_midnight(self.last + _DAY)

    @property
    def days(self) -> tuple[date, ...]:
        """Return its days in order."""
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=number) for number in range(count))

    @property
    def previous(self) -> "Period":
        """Return the month before a month, or as many days just before."""
        last = self.first - _DAY
        if self.month:
            return find_month(last)
        return Period(first=self.first - (self.last - self.first) - _DAY, last=last)

    @property
    def week(self) -> str:
        """Return the name of its week (2026-W47), empty where it is none."""
        length = (self.last - self.first).days + 1
        is_week = self.first.isoweekday() == 1 and length == WEEK_DAYS
        return f"{self.first:%G-W%V}" if is_week else ""

    @property
    def month(self) -> str:
        """Return the name of its month (2026-11), empty where it is none."""
        return f"{self.first:%Y-%m}" if self == find_month(self.first) else ""

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters of an address that `parse_period` understands as this."""
        if self.week:
            return {"week": self.week}
        if self.month:
            return {"month": self.month}
        if self.first == self.last:
            return {"day": self.first.isoformat()}
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}


@lru_cache(maxsize=64)
def _find_midnight(day: date) -> datetime:
    """Return when the local `day` begins; it is asked again for each of 6,128 points."""
    return datetime.combine(day, time(), LOCAL)


def find_week(day: date) -> Period:
    """Return the week, Monday to Sunday, that `day` lies in."""
    first = day - timedelta(days=day.weekday())
    return Period(first=first, last=first + timedelta(days=WEEK_DAYS - 1))


def find_month(day: date) -> Period:
    """Return the month that `day` lies in."""
    length = calendar.monthrange(day.year, day.month)[1]
    return Period(first=day.replace(day=1), last=day.replace(day=length))


def find_last_days(now: datetime, count: int = WEEK_DAYS) -> Period:
    """Return the local day of `now` with those before it, `count` in all."""
    last = now.astimezone(LOCAL).date()
    return Period(first=last - timedelta(days=count - 1), last=last)


def parse_period(query: Mapping[str, str], now: datetime) -> Period:
    """Return the period that an address asks for, the last 7 days where none sensible.

    `period` names a week, a month or a day alike: a list of a form has one name.
    """
    asked = query.get("period", "")
    week, month = query.get("week", asked), query.get("month", asked)
    day = query.get("day", asked)
    found = (
        _parse_week(week)
        or _parse_month(month)
        or _parse_span(day, day)
        or _parse_span(query.get("first", ""), query.get("last", ""))
    )
    return found or find_last_days(now)


def _parse_week(text: str) -> Period | None:
    match = _WEEK.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    try:
        return find_week(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        return None


def _parse_month(text: str) -> Period | None:
    match = _MONTH.fullmatch(text)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        return None
    number = int(match[2])
    return find_month(date(int(match[1]), number, 1)) if 1 <= number <= 12 else None


def _parse_span(first: str, last: str) -> Period | None:
    try:
        found = Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    except ValueError:
        return None
    is_sensible = (
        found.first <= found.last
        and found.first.year >= _FIRST_YEAR
        and found.last.year <= _LAST_YEAR
        and (found.last - found.first).days < LONGEST_DAYS
    )
    return found if is_sensible else None
