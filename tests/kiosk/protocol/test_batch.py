"""Test that a batch holds its entries, whole and in order, or is refused."""

import hashlib

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import chain, checkpoint
from kiosk.protocol.batch import (
    MAX_BATCH_BYTES,
    MAX_ROWS,
    Batch,
    BatchFault,
    Health,
    Row,
    SignedBatch,
    parse,
    seal,
    verify,
)
from kiosk.protocol.signature import get_public_bytes

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = get_public_bytes(KEY)
ROWS = tuple(Row(bytes([n]) * 16, b"s" * 16, bytes([n, n])) for n in range(3))
HEALTH = Health(
    app_version="0.1.0", clock="trusted", pending=3, roster_version=1, disk_free=10**9
)


def a_batch(rows: tuple[Row, ...] = ROWS, first: int = 1) -> Batch:
    head = chain.extend(
        chain.GENESIS,
        ((row.entry_id, chain.commit(row.salt, row.content)) for row in rows),
    )
    stated = checkpoint.Checkpoint(
        origin="KTEST/1", size=first - 1 + len(rows), head=head
    )
    return Batch(
        kiosk_id="KTEST",
        epoch="1",
        sequence=1,
        first=first,
        start=chain.GENESIS,
        rows=rows,
        checkpoint=checkpoint.encode(stated),
        covered_until_us=1,
        sent_at_us=2,
        health=HEALTH,
    )


def open_batch(batch: Batch) -> SignedBatch:
    signed = parse(seal(batch, KEY))
    assert isinstance(signed, SignedBatch)
    return signed


def pack(body: object) -> bytes:
    return zstandard.compress(msgspec.msgpack.encode(body))


def test_a_sealed_batch_is_parsed_and_verified() -> None:
    signed = open_batch(a_batch())
    assert signed.batch == a_batch()
    assert verify(signed, PUBLIC) is None


def test_an_empty_batch_is_a_batch() -> None:
    assert verify(open_batch(a_batch(rows=())), PUBLIC) is None


def test_a_batch_is_identified_by_the_hash_of_its_body() -> None:
    signed = open_batch(a_batch())
    assert signed.hash == hashlib.sha256(signed.body).digest()


def test_a_batch_of_another_key_has_a_bad_signature() -> None:
    other = get_public_bytes(Ed25519PrivateKey.from_private_bytes(b"o" * 32))
    assert verify(open_batch(a_batch()), other) is BatchFault.BAD_SIGNATURE


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:2],
        (ROWS[1], ROWS[0], ROWS[2]),
        (*ROWS[:2], Row(ROWS[2].entry_id, ROWS[2].salt, b"altered")),
        (*ROWS[:2], Row(ROWS[2].entry_id, b"t" * 16, ROWS[2].content)),
    ],
)
def test_rows_that_the_checkpoint_does_not_hold_break_the_chain(
    rows: tuple[Row, ...],
) -> None:
    signed = open_batch(msgspec.structs.replace(a_batch(), rows=rows))
    assert verify(signed, PUBLIC) is BatchFault.BROKEN_CHAIN


@pytest.mark.parametrize(
    "change", [{"kiosk_id": "KELSE"}, {"epoch": "2"}, {"first": 2}, {"checkpoint": ""}]
)
def test_a_checkpoint_of_another_chain_or_size_breaks_it(
    change: dict[str, str | int],
) -> None:
    signed = open_batch(msgspec.structs.replace(a_batch(), **change))
    assert verify(signed, PUBLIC) is BatchFault.BROKEN_CHAIN


@pytest.mark.parametrize(
    "change",
    [
        {"first": 0},
        {"sequence": 0},
        {"sequence": 2**53},
        {"start": b"short"},
        {"sent_at_us": -1},
        {"covered_until_us": 2**60},
        {"rows": (Row(b"short", b"s", b"c"),)},
    ],
)
def test_numbers_that_cannot_be_are_malformed(change: dict[str, object]) -> None:
    assert parse(seal(msgspec.structs.replace(a_batch(), **change), KEY)) is (
        BatchFault.MALFORMED
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not zstd",
        seal(a_batch(), KEY)[:-20],
        pack([b"body", b"signature", b"more"]),
        pack([b"\x91" * 100_000, b"signature"]),
        pack({"body": 1}),
        pack([b"\xa4cc\xff\xfe", b"signature"]),
    ],
)
def test_other_bytes_are_malformed(data: bytes) -> None:
    assert parse(data) is BatchFault.MALFORMED


def test_more_rows_than_allowed_are_too_large() -> None:
    rows = tuple(Row(bytes(16), b"", b"") for _ in range(MAX_ROWS + 1))
    assert parse(seal(a_batch(rows), KEY)) is BatchFault.TOO_LARGE


def test_a_small_file_that_unpacks_beyond_the_limit_is_too_large() -> None:
    bomb = zstandard.compress(bytes(MAX_BATCH_BYTES + 1))
    assert len(bomb) < 10_000
    assert parse(bomb) is BatchFault.TOO_LARGE
