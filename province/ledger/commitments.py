"""Commitments: the hash of what an entry says, reckoned while that is there, kept once it is not."""

from kiosk.protocol import chain
from province.ledger.vault import Opener, Place

UNKNOWN = b""
"""Of a value that was altered: it is the commitment of nothing."""


def tell(
    opener: Opener, entry_id: bytes, sealed: bytes | None, kept: bytes | None
) -> bytes:
    """Return the commitment to an entry of which `sealed` is the content, or was once."""
    if sealed is None:
        return kept or UNKNOWN
    opened = opener.open_content(Place.ENTRY, entry_id, sealed)
    return UNKNOWN if opened is None else chain.commit(*opened)
