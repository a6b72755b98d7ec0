"""Report tables: drafts as they were made, each with all that its document is made of."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from province.ledger.columns import Day, UtcTime
from province.ledger.metadata import metadata

_NUMBER = BigInteger().with_variant(Integer, "sqlite")

# `content` is a province.reports.report.Report, packed; the documents are made of it anew.
reports = Table(
    "reports",
    metadata,
    Column("report_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("unit", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("first", Day, nullable=False),
    Column("last", Day, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("corrects", BigInteger, ForeignKey("reports.report_id")),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("unit", "number"),
    Index(None, "unit", "first", "last"),
)

# A draft on its way to somebody, once to each address; what it says is the draft's.
report_letters = Table(
    "report_letters",
    metadata,
    Column("letter_id", _NUMBER, primary_key=True, autoincrement=True),
    Column("report_id", BigInteger, ForeignKey("reports.report_id"), nullable=False),
    Column("unit", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("sent_at", UtcTime),
    Column("attempts", Integer, nullable=False, server_default="0"),
    # When it is tried next; NULL once it was sent or was refused for good.
    Column("next_at", UtcTime),
    Column("fault", Text, nullable=False, server_default=""),
    UniqueConstraint("report_id", "recipient"),
    Index(None, "next_at"),
)
