"""A hash is found among many, in whatever shard it lies."""

import hashlib

import pytest

from kiosk.protocol.revocation import (
    ROW_BYTES,
    SHARDS,
    RevokedHashes,
    is_shard,
    name_shard,
    pack,
    read_shards,
)

LISTED = {hashlib.sha256(bytes([n])).digest()[:16]: n for n in range(200)}
STRANGE = [hashlib.sha256(b"not" + bytes([n])).digest()[:16] for n in range(200)]


def test_every_listed_hash_is_found_with_its_second() -> None:
    revoked = RevokedHashes(pack(LISTED.items()))
    assert {name: revoked.get(name) for name in LISTED} == LISTED


def test_no_other_hash_is_found() -> None:
    revoked = RevokedHashes(pack(LISTED.items()))
    assert [revoked.get(name) for name in STRANGE] == [None] * len(STRANGE)


@pytest.mark.parametrize("name", [b"\x00" * 16, b"\xff" * 16])
def test_the_ends_of_a_list_are_looked_at(name: bytes) -> None:
    assert RevokedHashes(pack([(name, 7)])).get(name) == 7
    assert RevokedHashes().get(name) is None


def test_a_second_beyond_the_row_s_is_its_last() -> None:
    revoked = RevokedHashes(pack([(bytes(16), 2**40)]))
    assert revoked.get(bytes(16)) == 2**32 - 1


def test_a_list_s_files_are_read_back() -> None:
    shards = pack(LISTED.items())
    files = {name_shard(n): shards[n] for n in range(SHARDS) if n != 3}
    assert read_shards(files) == RevokedHashes((*shards[:3], b"", *shards[4:]))


def test_half_a_row_is_no_shard() -> None:
    assert is_shard(bytes(ROW_BYTES))
    assert read_shards({name_shard(10): bytes(ROW_BYTES + 1)}) == "revoked-a.bin"
