"""0006: the watch list, its keys, and its sealed shards as kiosks fetch them."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
)

from province.ledger.columns import UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the four tables."""
    op.create_table(
        "watched",
        Column("entry", LargeBinary, nullable=False),
        Column("document", Text, nullable=False),
        Column("added_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("entry", name="pk_watched"),
    )
    op.create_table(
        "watch_keys",
        Column("number", Integer, autoincrement=False, nullable=False),
        Column("key", LargeBinary, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        PrimaryKeyConstraint("number", name="pk_watch_keys"),
    )
    op.create_table(
        "watch_shards",
        Column("number", Integer, autoincrement=False, nullable=False),
        Column("changes", BigInteger, nullable=False),
        Column("sealed", BigInteger, nullable=False),
        Column("name", LargeBinary),
        PrimaryKeyConstraint("number", name="pk_watch_shards"),
    )
    op.create_table(
        "watch_blobs",
        Column("name", LargeBinary, nullable=False),
        Column("blob", LargeBinary, nullable=False),
        Column("left_at", UtcTime),
        PrimaryKeyConstraint("name", name="pk_watch_blobs"),
    )
