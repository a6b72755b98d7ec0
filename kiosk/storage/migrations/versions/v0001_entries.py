"""Step 1: entries, outbox, head, presence, recent, batches, settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("entry_id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("decided_at_us", sa.Integer, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("gate", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("holder", sa.LargeBinary),
        sa.Column("refers", sa.LargeBinary),
        sa.Column("commitment", sa.LargeBinary, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("content", sa.LargeBinary),
    )
    op.create_index(
        "entries_refers",
        "entries",
        ["refers"],
        sqlite_where=sa.text("refers IS NOT NULL"),
    )
    op.create_index(
        "entries_holder",
        "entries",
        ["holder", "position"],
        sqlite_where=sa.text("holder IS NOT NULL"),
    )
    op.create_table(
        "outbox",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    head = op.create_table(
        "head",
        sa.Column("one", sa.Integer, primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("link", sa.LargeBinary, nullable=False),
        sa.Column("pending", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
    )
    op.bulk_insert(
        head,
        [{"one": 1, "position": 0, "link": bytes(32), "pending": 0, "refused": 0}],
    )
    op.create_table(
        "presence",
        sa.Column("holder", sa.LargeBinary, primary_key=True),
        sa.Column("entry_id", sa.LargeBinary, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("gate", sa.Text, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
    )
    op.create_table(
        "recent",
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("gate", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("entry_id", sa.LargeBinary, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("payload", "gate", "direction"),
    )
    op.create_table(
        "batches",
        sa.Column("sequence", sa.Integer, primary_key=True),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("settled_at_us", sa.Integer, nullable=False),
        sa.Column("receipt", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
