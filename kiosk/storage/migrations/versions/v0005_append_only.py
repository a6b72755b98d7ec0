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
        sa.Column("found_at_us", sa.Integer, nullable=False),
    )
    op.execute(_NO_DELETE)
    op.execute(_NO_UPDATE)
