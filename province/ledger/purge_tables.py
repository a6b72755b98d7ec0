"""Purge tables: what was destroyed and when, how far each point is, and what cases keep."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from province.ledger.columns import Day, EntryId, Json, UtcTime
from province.ledger.metadata import metadata

# A purge that destroyed something. `until` is the first day that is kept where a
# point has no days of its own; `counts` are of rows, by province.retention.Matter.
purges = Table(
    "purges",
    metadata,
    Column(
        "purge_id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    Column("begun_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    Column("made_by", Text, nullable=False),
    Column("until", Day, nullable=False),
    Column("counts", Json, nullable=False),
)

# Before this day nothing of a point is left, but what cases keep and what came since.
purge_floors = Table(
    "purge_floors",
    metadata,
    Column("point_id", Text, ForeignKey("points.point_id"), primary_key=True),
    Column("day", Day, nullable=False),
)

# Entries past their time that a case names: the exceptions, each on record.
purge_holds = Table(
    "purge_holds",
    metadata,
    Column("entry_id", EntryId, ForeignKey("entries.entry_id"), primary_key=True),
    Column("case_id", Text, ForeignKey("cases.case_id"), nullable=False),
)
