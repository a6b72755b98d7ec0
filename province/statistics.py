"""Statistics: what `province stats` tells of a period.

A named week is read from the days of points, the 7 days to now from the entries.
"""

from datetime import datetime, timedelta
from typing import Any

from kiosk.decision import LOCAL
from province.activity import Tally, tally, tally_units
from province.errors import UsageError
from province.ledger import periods
from province.ledger.database import Database
from province.ledger.periods import Period

WEEK = timedelta(days=7)


def parse_week(text: str) -> Period:
    """Return the local Monday to Monday of an ISO week such as 2026-W47."""
    try:
        start = datetime.strptime(f"{text}-1", "%G-W%V-%u").replace(tzinfo=LOCAL)
    except ValueError as error:
        raise UsageError(f"The week '{text}' is none such as 2026-W47.") from error
    return start, start + WEEK


def collect(database: Database, week: Period | None, now: datetime) -> dict[str, Any]:
    """Return the figures of `week`, or of the 7 days to `now`; `Any` as JSON has it."""
    start, end = week or (now - WEEK, now)
    until = min(end, now)
    with database.reading() as connection:
        points = periods.list_point_periods(connection, (start, end))
        admitted = periods.count_admitted(connection, (start, end))
        previous = periods.count_admitted(connection, (start - WEEK, start))
        held = periods.count_entries(connection, week)
    return {
        "entries": held,
        "admitted": admitted,
        **_describe(tally(points, until)),
        "previous_week": previous,
        "change": admitted - previous,
        "by_unit": [
            {"unit": unit, **_describe(figures)}
            for unit, figures in tally_units(points, until).items()
        ],
    }


def _describe(figures: Tally) -> dict[str, int]:
    return {
        "points": figures.points,
        "active_7d": figures.active,
        "silent": figures.silent,
        "zero": figures.zero,
        "no_report": figures.no_report,
    }
