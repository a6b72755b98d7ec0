"""0016: months of points and days of units, summed up from the days of points."""

from alembic import op
from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
)

from province.ledger import summaries
from province.ledger.columns import Day

revision = "0016"
down_revision = "0015"

_BY_DAY = [f"{letter}{day:02}" for letter in "ea" for day in range(1, 32)]
_HOURS = [f"h{hour:02}" for hour in range(24)]


def upgrade() -> None:
    """Make both tables and fill them."""
    op.create_table(
        "point_months",
        Column("month", Day, nullable=False),
        Column("point_id", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("entries", Integer, nullable=False),
        Column("admitted", Integer, nullable=False),
        *(_count(name) for name in (*_BY_DAY, *_HOURS)),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_point_months_point_id"
        ),
        PrimaryKeyConstraint("month", "point_id", "unit", name="pk_point_months"),
    )
    op.create_index(
        "ix_point_months_point_id_month", "point_months", ["point_id", "month"]
    )
    op.create_table(
        "unit_days",
        Column("day", Day, nullable=False),
        Column("unit", Text, nullable=False),
        Column("entries", Integer, nullable=False),
        Column("admitted", Integer, nullable=False),
        Column("refused", Integer, nullable=False),
        *(_count(name) for name in _HOURS),
        PrimaryKeyConstraint("day", "unit", name="pk_unit_days"),
    )
    op.create_index("ix_unit_days_unit_day", "unit_days", ["unit", "day"])
    summaries.rebuild(op.get_bind())


def _count(name: str) -> Column[int]:
    return Column(name, Integer, server_default="0", nullable=False)
