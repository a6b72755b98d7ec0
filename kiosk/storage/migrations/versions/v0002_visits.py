"""Step 2: visits, the words they are found by, hosts; the admin acts are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

OPEN = sa.text("left_at_us IS NULL")


def upgrade() -> None:
    op.add_column(
        "head", sa.Column("admin", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index(
        "entries_admin",
        "entries",
        ["position"],
        sqlite_where=sa.text("act = 'exported'"),
    )
    op.create_table(
        "visits",
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("visit_id", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("holder", sa.LargeBinary),
        sa.Column("code", sa.LargeBinary),
        sa.Column("badge", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("is_newest", sa.Boolean, nullable=False),
        sa.Column("came_at_us", sa.Integer, nullable=False),
        sa.Column("left_at_us", sa.Integer),
        sa.Column("leaving", sa.Text, nullable=False),
        sa.Column("out_id", sa.LargeBinary),
    )
    _make_indexes()
    op.create_table(
        "visit_tails",
        sa.Column("tail", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tail", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hosts",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("is_imported", sa.Boolean, nullable=False),
    )
    op.create_index("hosts_position", "hosts", ["position", "folded", "name"])


def _make_indexes() -> None:
    op.create_index("visits_person", "visits", ["person", "position"])
    op.create_index("visits_open", "visits", ["position"], sqlite_where=OPEN)
    op.create_index("visits_open_holder", "visits", ["holder"], sqlite_where=OPEN)
    op.create_index("visits_open_code", "visits", ["code"], sqlite_where=OPEN)
    op.create_index("visits_open_badge", "visits", ["badge"], sqlite_where=OPEN)
    op.create_index(
        "visits_newest",
        "visits",
        ["position", "folded"],
        sqlite_where=sa.text("is_newest"),
    )
    op.create_index(
        "visits_out", "visits", ["out_id"], sqlite_where=sa.text("out_id IS NOT NULL")
    )
