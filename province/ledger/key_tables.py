"""Key tables: the ledger's own keys, wrapped by one that is not in the database."""

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from province.ledger.columns import UtcTime
from province.ledger.metadata import metadata

# Of each purpose the newest is used; older ones are kept as long as anything is
# sealed or named by them (province.rekeying).
ledger_keys = Table(
    "ledger_keys",
    metadata,
    Column("purpose", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", UtcTime, nullable=False),
)
