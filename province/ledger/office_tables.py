"""Office tables: what officers are invited to, what they did and looked at, and what was sent to units."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    true,
)

from province.ledger.columns import Json, UtcTime
from province.ledger.metadata import metadata

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# A link that lets an officer choose a password: the first one, or a new one.
invitations = Table(
    "invitations",
    metadata,
    Column("token_sha256", LargeBinary, primary_key=True),
    Column("user_name", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_at", UtcTime),
    Index(None, "user_name"),
)

# What officers did, and whose data they looked at. Never changed, never deleted
# before its time.
audit = Table(
    "audit",
    metadata,
    Column("audit_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("at", UtcTime, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("told", Json, nullable=False),
    Column("remote", Text, nullable=False),
    Index(None, "at"),
    Index(None, "user_name", "at"),
)

# A file between its preview and what an officer decides; `told` is what became of it.
uploads = Table(
    "uploads",
    metadata,
    Column("upload_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("user_name", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("told", Json),
    Index(None, "user_name", "kind"),
)

# A list of silent points that went to somebody, and whether it arrived.
reminders = Table(
    "reminders",
    metadata,
    Column("reminder_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("unit", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("since", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("points", Json, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When it is tried next; NULL once it was sent, was refused for good, or is a file.
    Column("next_at", UtcTime),
    Column("fault", Text, nullable=False, server_default=""),
    Index(None, "unit", "made_at"),
    Index(None, "next_at"),
)

# What happens by itself: reminders and reports, by the local weekday and hour.
schedules = Table(
    "schedules",
    metadata,
    Column("schedule_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("kind", Text, nullable=False),
    Column("unit", Text, nullable=False),
    # Monday 1 to Sunday 7, or the day of the month; the other is NULL.
    Column("weekday", Integer),
    Column("month_day", Integer),
    Column("minute", Integer, nullable=False),
    Column("recipients", Json, nullable=False),
    Column("is_on", Boolean, nullable=False, server_default=true()),
    Column("last_run", UtcTime),
    Column("made_by", Text, nullable=False),
    Index(None, "unit", "kind"),
)

# Every policy that ever ruled, as it was set; the newest one is in `settings`.
policy_versions = Table(
    "policy_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
)
