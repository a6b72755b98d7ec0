"""Lost: which entries a damaged disk took, and how the chain goes on behind them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from kiosk.protocol import chain
from kiosk.storage import settings
from kiosk.storage.tables import ENTRIES, LOST

_OPEN_END = "lost_open_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Neighbours that are lost; `start` is the link before them, `link` that of the last.

    `moved` of them (none or one, the last) are kept at a later position: an
    entry that waits for the province can't be sent from behind a gap, as
    nobody knows the link before it.
    """

    first: int
    last: int
    start: bytes | None
    link: bytes | None
    moved: int
    found_at_us: int

    @property
    def count(self) -> int:
        """Return how many entries are not here."""
        return self.last - self.first + 1 - self.moved


def put(connection: Connection, lost: Lost) -> None:
    """Remember what is lost; the caller commits."""
    connection.execute(
        insert(LOST),
        {
            "first": lost.first,
            "last": lost.last,
            "start": lost.start,
            "link": lost.link,
            "moved": lost.moved,
            "found_at_us": lost.found_at_us,
        },
    )


def drop(connection: Connection, lost: Lost) -> None:
    """Forget a gap that is filled; the caller commits."""
    connection.execute(delete(LOST).where(LOST.c.first == lost.first))


def list_all(connection: Connection) -> list[Lost]:
    """Return what is lost, in the chain's order."""
    query = select(
        LOST.c.first,
        LOST.c.last,
        LOST.c.start,
        LOST.c.link,
        LOST.c.moved,
        LOST.c.found_at_us,
    ).order_by(LOST.c.first)
    return [Lost(**row._asdict()) for row in connection.execute(query)]


def count(connection: Connection) -> int:
    """Return how many entries are known to be lost here."""
    gone = func.sum(LOST.c.last - LOST.c.first + 1 - LOST.c.moved)
    return connection.execute(select(gone)).scalar() or 0


def leave_end_open(connection: Connection) -> None:
    """Remember that more may be lost than is counted; the caller commits."""
    settings.put(connection, _OPEN_END, b"1")


def is_end_known(connection: Connection) -> bool:
    """Say whether no salvage left it open where the chain had ended."""
    return settings.get(connection, _OPEN_END) is None


def count_holes(connection: Connection) -> int:
    """Return how many positions of the chain hold no entry."""
    holes = func.sum(LOST.c.last - LOST.c.first + 1)
    return connection.execute(select(holes)).scalar() or 0


def count_since(connection: Connection, since: datetime) -> int:
    """Return how many entries were found to be lost since then."""
    gone = func.sum(LOST.c.last - LOST.c.first + 1 - LOST.c.moved)
    since_us = int(since.timestamp() * 1_000_000)
    query = select(gone).where(LOST.c.found_at_us >= since_us)
    return connection.execute(query).scalar() or 0


def find_link(connection: Connection, position: int) -> bytes | None:
    """Return the chain's link at `position`, 0 for before the first; None where it is lost."""
    if position == 0:
        return chain.GENESIS
    kept = select(ENTRIES.c.link).where(ENTRIES.c.position == position)
    link = connection.execute(kept).scalar()
    if link is None:
        known = select(LOST.c.link).where(LOST.c.last == position)
        link = connection.execute(known).scalar()
    return link
