"""Status list: one bit for each pass, set where it was revoked.

As the IETF's Token Status List with one bit a token: the first token is the
lowest bit of the first byte. The roster carries it packed by zlib; a list of
2**20 with 1 % revoked is some 18 kB.
"""

import zlib
from collections.abc import Iterable

LIST_BITS = 2**20
"""Tokens of one list; indexes are given out at random, so that they tell nothing."""
LIST_BYTES = LIST_BITS // 8


def pack(revoked: Iterable[int]) -> bytes:
    """Return the packed list in which the bits `revoked` are set."""
    bits = bytearray(LIST_BYTES)
    for index in revoked:
        byte, bit = divmod(index, 8)
        bits[byte] |= 1 << bit
    return zlib.compress(bytes(bits), 9)


def unpack(packed: bytes) -> bytes | None:
    """Return the bits of a packed list, None where it is none."""
    inflater = zlib.decompressobj()
    try:
        bits = inflater.decompress(packed, LIST_BYTES + 1)
    except zlib.error:
        return None
    return bits if inflater.eof and len(bits) == LIST_BYTES else None


def is_set(bits: bytes, index: int) -> bool:
    """Say whether the bit `index` is set; beyond the list none is."""
    byte, bit = divmod(index, 8)
    return byte < len(bits) and bool(bits[byte] >> bit & 1)
