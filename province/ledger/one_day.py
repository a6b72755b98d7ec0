"""One day: what a batch brought to a day of a point, put there and into sums at once.

Most batches are of one day. In three statements its upkeep took 12 to 14 % of ingest
where a tenth is the bound (issue 9); as one, with the hours that it has, it takes less.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from province.ledger.columns import to_day_number
from province.ledger.place_tables import HOURS
from province.ledger.summary_tables import BY_DAY

_TOTALS = ("entries", "admitted")

_UNIT = (
    "coalesce((SELECT unit FROM point_units WHERE point_id = %(its_point)s"
    " AND valid_from <= %(its_day)s ORDER BY valid_from DESC LIMIT 1),"
    " (SELECT unit FROM points WHERE point_id = %(its_point)s))"
)
"""The unit that the point lay in on the day, as `rollups` asks for it."""


def put(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add `row` to a day and to what sums it up, on PostgreSQL; `Any`: as `rollups.put` has it.

    Days, months and units are locked in this order, as by whoever changes several.
    """
    hours = tuple(name for name in HOURS if row[name])
    day = row["its_day"]
    told = {name: row[name] for name in (*_TOTALS, "refused", *hours)}
    first = to_day_number(day.replace(day=1))
    told |= {"its_day": to_day_number(day), "its_month": first}
    told["its_point"] = row["its_point"]
    connection.exec_driver_sql(_make(day.day, hours), told)


@lru_cache(maxsize=512)
def _make(day: int, hours: tuple[str, ...]) -> str:
    """Return the statement for the day `day` of a month, with entries in `hours`.

    What a step returns leads to the next, so they follow each other.
    """
    figures = {name: _bind(name) for name in (*_TOTALS, "refused", *hours)}
    by_day = {BY_DAY[name][day - 1]: _bind(name) for name in _TOTALS}
    of_month = {name: figures[name] for name in (*_TOTALS, *hours)} | by_day
    month, day_put = _bind("its_month"), _bind("its_day")
    days = _add("point_days", ("day", "point_id"), f"{day_put}, %(its_point)s", figures)
    months = _add(
        "point_months",
        ("month", "point_id", "unit"),
        f"{month}, %(its_point)s, days.unit",
        of_month,
    )
    units = _add("unit_days", ("day", "unit"), f"{day_put}, months.unit", figures)
    days = days.format(more=", unit", unit=f", {_UNIT}", source="")
    months = months.format(more="", unit="", source=" FROM days")
    units = units.format(more="", unit="", source=" FROM months")
    steps = f"days AS ({days} RETURNING unit), months AS ({months} RETURNING unit)"
    return f"WITH {steps} {units}"


def _add(
    table: str, key: tuple[str, ...], values: str, figures: Mapping[str, str]
) -> str:
    """Return what adds `figures` to a row of `table`, but for where the unit is from."""
    names = ", ".join(figures)
    sums = ", ".join(f"{one} = {table}.{one} + excluded.{one}" for one in figures)
    return (
        f"INSERT INTO {table} ({', '.join(key)}{{more}}, {names})"
        f" SELECT {values}{{unit}}, {', '.join(figures.values())}{{source}}"
        f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sums}"
    )


def _bind(name: str) -> str:
    return f"%({name})s::integer"
