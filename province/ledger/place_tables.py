"""Place tables: administrative units, places, codes on walls, and what each point did on each day."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
)

from province.ledger.columns import Day, UtcTime
from province.ledger.metadata import metadata

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# A code may name one unit before a reform and another after it: both stay, each
# from its first day until the day before `valid_until` (NULL: still).
units = Table(
    "units",
    metadata,
    Column("code", Text, primary_key=True),
    Column("valid_from", Day, primary_key=True, autoincrement=False),
    Column("valid_until", Day),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text),
    Index(None, "parent"),
)

# Every unit with all that it has ever lain in, itself included: whose officers
# may see what (province.ledger.scope).
unit_ancestors = Table(
    "unit_ancestors",
    metadata,
    Column("code", Text, primary_key=True),
    Column("ancestor", Text, primary_key=True),
    Index(None, "ancestor", "code"),
)

# What became of a unit on `day`; one that was split has several rows.
unit_successors = Table(
    "unit_successors",
    metadata,
    Column("old_code", Text, primary_key=True),
    Column("new_code", Text, primary_key=True),
    Column("day", Day, primary_key=True, autoincrement=False),
    Index(None, "new_code"),
)

# The unit that a point lay in from a day on; `points.unit` is the newest of them.
point_units = Table(
    "point_units",
    metadata,
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("valid_from", Day, primary_key=True, autoincrement=False),
    Column("unit", Text, nullable=False),
    Index(None, "unit", "point_id"),
)

# When a point was not expected to work; `points.suspended_at` is that of the open one.
suspensions = Table(
    "suspensions",
    metadata,
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("since", UtcTime, primary_key=True, autoincrement=False),
    Column("until", UtcTime),
    Column("reason", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
)

# Places that should have a point ("100 %"), and the point once there is one.
places = Table(
    "places",
    metadata,
    Column("place_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("point_id", Text, ForeignKey("points.point_id")),
    Column("added_at", UtcTime, nullable=False),
    Column("left_at", UtcTime),
    Index(None, "unit", "category"),
    Index(None, "point_id"),
)

# A place that asks for a point by itself, and what an officer answered.
applications = Table(
    "applications",
    metadata,
    Column("application_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", Text, nullable=False),
    Column("applied_at", UtcTime, nullable=False),
    Column("answer", Text),
    Column("reason", Text, nullable=False, server_default=""),
    Column("decided_at", UtcTime),
    Column("decided_by", Text),
    Column("point_id", Text, ForeignKey("points.point_id")),
    Index(None, "answer", "unit"),
)

# A location QR; what it carries is its id, which nobody guesses.
posters = Table(
    "posters",
    metadata,
    Column("poster_id", Text, primary_key=True),
    Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
    Column("gate", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("revoked_at", UtcTime),
    Column("renewed_as", Text),
    Index(None, "point_id"),
)

HOURS = tuple(f"h{hour:02}" for hour in range(24))
"""Columns of `point_days`: admitted entries by the local hour."""

# What a point did on a local day, kept in step with `entries` by every
# transaction that changes them; a day without a row had nothing. `unit` is that of the day.
point_days = Table(
    "point_days",
    metadata,
    Column("day", Day, primary_key=True, autoincrement=False),
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("unit", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("admitted", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    *(Column(hour, Integer, nullable=False, server_default="0") for hour in HOURS),
    Index(None, "point_id", "day"),
    Index(None, "unit", "day"),
)

# Points whose silence an officer has looked into: the alarm rests until something is new.
alarms = Table(
    "alarms",
    metadata,
    Column("alarm_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("seen_at", UtcTime),
    Column("seen_by", Text),
    Column("note", Text, nullable=False, server_default=""),
    Column("is_over", Boolean, nullable=False, server_default=false()),
    Index(None, "kind", "subject"),
)
