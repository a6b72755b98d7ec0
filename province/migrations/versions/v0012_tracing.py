"""0012: who was where under keyed hashes, and the cases that officers look into."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    false,
)

from province.ledger.columns import EntryId, Json, UtcTime

revision = "0012"
down_revision = "0011"

NUMBER = BigInteger().with_variant(Integer, "sqlite")

LIST_UNTRACED = """
INSERT INTO untraced (kiosk_id, first, last)
SELECT kiosk_id, first, first + count - 1 FROM batches WHERE count > 0
"""


def upgrade() -> None:
    """Add the tables; every batch so far is still to be made stays of."""
    _add_stays()
    _add_cases()
    op.execute(LIST_UNTRACED)


def _add_stays() -> None:
    op.create_table(
        "stays",
        Column("person_key", EntryId, nullable=False),
        Column("in_id", EntryId),
        Column("out_id", EntryId),
        Column("since", UtcTime, nullable=False),
        Column("until", UtcTime, nullable=False),
        Column("marks", Integer, nullable=False),
        Column("sureness", SmallInteger, nullable=False),
        Column("span", SmallInteger, nullable=False),
        Column("point_id", Text, nullable=False),
    )
    op.create_index("ix_stays_person_key_since", "stays", ["person_key", "since"])
    op.create_index(
        "ix_stays_point",
        "stays",
        ["point_id", "span", "since", "until", "person_key", "sureness"],
    )
    op.create_table(
        "person_aliases",
        Column("alias_key", EntryId, nullable=False),
        Column("person_key", EntryId, nullable=False),
        PrimaryKeyConstraint("alias_key", "person_key", name="pk_person_aliases"),
    )
    op.create_index("ix_person_aliases_person_key", "person_aliases", ["person_key"])
    op.create_table(
        "untraced",
        Column("untraced_id", NUMBER, autoincrement=True, nullable=False),
        Column("kiosk_id", Text, nullable=False),
        Column("first", BigInteger, nullable=False),
        Column("last", BigInteger, nullable=False),
        PrimaryKeyConstraint("untraced_id", name="pk_untraced"),
    )


def _add_cases() -> None:
    op.create_table(
        "cases",
        Column("case_id", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("made_by", Text, nullable=False),
        Column("unit", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("way", Text, nullable=False),
        Column("persons", Json, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("until", UtcTime, nullable=False),
        Column("window_min", Integer, nullable=False),
        Column("second_done", Integer, server_default="-1", nullable=False),
        Column("notice", Text, server_default="", nullable=False),
        Column("notified_at", UtcTime),
        Column("is_closed", Boolean, server_default=false(), nullable=False),
        PrimaryKeyConstraint("case_id", name="pk_cases"),
    )
    op.create_index("ix_cases_made_at", "cases", ["made_at"])
    op.create_table(
        "case_contacts",
        Column("case_id", Text, nullable=False),
        Column("person_key", EntryId, nullable=False),
        Column("through_key", EntryId, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("overlap_s", BigInteger, nullable=False),
        Column("sureness", SmallInteger, nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_case_contacts_case_id"
        ),
        PrimaryKeyConstraint("case_id", "person_key", name="pk_case_contacts"),
    )
    op.create_table(
        "case_points",
        Column("case_id", Text, nullable=False),
        Column("point_id", Text, nullable=False),
        Column("since", UtcTime, nullable=False),
        Column("until", UtcTime, nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_case_points_case_id"
        ),
        ForeignKeyConstraint(
            ["point_id"], ["points.point_id"], name="fk_case_points_point_id"
        ),
        PrimaryKeyConstraint("case_id", "point_id", name="pk_case_points"),
    )
    op.create_index("ix_case_points_point_id", "case_points", ["point_id"])
    op.create_table(
        "case_looks",
        Column("look_id", NUMBER, autoincrement=True, nullable=False),
        Column("case_id", Text, nullable=False),
        Column("at", UtcTime, nullable=False),
        Column("user_name", Text, nullable=False),
        Column("act", Text, nullable=False),
        Column("told", Json, nullable=False),
        ForeignKeyConstraint(
            ["case_id"], ["cases.case_id"], name="fk_case_looks_case_id"
        ),
        PrimaryKeyConstraint("look_id", name="pk_case_looks"),
    )
    op.create_index("ix_case_looks_case_id_at", "case_looks", ["case_id", "at"])
    op.create_table(
        "health_keys",
        Column("key_id", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("sha256", LargeBinary, nullable=False),
        Column("unit", Text, nullable=False),
        Column("made_at", UtcTime, nullable=False),
        Column("revoked_at", UtcTime),
        Column("used_at", UtcTime),
        PrimaryKeyConstraint("key_id", name="pk_health_keys"),
        UniqueConstraint("sha256", name="uq_health_keys_sha256"),
    )
