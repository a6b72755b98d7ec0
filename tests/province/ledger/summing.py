"""Summing: what months of points and days of units must be, added up day by day in Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from province.ledger.place_tables import HOURS, point_days
from province.ledger.summary_tables import point_months, unit_days

Sums = dict[tuple[Any, ...], Counter[str]]
"""Figures above nothing, by the key of their row; `Any` as keys have several types."""


def assert_summed_up(connection: Connection) -> None:
    """Hold both summaries against the days of points."""
    days = [dict(row) for row in connection.execute(select(point_days)).mappings()]
    assert read(connection, point_months) == add_months(days)
    assert read(connection, unit_days) == add_units(days)


def read(connection: Connection, table: Table) -> Sums:
    keys = [column.name for column in table.primary_key]
    return {
        tuple(row[name] for name in keys): +Counter(
            {name: row[name] for name in row if name not in keys}
        )
        for row in connection.execute(select(table)).mappings()
    }


def add_months(days: Iterable[Mapping[str, Any]]) -> Sums:
    made: Sums = {}
    for row in days:
        place = f"{row['day'].day:02}"
        key = (row["day"].replace(day=1), row["point_id"], row["unit"])
        told = {f"e{place}": row["entries"], f"a{place}": row["admitted"]}
        told |= {name: row[name] for name in ("entries", "admitted", *HOURS)}
        made.setdefault(key, Counter()).update(told)
    return {key: +figures for key, figures in made.items()}


def add_units(days: Iterable[Mapping[str, Any]]) -> Sums:
    made: Sums = {}
    for row in days:
        told = {name: row[name] for name in ("entries", "admitted", "refused", *HOURS)}
        made.setdefault((row["day"], row["unit"]), Counter()).update(told)
    return {key: +figures for key, figures in made.items()}
