"""Tables: the kiosk's database, as SQLAlchemy Core sees it.

Alembic makes them (migrations/versions); a test holds the two against each
other. Times are microseconds since 1970 UTC.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from kiosk.protocol.content import ADMIN_ACTS

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

Index(
    "entries_admin",
    ENTRIES.c.position,
    sqlite_where=ENTRIES.c.act.in_(sorted(act.value for act in ADMIN_ACTS)),
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
    Column(
        "position",
        Integer,
        nullable=False,
        doc="of the newest entry when it was folded (kiosk.storage.entries), 0 for none",
    ),
    Column("link", LargeBinary, nullable=False),
    Column("pending", Integer, nullable=False, doc="rows of outbox in that state then"),
    Column("refused", Integer, nullable=False, doc="rows of outbox in that state"),
    Column("admin", Integer, nullable=False, server_default="0", doc="admin acts"),
    Column(
        "purged",
        Integer,
        nullable=False,
        server_default="0",
        doc="entries without content any more, admin acts not counted",
    ),
)

CHECKPOINTS = Table(
    "checkpoints",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("epoch", Text, nullable=False),
    Column("position", Integer, nullable=False, doc="size of the chain it states"),
    Column("occasion", Text, nullable=False, doc="batch, export, shift or epoch"),
    Column("made_at_us", Integer, nullable=False),
    Column("note", Text, nullable=False, doc="as the kiosk signed it (C2SP)"),
)

LOST = Table(
    "lost",
    METADATA,
    Column("first", Integer, primary_key=True, doc="position, from 1"),
    Column("last", Integer, nullable=False),
    Column("start", LargeBinary, doc="the link before them, NULL where unknown"),
    Column("link", LargeBinary, doc="of the last of them, NULL where unknown"),
    Column("moved", Integer, nullable=False, doc="of them, kept at a later position"),
    Column("found_at_us", Integer, nullable=False, doc="when salvage missed them"),
)

PRESENCE = Table(
    "presence",
    METADATA,
    Column("holder", LargeBinary, primary_key=True),
    Column("entry_id", LargeBinary, nullable=False),
    Column("direction", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("at_us", Integer, nullable=False),
    sqlite_with_rowid=False,  # one page less that a decision encrypts and writes
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
    sqlite_with_rowid=False,
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

PASS_USES = Table(
    "pass_uses",
    METADATA,
    Column("entry_id", LargeBinary, primary_key=True, doc="of the entry in"),
    Column("pass", LargeBinary, nullable=False, doc="keyed hash of the pass's id"),
    Column("is_admitted", Boolean, nullable=False, doc="only then it is a use"),
    Column("forget_at_us", Integer, nullable=False, doc="long after the pass ended"),
)
Index("pass_uses_pass", PASS_USES.c["pass"])
Index("pass_uses_forget", PASS_USES.c.forget_at_us)

SETTINGS = Table(
    "settings",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

VISITS = Table(
    "visits",
    METADATA,
    Column("position", Integer, primary_key=True, doc="of the entry in"),
    Column("visit_id", LargeBinary, nullable=False, unique=True, doc="entry in"),
    Column("person", LargeBinary, nullable=False, doc="keyed hash: who returns"),
    Column("holder", LargeBinary, doc="keyed hash, as in entries"),
    Column("code", LargeBinary, doc="keyed hash of the payload that filled the form"),
    Column("badge", Text, nullable=False, doc="digits, empty for none"),
    Column("folded", Text, nullable=False, doc="the name as it is looked for"),
    Column("is_newest", Boolean, nullable=False, doc="of this person"),
    Column("came_at_us", Integer, nullable=False),
    Column("left_at_us", Integer, doc="NULL while inside"),
    Column("leaving", Text, nullable=False, doc="empty while inside"),
    Column("out_id", LargeBinary, doc="entry out, or the closing one"),
)
_IS_OPEN = VISITS.c.left_at_us.is_(None)
Index("visits_person", VISITS.c.person, VISITS.c.position)
Index("visits_open", VISITS.c.position, sqlite_where=_IS_OPEN)
Index("visits_open_holder", VISITS.c.holder, sqlite_where=_IS_OPEN)
Index("visits_open_code", VISITS.c.code, sqlite_where=_IS_OPEN)
Index("visits_open_badge", VISITS.c.badge, sqlite_where=_IS_OPEN)
Index(
    "visits_newest",
    VISITS.c.position,
    VISITS.c.folded,
    sqlite_where=VISITS.c.is_newest,
)
Index("visits_out", VISITS.c.out_id, sqlite_where=VISITS.c.out_id.is_not(None))

VISIT_TAILS = Table(
    "visit_tails",
    METADATA,
    Column("tail", Text, nullable=False, doc="a folded name from one of its words on"),
    Column("position", Integer, nullable=False, doc="of the person's newest visit"),
    PrimaryKeyConstraint("tail", "position"),
    sqlite_with_rowid=False,
)

HOSTS = Table(
    "hosts",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("folded", Text, nullable=False, doc="as it is looked for"),
    Column("position", Integer, nullable=False, doc="of the last visit, 0 for none"),
    Column("is_imported", Boolean, nullable=False, doc="else it grew from visits"),
)
Index("hosts_position", HOSTS.c.position, HOSTS.c.folded, HOSTS.c.name)
