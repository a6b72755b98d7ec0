"""Tables: the kiosk's database, as SQLAlchemy Core sees it.

Alembic makes them (migrations/versions); a test holds the two against each
other. Times are microseconds since 1970 UTC.
"""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

METADATA = MetaData()

ENTRIES = Table(
    "entries",
    METADATA,
    Column("position", Integer, primary_key=True, doc="place in the chain, from 1"),
    Column("entry_id", LargeBinary, nullable=False, unique=True, doc="UUIDv7"),
    Column("decided_at_us", Integer, nullable=False),
    Column("act", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("holder", LargeBinary, doc="keyed hash, local to this kiosk"),
    Column("refers", LargeBinary, doc="entry_id of the entry this one is about"),
    Column("commitment", LargeBinary, nullable=False),
    Column("link", LargeBinary, nullable=False),
    Column("salt", LargeBinary, doc="NULL once purged"),
    Column("content", LargeBinary, doc="canonical bytes; NULL once purged"),
)
Index("entries_refers", ENTRIES.c.refers, sqlite_where=ENTRIES.c.refers.is_not(None))
Index(
    "entries_holder",
    ENTRIES.c.holder,
    ENTRIES.c.position,
    sqlite_where=ENTRIES.c.holder.is_not(None),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("position", Integer, primary_key=True),
    Column("state", Text, nullable=False, doc="pending or refused"),
    Column("reason", Text, nullable=False, doc="the province's, where refused"),
)

HEAD = Table(
    "head",
    METADATA,
    Column("one", Integer, primary_key=True, doc="always 1: there is one head"),
    Column("position", Integer, nullable=False, doc="of the newest entry, 0 for none"),
    Column("link", LargeBinary, nullable=False),
    Column("pending", Integer, nullable=False, doc="rows of outbox in that state"),
    Column("refused", Integer, nullable=False, doc="rows of outbox in that state"),
)

PRESENCE = Table(
    "presence",
    METADATA,
    Column("holder", LargeBinary, primary_key=True),
    Column("entry_id", LargeBinary, nullable=False),
    Column("direction", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
)

RECENT = Table(
    "recent",
    METADATA,
    Column("payload", LargeBinary, nullable=False, doc="keyed hash"),
    Column("gate", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("entry_id", LargeBinary, nullable=False),
    Column("at_us", Integer, nullable=False, doc="when it was read last"),
    PrimaryKeyConstraint("payload", "gate", "direction"),
)

BATCHES = Table(
    "batches",
    METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("hash", LargeBinary, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False, doc="first - 1 for an empty batch"),
    Column("settled_at_us", Integer, nullable=False),
    Column("receipt", LargeBinary, nullable=False, doc="as the province signed it"),
)

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
