"""Leases: what one process does for all, by a row that says who and until when."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite

from province.ledger import settings
from province.ledger.columns import from_us, to_us
from province.ledger.tables import settings as table

_FREE = ""


def take(
    connection: Connection, name: str, holder: str, *, now: datetime, life: timedelta
) -> bool:
    """Take or renew the lease `name` until `life` from `now`; False where another has it."""
    connection.execute(_MAKE[connection.dialect.name].values(name=name, value=_FREE))
    held = settings.read(connection, name, lock=True) or _FREE
    other, _, until_us = held.partition(" ")
    if held != _FREE and other != holder and from_us(int(until_us)) > now:
        return False
    settings.store(connection, name, f"{holder} {to_us(now + life)}")
    return True


def give_back(connection: Connection, name: str, holder: str) -> None:
    """Let others take the lease `name` at once, where `holder` has it."""
    held = settings.read(connection, name, lock=True) or _FREE
    if held.partition(" ")[0] == holder:
        settings.store(connection, name, _FREE)


# Two that come first at once: one row, and the second waits for the first's end.
_MAKE: dict[str, Insert] = {
    "sqlite": sqlite.insert(table).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(table).on_conflict_do_nothing(),
}
