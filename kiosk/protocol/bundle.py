"""Bundle: signed batches as one file for the province.

The file is a magic word, the body, the manifest, the kiosk's signature over
the manifest, the manifest's length (4 bytes, big-endian) and an end word. The
body holds the batches exactly as they go over HTTP, each after its length (4
bytes, big-endian); where the province has published recipients it is an age
file of that. The manifest is JSON and names no person: it can be checked
without any secret. It stands at the end, so that a bundle is written in one
go; a file without the end word was cut off.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

import msgspec
import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import batch, signature
from kiosk.protocol.batch import BatchFault, SignedBatch
from kiosk.protocol.identifiers import make_kiosk_id

MAGIC = b"KIOSKB1\n"
END = b"BUNDLE1\n"
CONTEXT = "kiosk bundle 1"
MAX_MANIFEST_BYTES = 16 * 1024 * 1024
"""60,000 batches of 1,000 entries; it is read at once."""
_CHUNK = 1024 * 1024
_SIGNATURE_BYTES = 64
_LENGTH_BYTES = 4
_TAIL_BYTES = _SIGNATURE_BYTES + _LENGTH_BYTES + len(END)


class Stated(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest says of one batch; byte strings are base64 in JSON."""

    hash: bytes
    sequence: int
    first: int
    rows: int
    start: bytes
    head: bytes


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a bundle says of itself.

    `province` is SHA-256 of the root.json that the kiosk trusts. `rows` does
    not count admin acts. `recipients` is empty where the body is not sealed.
    Times are microseconds since 1970 UTC, None for an open end.
    """

    version: int = 1
    public_key: bytes
    epoch: str
    point: str
    province: bytes
    province_name: str
    recipients: tuple[str, ...]
    rows: int
    from_us: int | None
    until_us: int | None
    made_at_us: int
    body_bytes: int
    body_sha256: bytes
    batches: tuple[Stated, ...]

    @property
    def kiosk_id(self) -> str:
        """Return the id of the kiosk that made the bundle."""
        return make_kiosk_id(self.public_key)

    @property
    def sequence(self) -> int:
        """Return the sequence of the last batch, 0 for none."""
        return self.batches[-1].sequence if self.batches else 0


class BundleFault(StrEnum):
    """Why a file is not a whole bundle."""

    NOT_A_BUNDLE = "not_a_bundle"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    BAD_SIGNATURE = "bad_signature"
    BROKEN_CHAIN = "broken_chain"
    WRONG_KEY = "wrong_key"
    """The body is sealed to other keys than the one given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A batch as bytes for a bundle, and what its manifest says of it."""

    data: bytes
    stated: Stated


def state(made: batch.Batch, head: bytes) -> Stated:
    """Return what the manifest says of `made`, whose last link is `head`."""
    return Stated(
        hash=batch.hash_batch(made),
        sequence=made.sequence,
        first=made.first,
        rows=len(made.rows),
        start=made.start,
        head=head,
    )


def frame(data: bytes) -> bytes:
    """Return `data` as it stands in a body."""
    return len(data).to_bytes(_LENGTH_BYTES, "big") + data


def end(manifest: Manifest, private_key: Ed25519PrivateKey) -> bytes:
    """Return what follows the body."""
    body = msgspec.json.encode(manifest)
    signed = signature.sign(private_key, CONTEXT, body)
    return body + signed + len(body).to_bytes(_LENGTH_BYTES, "big") + END


def read_manifest(file: BinaryIO) -> Manifest | BundleFault:
    """Return the manifest of the bundle in `file`, or what is wrong with the bundle.

    Checks the kiosk's signature, every byte of the body and how the batches
    follow each other; opens no batch. Never raises for what the bytes are.
    """
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        return BundleFault.NOT_A_BUNDLE
    tail = _read_tail(file)
    if isinstance(tail, BundleFault):
        return tail
    start, body, signed = tail
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return BundleFault.ALTERED
    if not signature.is_signed(manifest.public_key, CONTEXT, body, signed):
        return BundleFault.BAD_SIGNATURE
    return _find_fault(file, manifest, start - len(MAGIC)) or manifest


def find_chain_fault(manifest: Manifest) -> str:
    """Return `ok` or how the batches of `manifest` fail to follow each other."""
    reached, head = 0, b""
    for stated in manifest.batches:
        if stated.first <= reached:
            return "reordered"
        if reached and stated.first == reached + 1 and stated.start != head:
            return "broken"
        reached, head = stated.first + stated.rows - 1, stated.head
    return "ok"


def open_body(
    file: BinaryIO, manifest: Manifest, identity: pyrage.x25519.Identity, into: BinaryIO
) -> BundleFault | None:
    """Write the unsealed body of a bundle whose manifest was read to `into`.

    `into` may hold a part of it after a fault, since age decrypts as it goes.
    """
    body = _Body(file, manifest.body_bytes)
    if not manifest.recipients:
        while chunk := body.read(_CHUNK):
            into.write(chunk)
        return None
    writer = _Writer(into)
    try:
        pyrage.decrypt_io(body, writer, [identity])
    except pyrage.DecryptError:
        if writer.error is not None:
            raise writer.error from None
        return BundleFault.WRONG_KEY
    except OSError as error:  # pyrage's own, for a damaged age file
        if writer.error is not None:
            raise writer.error from error
        return BundleFault.ALTERED
    return None


def read_batches(
    body: BinaryIO, manifest: Manifest
) -> Iterator[SignedBatch | BundleFault]:
    """Yield each batch of an unsealed `body`, fully checked; the first fault ends it."""
    body.seek(0)
    for stated in manifest.batches:
        length = int.from_bytes(body.read(_LENGTH_BYTES), "big")
        if not 0 < length <= batch.MAX_BATCH_BYTES:
            yield BundleFault.ALTERED
            return
        signed = _check(body.read(length), stated, manifest)
        yield signed
        if isinstance(signed, BundleFault):
            return
    if body.read(1):
        yield BundleFault.ALTERED


def _check(
    data: bytes, stated: Stated, manifest: Manifest
) -> SignedBatch | BundleFault:
    signed = batch.parse(data)
    if isinstance(signed, BatchFault):
        return BundleFault.ALTERED
    made = signed.batch
    said = (stated.hash, stated.sequence, stated.first, stated.rows, stated.start)
    if said != (signed.hash, made.sequence, made.first, len(made.rows), made.start):
        return BundleFault.ALTERED
    if made.kiosk_id != manifest.kiosk_id:
        return BundleFault.BAD_SIGNATURE
    match batch.verify(signed, manifest.public_key):
        case None:
            return signed
        case BatchFault.BROKEN_CHAIN:
            return BundleFault.BROKEN_CHAIN
        case BatchFault():
            return BundleFault.BAD_SIGNATURE


def _find_fault(
    file: BinaryIO, manifest: Manifest, body_bytes: int
) -> BundleFault | None:
    """Return how the body or the chain differs from what the kiosk signed."""
    if manifest.body_bytes != body_bytes:
        return BundleFault.ALTERED
    if _hash_body(file, body_bytes) != manifest.body_sha256:
        return BundleFault.ALTERED
    return None if find_chain_fault(manifest) == "ok" else BundleFault.BROKEN_CHAIN


def _read_tail(file: BinaryIO) -> tuple[int, bytes, bytes] | BundleFault:
    """Return where the manifest starts, its bytes and its signature."""
    size = file.seek(0, os.SEEK_END)
    if size < len(MAGIC) + _TAIL_BYTES:
        return BundleFault.TRUNCATED
    file.seek(size - _TAIL_BYTES)
    tail = file.read(_TAIL_BYTES)
    if not tail.endswith(END):
        return BundleFault.TRUNCATED
    length = int.from_bytes(tail[_SIGNATURE_BYTES : -len(END)], "big")
    start = size - _TAIL_BYTES - length
    if start < len(MAGIC) or length > MAX_MANIFEST_BYTES:
        return BundleFault.ALTERED
    file.seek(start)
    return start, file.read(length), tail[:_SIGNATURE_BYTES]


def _hash_body(file: BinaryIO, size: int) -> bytes:
    body, digest = _Body(file, size), hashlib.sha256()
    while chunk := body.read(_CHUNK):
        digest.update(chunk)
    return digest.digest()


class _Body:
    """The body inside its file, as a file of its own."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._left = size
        file.seek(len(MAGIC))

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`, none at the end."""
        wanted = self._left if size < 0 else min(size, self._left)
        chunk = self._file.read(wanted)
        self._left -= len(chunk)
        return chunk


class _Writer:
    """A file that pyrage writes to; it remembers the error that pyrage renames."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        """Write `data`."""
        try:
            return self._file.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Flush what was written."""
        self._file.flush()
