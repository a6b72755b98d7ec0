"""Summary tables: sums of `point_days`, by month and point and by day and unit."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from province.ledger.columns import Day
from province.ledger.metadata import metadata
from province.ledger.place_tables import HOURS

DAYS = tuple(range(1, 32))
"""Of a month; what a month lacks stays 0."""
BY_DAY = {
    "entries": tuple(f"e{day:02}" for day in DAYS),
    "admitted": tuple(f"a{day:02}" for day in DAYS),
}
"""Columns of `point_months`: what a figure was on each of its days."""

# A point's month in one row, so that a province's month is 6,128 rows and not 190,000;
# one that moved within it has a row for each unit. `month` is its first day.
point_months = Table(
    "point_months",
    metadata,
    Column("month", Day, primary_key=True, autoincrement=False),
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("admitted", Integer, nullable=False),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for names in (*BY_DAY.values(), HOURS)
        for name in names
    ),
    Index(None, "point_id", "month"),
)

# All points that lay in a unit on a day.
unit_days = Table(
    "unit_days",
    metadata,
    Column("day", Day, primary_key=True, autoincrement=False),
    Column("unit", Text, primary_key=True),
    Column("entries", Integer, nullable=False),
    Column("admitted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    *(Column(hour, Integer, nullable=False, server_default="0") for hour in HOURS),
    Index(None, "unit", "day"),
)
