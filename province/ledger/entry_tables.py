"""Entry tables: entries as narrow as they go, and the words that many of them share.

What a province holds most of is entries: 290 bytes each are all that there is for a row
and its indexes (issue 9). Decision 0040 says what each part takes.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from province.ledger import steps
from province.ledger.columns import EntryId, Json, UtcTime
from province.ledger.metadata import metadata

# Never changed and never deleted: a few hundred rows stand for millions of entries.
wordings = Table(
    "wordings",
    metadata,
    Column("wording_id", Integer, primary_key=True),
    # Of all that follows (province.ledger.wordings).
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("act", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("gate", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("reasons", Json, nullable=False),
)

# PostgreSQL has none of the foreign keys of this table and the admin log: v0015.
# Columns of one width come together: PostgreSQL then leaves no gaps between them.
entries = Table(
    "entries",
    metadata,
    Column("entry_id", EntryId, primary_key=True),
    # In the chain of the kiosk whose batch it came with.
    Column("position", BigInteger, nullable=False),
    Column("decided_at", UtcTime, nullable=False),
    # These three only where the kiosk's clock was not trusted (province.placing); the
    # first also where it was ahead of the province's. Others came with their batch.
    Column("received_at", UtcTime),
    Column("monotonic_ms", BigInteger),
    Column("placed_at", UtcTime),
    Column("refers", EntryId),
    # Both of `decided_at`, for indexes (province.ledger.steps).
    Column("day", Integer, Computed(steps.DAY)),
    Column("minute", Integer, Computed(steps.MINUTE)),
    Column("batch_id", Integer, ForeignKey("batches.batch_id"), nullable=False),
    Column("wording_id", Integer, ForeignKey("wordings.wording_id"), nullable=False),
    # True where it came after its kiosk was revoked and no officer accepted it, else NULL.
    Column("is_held", Boolean),
    # True where reception let a visitor in, else NULL.
    Column("is_visit", Boolean),
    Column("point_id", Text, ForeignKey("points.point_id"), nullable=False),
    # Salt and content (province.ledger.vault); NULL once they were destroyed.
    Column("sealed", LargeBinary),
    # Only once what it commits to is destroyed: until then it is reckoned from that.
    Column("commitment", LargeBinary),
    Column("boot", Text),
    Column("placing", Text),
)
# Of steps, not of the times themselves: PostgreSQL keeps what has one key in one list, of
# 6 bytes a row where a key of its own takes 31 to 49 (measured).
Index("ix_entries_day", entries.c.point_id, entries.c.day)
Index("ix_entries_minute", entries.c.minute)
Index("ix_entries_batch_id", entries.c.batch_id)
# Of few entries each; `held` is what a revoked kiosk sent.
for _name, _columns, _term in (
    ("boot", ("boot",), entries.c.boot.is_not(None)),
    ("placed", ("point_id", "placed_at"), entries.c.placed_at.is_not(None)),
    ("refers", ("refers",), entries.c.refers.is_not(None)),
    ("held", ("batch_id",), entries.c.is_held.is_not(None)),
    ("visits", ("minute",), entries.c.is_visit.is_not(None)),
    ("visit_days", ("point_id", "day"), entries.c.is_visit.is_not(None)),
):
    Index(
        f"ix_entries_{_name}",
        *(entries.c[column] for column in _columns),
        sqlite_where=_term,
        postgresql_where=_term,
    )

# A view of both (v0019), in metadata of its own since it is no table.
worded = Table(
    "worded",
    MetaData(),
    *(Column(one.name, one.type) for one in entries.c),
    *(Column(name, wordings.c[name].type) for name in wordings.c.keys()[2:]),
    Column("status", Text, nullable=False),
)
"""Entries with their words, to ask; they are changed in `entries`."""

VIEWS = (worded.name,)
