"""0002: the admin log, beside the entries and never among them."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Text

from province.ledger.columns import EntryId, UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of admin acts."""
    op.create_table(
        "admin_log",
        Column("entry_id", EntryId, primary_key=True),
        Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("act", Text, nullable=False),
        Column("decided_at", UtcTime, nullable=False),
        Column("received_at", UtcTime, nullable=False),
        Column("refers", EntryId),
        Column("text", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("commitment", LargeBinary, nullable=False),
        Column("salt", LargeBinary),
        Column("content", LargeBinary),
    )
    op.create_index(
        "ix_admin_log_point_id_decided_at", "admin_log", ["point_id", "decided_at"]
    )
