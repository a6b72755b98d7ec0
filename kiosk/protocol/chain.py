"""Chain: each entry's link holds the one before it, over salted commitments.

link = H(previous ‖ id ‖ H(salt ‖ content)), H = SHA-256 (design.md, Meanings).
Content and salt can be destroyed and the chain still verifies.
"""

import hashlib
from collections.abc import Iterable

GENESIS = bytes(32)
"""The link before the first entry of an epoch."""

SALT_BYTES = 16


def commit(salt: bytes, content: bytes) -> bytes:
    """Return the commitment to `content`, 32 bytes."""
    return hashlib.sha256(salt + content).digest()


def link(previous: bytes, entry_id: bytes, commitment: bytes) -> bytes:
    """Return the link that follows `previous`, 32 bytes."""
    return hashlib.sha256(previous + entry_id + commitment).digest()


def extend(previous: bytes, entries: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Return the head after `entries`, each its id and its commitment."""
    head = previous
    for entry_id, commitment in entries:
        head = link(head, entry_id, commitment)
    return head
