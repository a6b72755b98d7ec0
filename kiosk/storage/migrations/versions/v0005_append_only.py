"""Step 5: entries are append-only by construction; checkpoints, gaps and purges have places."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_NO_DELETE = """
CREATE TRIGGER entries_stay BEFORE DELETE ON entries
BEGIN
    SELECT RAISE(ABORT, 'entries are append-only: an entry is never deleted');
END
"""

_NO_UPDATE = """
CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
WHEN NOT (
    new.content IS NULL AND new.salt IS NULL AND new.holder IS NULL
    AND new.position IS old.position
    AND new.entry_id IS old.entry_id
    AND new.decided_at_us IS old.decided_at_us
    AND new.act IS old.act
    AND new.outcome IS old.outcome
    AND new.direction IS old.direction
    AND new.gate IS old.gate
    AND new.kind IS old.kind
    AND new.refers IS old.refers
    AND new.commitment IS old.commitment
    AND new.link IS old.link
)
BEGIN
    SELECT RAISE(ABORT, 'entries are append-only: only a purge empties content, salt and holder');
END
"""
"""A purge destroys who it was about; what the chain rests on stays (design.md, Meanings)."""


def upgrade() -> None:
    _make_without_rowid()
    op.drop_index("entries_admin", "entries")
    op.create_index(
        "entries_admin",
        "entries",
        ["position"],
        sqlite_where=sa.text(
            "act IN ('exported', 'pin_changed', 'pin_refused', 'pin_reset', "
            "'purged', 'restored')"
        ),
    )
    op.add_column(
        "head", sa.Column("purged", sa.Integer, nullable=False, server_default="0")
    )
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("occasion", sa.Text, nullable=False),
        sa.Column("made_at_us", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "lost",
        sa.Column("first", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("start", sa.LargeBinary),
        sa.Column("link", sa.LargeBinary),
        sa.Column("moved", sa.Integer, nullable=False),
        sa.Column("found_at_us", sa.Integer, nullable=False),
    )
    op.execute(_NO_DELETE)
    op.execute(_NO_UPDATE)


def _make_without_rowid() -> None:
    """Let a decision write one page of each of these tables instead of two."""
    op.rename_table("presence", "presence_before")
    op.create_table(
        "presence",
        sa.Column("holder", sa.LargeBinary, primary_key=True),
        sa.Column("entry_id", sa.LargeBinary, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("gate", sa.Text, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO presence (holder, entry_id, direction, gate, at_us) "
        "SELECT holder, entry_id, direction, gate, at_us FROM presence_before"
    )
    op.drop_table("presence_before")
    op.drop_table("recent")  # it holds three seconds
    op.create_table(
        "recent",
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("gate", sa.Text, nullable=False),
        sa.Column("direction", sa.Text, nullable=False),
        sa.Column("entry_id", sa.LargeBinary, nullable=False),
        sa.Column("at_us", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("payload", "gate", "direction"),
        sqlite_with_rowid=False,
    )
