"""0004: the passes that the province issued."""

from alembic import op
from sqlalchemy import Column, Integer, LargeBinary, Text, UniqueConstraint, text

from province.ledger.columns import UtcTime

revision = "0004"
down_revision = "0003"

IS_REVOKED = text("revoked_at IS NOT NULL")


def upgrade() -> None:
    """Add the table, and an index of the few passes that are revoked."""
    op.create_table(
        "passes",
        Column("pass_id", LargeBinary, primary_key=True),
        Column("list_id", Integer, nullable=False),
        Column("list_index", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("not_before", UtcTime, nullable=False),
        Column("not_after", UtcTime, nullable=False),
        Column("issued_at", UtcTime, nullable=False),
        Column("revoked_at", UtcTime),
        UniqueConstraint("list_id", "list_index", name="uq_passes_list_id_list_index"),
    )
    op.create_index(
        "ix_passes_revoked",
        "passes",
        ["list_id", "list_index"],
        sqlite_where=IS_REVOKED,
        postgresql_where=IS_REVOKED,
    )
