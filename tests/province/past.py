"""Past: a ledger of people who came so many days ago."""

from datetime import timedelta

from sqlalchemy import select

from kiosk.protocol.batch import Row
from province.disposal import Purged, purge
from province.ledger import stays
from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from tests.province.builders import NOW, FakeKiosk, an_entry

SECRET = b"k" * 32
DAY = timedelta(days=1)


def came(number: int, days: float, **changes: object) -> Row:
    """Return the entry of the person `number`, who came `days` ago."""
    claims = {
        "document": f"0010990{number:05}",
        "name": f"NGUYỄN VĂN {number}",
        "phone": f"09120{number:05}",
    }
    told = {"decided_at_us": to_us(NOW - days * DAY), "claims": claims}
    return an_entry(number, **(told | changes))


def bring(ledger: Database, kiosk: FakeKiosk, *rows: Row) -> None:
    """Take `rows` in and make stays of them."""
    append_batch(ledger, kiosk.sign(*rows), NOW)
    stays.catch_up(ledger, SECRET)


def purge_now(ledger: Database, days: float = 0) -> Purged:
    """Purge as at NOW, or so many days later."""
    return purge(ledger, NOW + days * DAY, made_by="upkeep", rest=lambda _: None)


def list_full(ledger: Database) -> set[bytes]:
    """Return the entries that have their content."""
    with ledger.reading() as connection:
        query = select(entries.c.entry_id).where(entries.c.sealed.is_not(None))
        return set(connection.scalars(query))
