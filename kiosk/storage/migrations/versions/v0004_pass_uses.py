"""Step 4: how often a pass that admits n times has admitted."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "pass_uses",
        sa.Column("entry_id", sa.LargeBinary, primary_key=True),
        sa.Column("pass", sa.LargeBinary, nullable=False),
        sa.Column("is_admitted", sa.Boolean, nullable=False),
        sa.Column("forget_at_us", sa.Integer, nullable=False),
    )
    op.create_index("pass_uses_pass", "pass_uses", ["pass"])
    op.create_index("pass_uses_forget", "pass_uses", ["forget_at_us"])
