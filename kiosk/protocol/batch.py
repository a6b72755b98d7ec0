"""Batch: a run of entries, signed by their kiosk; the same bytes over HTTP and on a stick.

A signed batch is a msgpack array `[body, signature]`; the body is the msgpack
array of `Batch`. A batch is identified by SHA-256 of its body. Entries of a
batch are neighbours in the chain: `start` is the link before the first, and
the checkpoint's head the link after the last (which is also the check that
none is altered, missing, added or out of order). A batch may be empty: then it
only says that the kiosk was alive until `covered_until_us`.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import chain, checkpoint, signature

CONTEXT = "kiosk batch 1"
MAX_BATCH_BYTES = 16 * 1024 * 1024
"""Largest unpacked batch: 1,000 entries are about 300 kB, so this is generous."""
MAX_ROWS = 5000
LEVEL = 3
"""zstd level: 19 saves 3 % of bytes and costs 30 times the time (measured on CCCD samples)."""


class Row(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One entry on its way: its id (UUIDv7), salt and canonical content."""

    entry_id: bytes
    salt: bytes
    content: bytes


class Health(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """How the kiosk is, so that zero entries can be told from silence.

    `pending` counts the entries that wait beside those of this batch;
    `roster_version` is 0 without a roster; `disk_free` is in bytes. `boot` and
    `monotonic_ms` are the kiosk's when it said so, as in `content.Content`: with
    the moment of arrival they place every entry of that boot in real time.
    """

    app_version: str
    clock: str
    pending: int
    roster_version: int
    disk_free: int
    reader_faults: int = 0
    boot: str = ""
    monotonic_ms: int = 0


class Batch(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What a kiosk says in one go.

    `sequence` counts the batches of an epoch from 1; `first` is the chain
    position (from 1) of the first row. `checkpoint` is the text of
    `kiosk.protocol.checkpoint` at the last row. Times are microseconds since
    1970 UTC by the kiosk's own clock.
    """

    kiosk_id: str
    epoch: str
    sequence: int
    first: int
    start: bytes
    rows: tuple[Row, ...]
    checkpoint: str
    covered_until_us: int
    sent_at_us: int
    health: Health


class BatchFault(StrEnum):
    """Why bytes are not a batch."""

    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    BAD_SIGNATURE = "bad_signature"
    BROKEN_CHAIN = "broken_chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBatch:
    """Bytes that parse as a batch; whether the kiosk signed them is still to be checked.

    `hash` is the batch's identity, `commitments` are those of the rows: hashed once,
    and asked for thrice.
    """

    body: bytes
    signature: bytes
    batch: Batch
    hash: bytes
    commitments: tuple[bytes, ...]


_ENCODER = msgspec.msgpack.Encoder()
_BODY = msgspec.msgpack.Decoder(Batch)
_SIGNED = msgspec.msgpack.Decoder(tuple[bytes, bytes])


def encode(batch: Batch) -> bytes:
    """Return the body that is signed, and that a batch is identified by."""
    return _ENCODER.encode(batch)


def seal(batch: Batch, private_key: Ed25519PrivateKey) -> bytes:
    """Return `batch` signed and compressed, ready to be sent."""
    return seal_body(encode(batch), private_key)


def seal_body(body: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """Return the batch that `encode` made `body` of, signed and compressed."""
    signed = _ENCODER.encode((body, signature.sign(private_key, CONTEXT, body)))
    return zstandard.ZstdCompressor(level=LEVEL).compress(signed)


def hash_batch(batch: Batch) -> bytes:
    """Return the identity that `batch` has once it is sealed, 32 bytes."""
    return hash_body(encode(batch))


def hash_body(body: bytes) -> bytes:
    """Return the identity of the batch with this body, 32 bytes."""
    return hashlib.sha256(body).digest()


def parse(data: bytes) -> SignedBatch | BatchFault:
    """Parse what `seal` made; neither signature nor chain is checked here.

    At most `MAX_BATCH_BYTES` are unpacked whatever `data` claims.
    """
    signed = _decompress(data)
    if isinstance(signed, BatchFault):
        return signed
    try:
        body, signed_by = _SIGNED.decode(signed)
        batch = _BODY.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return BatchFault.MALFORMED
    if len(batch.rows) > MAX_ROWS:
        return BatchFault.TOO_LARGE
    if not _is_plausible(batch):
        return BatchFault.MALFORMED
    commitments = chain.commit_all(
        [row.salt for row in batch.rows], [row.content for row in batch.rows]
    )
    return SignedBatch(
        body=body,
        signature=signed_by,
        batch=batch,
        hash=hash_body(body),
        commitments=tuple(commitments),
    )


def verify(signed: SignedBatch, public_key: bytes) -> BatchFault | None:
    """Say what is wrong with the signature or the chain of `signed`, None where nothing is."""
    if not signature.is_signed(public_key, CONTEXT, signed.body, signed.signature):
        return BatchFault.BAD_SIGNATURE
    if not _is_chained(signed):
        return BatchFault.BROKEN_CHAIN
    return None


def _decompress(data: bytes) -> bytes | BatchFault:
    try:
        reader = zstandard.ZstdDecompressor(
            max_window_size=MAX_BATCH_BYTES
        ).stream_reader(data)
        unpacked = reader.read(MAX_BATCH_BYTES + 1)
    except zstandard.ZstdError:
        return BatchFault.MALFORMED
    if len(unpacked) > MAX_BATCH_BYTES:
        return BatchFault.TOO_LARGE
    return unpacked


def _is_plausible(batch: Batch) -> bool:
    return (
        batch.first >= 1
        and batch.sequence >= 1
        and len(batch.start) == 32
        and {len(row.entry_id) for row in batch.rows} <= {16}
        and max(batch.first, batch.sequence) < 2**53
        and 0 <= batch.sent_at_us < 2**53
        and 0 <= batch.covered_until_us < 2**53
    )


def _is_chained(signed: SignedBatch) -> bool:
    batch = signed.batch
    stated = checkpoint.decode(batch.checkpoint)
    ids = [row.entry_id for row in batch.rows]
    head = chain.extend(batch.start, zip(ids, signed.commitments, strict=True))
    return stated == checkpoint.Checkpoint(
        origin=f"{batch.kiosk_id}/{batch.epoch}",
        size=batch.first - 1 + len(batch.rows),
        head=head,
    )
