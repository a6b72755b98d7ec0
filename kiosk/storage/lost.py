"""Lost: which entries a damaged disk took, and how the chain goes on behind them."""

from datetime import datetime

import msgspec

from kiosk.protocol import chain
from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

_OPEN_END = "lost_open_end"
_PUT = Statement(
    "INSERT INTO lost (first, last, start, link, moved, found_at_us) "
    "VALUES (:first, :last, :start, :link, :moved, :found_at_us)"
)
_DROP = Statement("DELETE FROM lost WHERE first = :first")
_LIST = Statement(
    "SELECT first, last, start, link, moved, found_at_us FROM lost ORDER BY first"
)
_COUNT = Statement(
    "SELECT ifnull(sum(last - first + 1 - moved), 0) FROM lost "
    "WHERE found_at_us >= :since_us"
)
_COUNT_HOLES = Statement("SELECT ifnull(sum(last - first + 1), 0) FROM lost")
_FIND_LINK = Statement(
    "SELECT ifnull((SELECT link FROM entries WHERE position = :at), "
    "(SELECT link FROM lost WHERE last = :at))"
)


class Lost(msgspec.Struct, frozen=True, kw_only=True):
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
    _PUT.run(
        connection,
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
    _DROP.run(connection, {"first": lost.first})


def list_all(connection: Connection) -> list[Lost]:
    """Return what is lost, in the chain's order."""
    return [
        Lost(first=a, last=b, start=start, link=link, moved=moved, found_at_us=at_us)
        for a, b, start, link, moved, at_us in _LIST.list(connection)
    ]


def count(connection: Connection) -> int:
    """Return how many entries are known to be lost here."""
    return int(_COUNT.find_value(connection, {"since_us": 0}))


def leave_end_open(connection: Connection) -> None:
    """Remember that more may be lost than is counted; the caller commits."""
    settings.put(connection, _OPEN_END, b"1")


def is_end_known(connection: Connection) -> bool:
    """Say whether no salvage left it open where the chain had ended."""
    return settings.get(connection, _OPEN_END) is None


def count_holes(connection: Connection) -> int:
    """Return how many positions of the chain hold no entry."""
    return int(_COUNT_HOLES.find_value(connection))


def count_since(connection: Connection, since: datetime) -> int:
    """Return how many entries were found to be lost since then."""
    since_us = int(since.timestamp() * 1_000_000)
    return int(_COUNT.find_value(connection, {"since_us": since_us}))


def find_link(connection: Connection, position: int) -> bytes | None:
    """Return the chain's link at `position`, 0 for before the first; None where it is lost."""
    if position == 0:
        return chain.GENESIS
    link: bytes | None = _FIND_LINK.find_value(connection, {"at": position})
    return link
