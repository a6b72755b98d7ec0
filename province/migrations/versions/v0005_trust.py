"""0005: issuers' keys that kiosks are to trust, and certificates that are revoked."""

from alembic import op
from sqlalchemy import BigInteger, Column, LargeBinary, PrimaryKeyConstraint, Text

from province.ledger.columns import Json, UtcTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the two tables."""
    op.create_table(
        "trusted_keys",
        Column("key_name", Text, nullable=False),
        Column("key", Json, nullable=False),
        Column("added_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("key_name", name="pk_trusted_keys"),
    )
    op.create_table(
        "revoked_certificates",
        Column("hash", LargeBinary, nullable=False),
        Column("before_second", BigInteger, nullable=False),
        PrimaryKeyConstraint("hash", name="pk_revoked_certificates"),
    )
