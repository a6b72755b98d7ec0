"""0013: reports as they were drafted."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from province.ledger.columns import Day, UtcTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table of drafts."""
    op.create_table(
        "reports",
        Column(
            "report_id",
            BigInteger().with_variant(Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        Column("unit", Text, nullable=False),
        Column("number", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("first", Day, nullable=False),
        Column("last", Day, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("corrects", BigInteger, ForeignKey("reports.report_id")),
        Column("content", LargeBinary, nullable=False),
        PrimaryKeyConstraint("report_id", name="pk_reports"),
        UniqueConstraint("unit", "number", name="uq_reports_unit_number"),
    )
    op.create_index("ix_reports_unit_first_last", "reports", ["unit", "first", "last"])
