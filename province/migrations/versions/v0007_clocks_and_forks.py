"""0007: when entries of doubtful clocks really were, and chains that were told in two ways."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)

from province.ledger.columns import UtcTime

revision = "0007"
down_revision = "0006"

IS_DOUBTFUL = text("boot IS NOT NULL")
IS_PLACED = text("placed_at IS NOT NULL")
LIST_HEADS = """
INSERT INTO heads (kiosk_id, epoch, position, link)
SELECT kiosk_id, epoch, first - 1, start FROM batches
UNION
SELECT kiosk_id, epoch, first + count - 1, head FROM batches
"""
LIST_EPOCHS = """
INSERT INTO epochs (kiosk_id, epoch, first, last)
SELECT kiosk_id, epoch, min(first), max(first + count - 1)
FROM batches GROUP BY kiosk_id, epoch
"""


def upgrade() -> None:
    """Add columns and tables, and list what the batches so far tell of heads."""
    _add_clocks()
    _add_chains()
    op.execute(LIST_HEADS)
    op.execute(LIST_EPOCHS)


def _add_clocks() -> None:
    op.add_column("kiosks", Column("last_drift_s", BigInteger))
    for column in (
        Column("boot", Text),
        Column("monotonic_ms", BigInteger),
        Column("placed_at", UtcTime),
        Column("placing", Text),
    ):
        op.add_column("entries", column)
    op.create_index(
        "ix_entries_boot",
        "entries",
        ["kiosk_id", "boot"],
        sqlite_where=IS_DOUBTFUL,
        postgresql_where=IS_DOUBTFUL,
    )
    op.create_index(
        "ix_entries_placed",
        "entries",
        ["point_id", "placed_at"],
        sqlite_where=IS_PLACED,
        postgresql_where=IS_PLACED,
    )
    op.create_table(
        "stretches",
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("boot", Text, nullable=False),
        Column("first", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),
        Column("first_ms", BigInteger, nullable=False),
        Column("last_ms", BigInteger, nullable=False),
        Column("claimed", UtcTime, nullable=False),
        Column("latest", UtcTime, nullable=False),
        Column("earliest", UtcTime),
        Column("is_exact", Boolean, nullable=False),
        Column("began_at", UtcTime),
        Column("placing", Text),
        PrimaryKeyConstraint("kiosk_id", "boot", name="pk_stretches"),
    )
    op.create_table(
        "anchors",
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("boot", Text, nullable=False),
        Column("began_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("kiosk_id", "boot", name="pk_anchors"),
    )


def _add_chains() -> None:
    for table in ("entries", "admin_log"):
        op.create_index(
            f"ix_{table}_kiosk_id_position", table, ["kiosk_id", "position"]
        )
    op.create_table(
        "heads",
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("epoch", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("link", LargeBinary, nullable=False),
        PrimaryKeyConstraint("kiosk_id", "epoch", "position", "link", name="pk_heads"),
    )
    op.create_table(
        "epochs",
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("epoch", Text, nullable=False),
        Column("first", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),
        Column("after_epoch", Text),
        Column("after_position", BigInteger),
        Column("after_link", LargeBinary),
        PrimaryKeyConstraint("kiosk_id", "epoch", name="pk_epochs"),
    )
    op.create_table(
        "forks",
        Column(
            "fork_id",
            BigInteger().with_variant(Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        Column("kiosk_id", Text, ForeignKey("kiosks.kiosk_id"), nullable=False),
        Column("epoch", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("position", BigInteger, nullable=False),
        Column("beyond", BigInteger),
        Column("seen_at", UtcTime, nullable=False),
        Column("batch_id", BigInteger, ForeignKey("batches.batch_id"), nullable=False),
        Column("decided_by", Text, ForeignKey("users.name")),
        UniqueConstraint(
            "kiosk_id", "epoch", "kind", name="uq_forks_kiosk_id_epoch_kind"
        ),
    )
