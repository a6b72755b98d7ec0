"""0017: drafts of reports on their way by mail; stays that are vacuumed as they come.

A trace reads stays from their index alone where VACUUM has seen their pages. By itself
it looks once a fifth of the table is new: a week's stays, which are those asked about,
would each cost a page of the table.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
)

from province.ledger.columns import UtcTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the table of letters, one for each address that a draft goes to."""
    op.create_table(
        "report_letters",
        Column(
            "letter_id",
            BigInteger().with_variant(Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        Column(
            "report_id", BigInteger, ForeignKey("reports.report_id"), nullable=False
        ),
        Column("unit", Text, nullable=False),
        Column("recipient", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("sent_at", UtcTime),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("next_at", UtcTime),
        Column("fault", Text, nullable=False, server_default=""),
        PrimaryKeyConstraint("letter_id", name="pk_report_letters"),
        UniqueConstraint(
            "report_id", "recipient", name="uq_report_letters_report_id_recipient"
        ),
    )
    op.create_index("ix_report_letters_next_at", "report_letters", ["next_at"])
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE stays SET (autovacuum_vacuum_insert_scale_factor = 0.01)"
        )
