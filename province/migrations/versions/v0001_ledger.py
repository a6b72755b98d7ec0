"""0001: the first ledger."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Text,
    text,
)

from province.ledger.columns import EntryId, Json, UtcTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _make_places()
    _make_entries()
    _make_accounts()
    op.execute("INSERT INTO settings (name, value) VALUES ('point_counter', '0')")


def _make_places() -> None:
    op.create_table(
        "settings",
        Column("name", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.create_table(
        "points",
        Column("point_id", Text, primary_key=True),
        Column("name", Text, nullable=False),
        Column("category", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("suspended_at", UtcTime),
    )
    op.create_index("ix_points_unit_point_id", "points", ["unit", "point_id"])
    op.create_table(
        "kiosks",
        Column("kiosk_id", Text, primary_key=True),
        Column("public_key", LargeBinary, nullable=False),
        Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
        Column("gate", Text, nullable=False),
        Column("machine", Text, nullable=False),
        Column("enrolled_at", UtcTime, nullable=False),
        Column("revoked_at", UtcTime),
        Column("last_contact", UtcTime),
        Column("last_pending", BigInteger, nullable=False),
        Column("last_covered_until", UtcTime),
    )
    op.create_index("ix_kiosks_point_id", "kiosks", ["point_id"])
    op.create_table(
        "enrolment_codes",
        Column("token_sha256", LargeBinary, primary_key=True),
        Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
        Column("gate", Text, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("expires_at", UtcTime, nullable=False),
        Column("used_at", UtcTime),
        Column("public_key", LargeBinary),
        Column("answer", LargeBinary),
    )


def _make_entries() -> None:
    op.create_table(
        "batches",
        Column(
            "batch_id",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        Column("hash", LargeBinary, nullable=False, unique=True),
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("epoch", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("first", BigInteger, nullable=False),
        Column("count", Integer, nullable=False),
        Column("start", LargeBinary, nullable=False),
        Column("head", LargeBinary, nullable=False),
        Column("signature", LargeBinary, nullable=False),
        Column("covered_until", UtcTime, nullable=False),
        Column("sent_at", UtcTime, nullable=False),
        Column("received_at", UtcTime, nullable=False),
        Column("app_version", Text, nullable=False),
        Column("clock", Text, nullable=False),
        Column("pending", BigInteger, nullable=False),
        Column("roster_version", BigInteger, nullable=False),
        Column("disk_free", BigInteger, nullable=False),
        Column("reader_faults", BigInteger, nullable=False),
    )
    op.create_index(
        "ix_batches_kiosk_id_epoch_sequence",
        "batches",
        ["kiosk_id", "epoch", "sequence"],
    )
    op.create_table(
        "entries",
        Column("entry_id", EntryId, primary_key=True),
        Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("act", Text, nullable=False),
        Column("decided_at", UtcTime, nullable=False),
        Column("received_at", UtcTime, nullable=False),
        Column("direction", Text, nullable=False),
        Column("gate", Text, nullable=False),
        Column("outcome", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("verified", Boolean, nullable=False),
        Column("reasons", Json, nullable=False),
        Column("document", Text),
        Column("name", Text),
        Column("claims", Json, nullable=False),
        Column("refers", EntryId),
        Column("text", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("commitment", LargeBinary, nullable=False),
        Column("salt", LargeBinary),
        Column("content", LargeBinary),
    )
    op.create_index(
        "ix_entries_point_id_decided_at", "entries", ["point_id", "decided_at"]
    )
    op.create_index(
        "ix_entries_decided_at_entry_id", "entries", ["decided_at", "entry_id"]
    )
    op.create_index(
        "ix_entries_refers",
        "entries",
        ["refers"],
        sqlite_where=text("refers IS NOT NULL"),
        postgresql_where=text("refers IS NOT NULL"),
    )
    op.create_table(
        "conflicts",
        Column("entry_id", EntryId, primary_key=True),
        Column("commitment", LargeBinary, primary_key=True),
        Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("received_at", UtcTime, nullable=False),
        Column("salt", LargeBinary, nullable=False),
        Column("content", LargeBinary, nullable=False),
    )


def _make_accounts() -> None:
    op.create_table(
        "users",
        Column("name", Text, primary_key=True),
        Column("role", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("password_hash", Text, nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("locked_until", UtcTime),
    )
    op.create_table(
        "sessions",
        Column("token_sha256", LargeBinary, primary_key=True),
        Column("user_name", Text, ForeignKey("users.name"), nullable=False),
        Column("created_at", UtcTime, nullable=False),
        Column("expires_at", UtcTime, nullable=False),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
