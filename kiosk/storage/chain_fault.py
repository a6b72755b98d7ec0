"""Chain fault: what was done to a chain at the entry where its links stop fitting."""

from collections.abc import Mapping

from sqlalchemy import LargeBinary, bindparam, cast, select

from kiosk.protocol import chain
from kiosk.protocol.chain import ChainState
from kiosk.storage.compiled import make_statement
from kiosk.storage.connection import Connection
from kiosk.storage.tables import ENTRIES

# Cast, since whoever altered an entry may have left another type there.
_LINK = select(
    ENTRIES.c.position,
    cast(ENTRIES.c.entry_id, LargeBinary),
    cast(ENTRIES.c.commitment, LargeBinary),
    cast(ENTRIES.c.link, LargeBinary),
)
_LINKS = make_statement(_LINK.order_by(ENTRIES.c.position))
_LINK_AT = make_statement(_LINK.where(ENTRIES.c.position == bindparam("wanted")))


def classify(
    connection: Connection, at: int, previous: bytes, sizes: Mapping[bytes, int]
) -> tuple[ChainState, int]:
    """Return what was done, and the position of the first entry it was done to.

    The entry at `at` does not follow `previous`, the link before it. `sizes` are
    the heads that are known, each with its place: where they stand now tells
    whether entries came or went before them.
    """
    follows = _find_followed(connection, at)
    if follows is not None:
        # What it follows stands later: moved. Earlier: others came between.
        is_later = follows > at
        return (
            (ChainState.REORDERED, at)
            if is_later
            else (ChainState.INSERTED, follows + 1)
        )
    goes_on, shift = False, 0
    for position, entry_id, commitment, link in _LINKS.run(connection):
        if position > at:
            goes_on |= chain.link(previous, entry_id, commitment) == link
        if position >= at and not shift:
            shift = sizes.get(link, position) - position
    if goes_on or shift < 0:
        return ChainState.INSERTED, at
    return (ChainState.MISSING if shift > 0 else ChainState.ALTERED), at


def _find_followed(connection: Connection, at: int) -> int | None:
    """Return where the entry stands that the one at `at` was appended to, 0 for none."""
    row = _LINK_AT.find(connection, {"wanted": at})
    if row is None:
        return None
    _, entry_id, commitment, link = row
    if chain.link(chain.GENESIS, entry_id, commitment) == link:
        return 0
    followed = (
        position
        for position, _, _, other in _LINKS.run(connection)
        if chain.link(other, entry_id, commitment) == link
    )
    return next(followed, None)
