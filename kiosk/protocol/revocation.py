"""Revocation: hashes of third parties' revoked certificates, sorted, in shards.

A row is 16 bytes of hash and 4 of a second since 1970, big-endian: certificates
issued before it are meant, all where it is 0. A hash is looked up where it lies;
as a dict a million would take 200 MB, as bytes they take 20.
"""

from collections.abc import Iterable, Mapping

import msgspec

HASH_BYTES = 16
ROW_BYTES = HASH_BYTES + 4
SHARDS = 16
"""By the first four bits: a change moves one sixteenth of the list."""

MAX_SHARD_BYTES = 4_000_000
"""What one answer to a kiosk may hold; 3 million certificates in all."""

_LAST_SECOND = 2**32 - 1


class RevokedHashes(msgspec.Struct, frozen=True):
    """The shards of a list, in order."""

    shards: tuple[bytes, ...] = (b"",) * SHARDS

    def get(self, name: bytes) -> int | None:
        """Return the second before which `name` is revoked, 0 for ever, None for not."""
        rows = self.shards[name[0] >> 4]
        low, high = 0, len(rows) // ROW_BYTES
        while low < high:
            middle = (low + high) // 2
            at = middle * ROW_BYTES
            if rows[at : at + HASH_BYTES] < name:
                low = middle + 1
            else:
                high = middle
        row = rows[low * ROW_BYTES : (low + 1) * ROW_BYTES]
        return int.from_bytes(row[HASH_BYTES:]) if row.startswith(name) else None


def pack(revoked: Iterable[tuple[bytes, int]]) -> tuple[bytes, ...]:
    """Return the shards of `revoked`: each hash with the second before which it counts."""
    shards: tuple[list[bytes], ...] = tuple([] for _ in range(SHARDS))
    for name, before in revoked:
        row = name + min(before, _LAST_SECOND).to_bytes(4)
        shards[name[0] >> 4].append(row)
    return tuple(b"".join(sorted(rows)) for rows in shards)


def is_shard(data: bytes) -> bool:
    """Say whether `data` is made of whole rows."""
    return len(data) % ROW_BYTES == 0


def name_shard(number: int) -> str:
    """Return the name of a shard among the roster's files."""
    return f"revoked-{number:x}.bin"


def read_shards(files: Mapping[str, bytes]) -> RevokedHashes | str:
    """Return the list in the roster's files, or the name of one that is none."""
    shards = tuple(files.get(name_shard(number), b"") for number in range(SHARDS))
    for number, shard in enumerate(shards):
        if not is_shard(shard):
            return name_shard(number)
    return RevokedHashes(shards)
