"""Packing: an entry's content pressed with a dictionary, and its exact bytes again.

Contents are much alike and short: alone they hardly shrink, with a dictionary of
such contents they take half (`benchmarks/packing.py`, which made it). A packed
content names its dictionary by number, so that one more can come beside it.
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import zstandard

from province.errors import LedgerError

NEWEST = 1
_LEVEL = 3
"""Of samples 62.7 bytes in 1.5 µs; 9 takes 6.8 for 0.3 bytes less (measured)."""
_FOLDER = Path(__file__).parent
_own = threading.local()
"""The library's compressors are for one thread each."""


def pack(content: bytes) -> bytes:
    """Return `content` pressed, as `unpack` takes it with `NEWEST`."""
    packed: bytes = _find_packer().compress(content)
    return packed


def pack_all(contents: Sequence[bytes]) -> list[bytes]:
    """Return each of `contents` as `pack` would.

    The library lets go of Python's lock once for all of them, not once for each: a
    busy server's other threads take it then, and hand it back late.
    """
    if not contents or not all(contents):  # the library wants none that is empty
        return [pack(content) for content in contents]
    packed = _find_packer().multi_compress_to_buffer(list(contents), threads=0)
    return [packed[place].tobytes() for place in range(len(packed))]


def _find_packer() -> zstandard.ZstdCompressor:
    packer: zstandard.ZstdCompressor | None = getattr(_own, "packer", None)
    if packer is None:
        packer = _own.packer = _make_packer()
    return packer


def unpack(packed: bytes, number: int = NEWEST) -> bytes:
    """Return the bytes that were packed with the dictionary `number`.

    Raises:
        LedgerError: This version has no such dictionary, or nothing was packed so.
    """
    unpackers = _own.__dict__.setdefault("unpackers", {})
    if number not in unpackers:
        unpackers[number] = zstandard.ZstdDecompressor(
            dict_data=_load(number), format=zstandard.FORMAT_ZSTD1_MAGICLESS
        )
    try:
        content: bytes = unpackers[number].decompress(packed)
    except zstandard.ZstdError as error:
        raise LedgerError(f"A content can't be unpacked: {error}.") from error
    return content


def _make_packer() -> zstandard.ZstdCompressor:
    """Return a compressor that says nothing which is known anyway."""
    dictionary = _load(NEWEST)
    told = zstandard.ZstdCompressionParameters.from_level(
        _LEVEL,
        source_size=150,
        dict_size=len(dictionary.as_bytes()),
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_dict_id=False,
    )
    dictionary.precompute_compress(compression_params=told)
    return zstandard.ZstdCompressor(dict_data=dictionary, compression_params=told)


@lru_cache
def _read(number: int) -> bytes:
    path = _FOLDER / f"contents-{number}.zdict"
    try:
        return path.read_bytes()
    except OSError as error:
        raise LedgerError(
            f"'{path}' can't be read: {error.strerror}. Start the newest version."
        ) from error


def _load(number: int) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(_read(number))
