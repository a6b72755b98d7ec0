"""Known entries: what the ledger holds already of those that a batch names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from province.ingest import EntryStatus, Known
from province.ledger import commitments, vault


def find(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Known]:
    """Return what is known of `ids`, with one question to each table."""
    return _find_entries(connection, ids) | _find_acts(connection, ids) if ids else {}


def _find_entries(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Known]:
    columns = "entry_id, sealed, commitment, is_held"
    found = _ask(connection, f"SELECT {columns} FROM entries WHERE entry_id", ids)  # noqa: S608 - ours
    if not found:
        return {}
    opener = vault.open_sealed(connection)
    held, accepted = EntryStatus.HELD, EntryStatus.ACCEPTED
    return {
        entry_id: Known(
            commitment=commitments.tell(opener, entry_id, sealed, kept),
            status=held if is_held else accepted,
        )
        for entry_id, sealed, kept, is_held in found
    }


def _find_acts(connection: Connection, ids: Sequence[bytes]) -> dict[bytes, Known]:
    columns = "entry_id, commitment, status"
    found = _ask(connection, f"SELECT {columns} FROM admin_log WHERE entry_id", ids)  # noqa: S608 - ours
    return {
        entry_id: Known(commitment=commitment, status=EntryStatus(status))
        for entry_id, commitment, status in found
    }


def _ask(
    connection: Connection, query: str, ids: Sequence[bytes]
) -> list[Sequence[Any]]:
    """Return what a question finds of `ids`, which come first; `Any`: each column's own type.

    An expanding IN of SQLAlchemy's costs as much as the rest of the batch.
    """
    if connection.dialect.name == "sqlite":
        places = ", ".join("?" * len(ids))
        return [*connection.exec_driver_sql(f"{query} IN ({places})", tuple(ids))]
    named = "{" + ",".join(one.hex() for one in ids) + "}"
    found = connection.exec_driver_sql(f"{query} = ANY (%s::uuid[])", (named,))
    return [(entry_id.bytes, *rest) for entry_id, *rest in found]
