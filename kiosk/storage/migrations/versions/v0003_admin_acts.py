"""Step 3: the index of the admin acts holds what is done about the PIN too."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.drop_index("entries_admin", "entries")
    op.create_index(
        "entries_admin",
        "entries",
        ["position"],
        sqlite_where=sa.text(
            "act IN ('exported', 'pin_changed', 'pin_refused', 'pin_reset')"
        ),
    )
