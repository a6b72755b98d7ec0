"""Receipts: the province's answers to a bundle as one file.

The file is a magic word and the signed receipts (`kiosk.protocol.receipt`),
each after its length (4 bytes, big-endian), as a msgpack array would not be
readable in part. Each receipt is signed by itself.
"""

from collections.abc import Iterable

MAGIC = b"KIOSKR1\n"
MAX_BYTES = 256 * 1024 * 1024
_LENGTH_BYTES = 4


def pack(sealed: Iterable[bytes]) -> bytes:
    """Return the file of signed receipts."""
    return MAGIC + b"".join(
        len(data).to_bytes(_LENGTH_BYTES, "big") + data for data in sealed
    )


def unpack(data: bytes) -> tuple[bytes, ...] | None:
    """Return the signed receipts in `data`, None where it is not such a file, or cut off."""
    if not data.startswith(MAGIC):
        return None
    found: list[bytes] = []
    at = len(MAGIC)
    while at < len(data):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data) or at == start:
            return None
        found.append(data[start:at])
    return tuple(found) or None
