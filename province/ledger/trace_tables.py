"""Trace tables: who was where, under keyed hashes, and the cases that officers look into."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    false,
)

from province.ledger.columns import EntryId, Json, UtcTime
from province.ledger.metadata import metadata

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# Made of the admitted entries of one person each (province.stays). The second
# index answers "who was here then" without the table itself.
stays = Table(
    "stays",
    metadata,
    Column("person_key", EntryId, nullable=False),
    Column("in_id", EntryId),
    Column("out_id", EntryId),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("marks", Integer, nullable=False),
    Column("sureness", SmallInteger, nullable=False),
    Column("span", SmallInteger, nullable=False),
    Column("point_id", Text, nullable=False),
    # The key that `person_key` was made with (province.ledger.joins).
    Column("key_number", SmallInteger, nullable=False, server_default="0"),
    Index(None, "person_key", "since"),
    Index(
        "ix_stays_point",
        "point_id",
        "span",
        "since",
        "until",
        "person_key",
        "sureness",
    ),
)

# Other words by which a person is found: telephone, name, older numbers.
person_aliases = Table(
    "person_aliases",
    metadata,
    Column("alias_key", EntryId, primary_key=True),
    Column("person_key", EntryId, primary_key=True),
    Column("key_number", SmallInteger, nullable=False, server_default="0"),
    Index(None, "person_key"),
)

# Positions of kiosks whose entries are new, or are not what they were: a queue
# that whoever makes the stays empties.
untraced = Table(
    "untraced",
    metadata,
    Column("untraced_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("kiosk_id", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
)

# One look into one person's ways. `persons` are join keys in hex; the reason is sealed.
cases = Table(
    "cases",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("way", Text, nullable=False),
    Column("persons", Json, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("window_min", Integer, nullable=False),
    # How many of the contacts were asked for theirs; -1 until it was asked for.
    Column("second_done", Integer, nullable=False, server_default="-1"),
    Column("notice", Text, nullable=False, server_default=""),
    Column("notified_at", UtcTime),
    Column("is_closed", Boolean, nullable=False, server_default=false()),
    Index(None, "made_at"),
)

# Contacts of contacts, as far as they were asked for.
case_contacts = Table(
    "case_contacts",
    metadata,
    Column("case_id", Text, ForeignKey("cases.case_id"), primary_key=True),
    Column("person_key", EntryId, primary_key=True),
    Column("through_key", EntryId, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("overlap_s", BigInteger, nullable=False),
    Column("sureness", SmallInteger, nullable=False),
)

# Where the person of a case was: who runs the point is told.
case_points = Table(
    "case_points",
    metadata,
    Column("case_id", Text, ForeignKey("cases.case_id"), primary_key=True),
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Index(None, "point_id"),
)

# Who looked into a case, and what was taken along.
case_looks = Table(
    "case_looks",
    metadata,
    Column("look_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey("cases.case_id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("told", Json, nullable=False),
    Index(None, "case_id", "at"),
)

# Programs of the health department that may trace; of a key only its hash is kept.
health_keys = Table(
    "health_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False, unique=True),
    Column("unit", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("revoked_at", UtcTime),
    Column("used_at", UtcTime),
)
