"""Every table: the metadata with all of the ledger's tables in it."""

from province.ledger import (
    entry_tables,
    key_tables,
    office_tables,
    place_tables,
    purge_tables,
    report_tables,
    summary_tables,
    tables,
    trace_tables,
)
from province.ledger.metadata import metadata

__all__ = [
    "entry_tables",
    "key_tables",
    "metadata",
    "office_tables",
    "place_tables",
    "purge_tables",
    "report_tables",
    "summary_tables",
    "tables",
    "trace_tables",
]
