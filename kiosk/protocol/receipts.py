"""Receipts: the province's answers to a bundle as one file.

The file is a magic word, the signed receipts (`kiosk.protocol.receipt`), each
after its length (4 bytes, big-endian), and a length of 0 as its end: a file
that was cut off anywhere has none. Each receipt is signed by itself.
"""

import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

MAGIC = b"KIOSKR1\n"
MAX_BYTES = 256 * 1024 * 1024
MAX_RECEIPT_BYTES = 4 * 1024 * 1024
"""As over the network; one for 5,000 entries is below 200 kB."""

_LENGTH_BYTES = 4
END = bytes(_LENGTH_BYTES)


def pack(sealed: Iterable[bytes]) -> bytes:
    """Return the file of signed receipts."""
    return MAGIC + b"".join(frame(data) for data in sealed) + END


def frame(data: bytes) -> bytes:
    """Return a receipt as it stands in the file."""
    return len(data).to_bytes(_LENGTH_BYTES, "big") + data


def unpack(data: bytes) -> tuple[bytes, ...] | None:
    """Return the signed receipts in `data`, None where it is not such a file, or cut off."""
    found = list(read(io.BytesIO(data)))
    return None if None in found else tuple(one for one in found if one)


def read(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield the signed receipts of `file`, one at a time; None ends a file that is none.

    There is at least one in a file that is whole.
    """
    is_any = False
    if file.read(len(MAGIC)) != MAGIC:
        yield None
        return
    while (length := file.read(_LENGTH_BYTES)) != END:
        size = int.from_bytes(length, "big")
        sealed = file.read(size) if size <= MAX_RECEIPT_BYTES else b""
        if len(length) < _LENGTH_BYTES or len(sealed) < size:
            yield None
            return
        is_any = True
        yield sealed
    if file.read(1) or not is_any:
        yield None
