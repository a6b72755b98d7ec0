"""0014: purges on record, how far each point is, and what cases keep."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Text,
)

from province.ledger.columns import Day, EntryId, Json, UtcTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the tables of retention."""
    op.create_table(
        "purges",
        Column(
            "purge_id",
            BigInteger().with_variant(Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        Column("begun_at", UtcTime, nullable=False),
        Column("ended_at", UtcTime),
        Column("made_by", Text, nullable=False),
        Column("until", Day, nullable=False),
        Column("counts", Json, nullable=False),
        PrimaryKeyConstraint("purge_id", name="pk_purges"),
    )
    op.create_table(
        "purge_floors",
        Column("point_id", Text, nullable=False),
        Column("day", Day, nullable=False),
        PrimaryKeyConstraint("point_id", name="pk_purge_floors"),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_purge_floors_point_id"
        ),
    )
    op.create_table(
        "purge_holds",
        Column("entry_id", EntryId, nullable=False),
        Column("case_id", Text, nullable=False),
        PrimaryKeyConstraint("entry_id", name="pk_purge_holds"),
        ForeignKeyConstraint(
            ["entry_id"], ["entries.entry_id"], name="fk_purge_holds_entry_id"
        ),
        ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_purge_holds_case_id"
        ),
    )
