"""Steps: the coarse numbers by which entries are found.

Days are local ones (Asia/Ho_Chi_Minh), as `Day` counts them. An index of steps tells the
entries of a step apart by reading them, so a step is of few: a point's day has some 50, a
minute of the whole province some 250. Days and minutes are columns of their
own: behind its walls PostgreSQL looks nothing up by an expression that might fail.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from province.footfall import AHEAD_US
from province.ledger.columns import from_us, to_us

_DAY_US = 86_400_000_000
_MINUTE_US = 60_000_000
_LAST_MINUTE = 2**31 - 1
"""Of four bytes: in the year 6053, in which all that is later lies too."""
_MICROSECOND = timedelta(microseconds=1)

DAY = f"(decided_at + {AHEAD_US}) / {_DAY_US}"
MINUTE = f"least(decided_at / {_MINUTE_US}, {_LAST_MINUTE})"
"""As PostgreSQL reckons them; SQLite calls the least of two `min`."""

LiesIn = Callable[[FromClause, datetime, datetime], ColumnElement[bool]]
"""Whether entries of a table were decided from a moment to before another."""


def lies_in_days(
    table: FromClause, start: datetime, end: datetime
) -> ColumnElement[bool]:
    """Say whether entries were decided from `start` to before `end`, by their day."""
    return _lies_in(table, table.c.day, _tell_day, start, end)


def lies_in_minutes(
    table: FromClause, start: datetime, end: datetime
) -> ColumnElement[bool]:
    """Say whether entries were decided from `start` to before `end`, by their minute."""
    return _lies_in(table, table.c.minute, tell_minute, start, end)


def begin_day(moment: datetime) -> datetime:
    """Return when the local day of `moment` began."""
    return from_us(_tell_day(moment) * _DAY_US - AHEAD_US)


def tell_minute(moment: datetime) -> int:
    """Return the minute of `moment`."""
    return min(to_us(moment) // _MINUTE_US, _LAST_MINUTE)


def _lies_in(
    table: FromClause,
    step: ColumnElement[int],
    tell: Callable[[datetime], int],
    start: datetime,
    end: datetime,
) -> ColumnElement[bool]:
    """Say it by steps alone where they begin and end with the span.

    The times beside them would look to PostgreSQL as if far fewer were left.
    """
    last = tell(end - _MICROSECOND)
    term = step.between(tell(start), last)
    is_whole = tell(start - _MICROSECOND) < tell(start) and last < tell(end)
    at = table.c.decided_at
    return term if is_whole else term & (at >= start) & (at < end)


def _tell_day(moment: datetime) -> int:
    return (to_us(moment) + AHEAD_US) // _DAY_US
