"""Neighbour: what kiosks of one point tell each other, a datagram at a time.

A datagram is signed by its sender and sealed with the key of the point, so
that whoever listens on the LAN sees that kiosks talk, and not of whom.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from kiosk.protocol import signature
from kiosk.protocol.neighbourhood import Neighbourhood

MAX_BYTES = 1200
"""Passes every LAN and tunnel in one piece; a larger one is nobody's of ours."""
HASH_BYTES = 12
"""As the watch list's: a million holders meet a stranger once in 10^22 look-ups."""
NONCE_BYTES = 8
MAX_GATE = 40
MAX_AGE_MS = 7 * 24 * 3600 * 1000
"""Nobody is asked about an admission of a week ago."""
WORDS_BYTES = MAX_BYTES - 220
"""The rest is head (at most 90 with its frame), signature (64), nonce and tag (31)."""

_MAGIC = b"KN1"
_SIV_NONCE_BYTES = 12
_SIGNATURE_BYTES = 64
_CONTEXT = "neighbour 1"


class Ignored(StrEnum):
    """Why a datagram counts for nothing."""

    TOO_LARGE = "too_large"
    FOREIGN = "foreign"
    """No kiosk that shares the point's key sealed it, or it was altered."""
    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    """It names a kiosk that the province did not, or another one signed it."""
    OWN = "own"
    REPLAYED = "replayed"
    STALE = "stale"
    """It answers nothing that was said in the last two minutes."""


class Word(msgspec.Struct, frozen=True, array_like=True):
    """What a holder did last at the kiosk that says so.

    `direction` is `in`, `out`, or empty where what was said before was taken
    back. `age_ms` is how long ago: kiosks' clocks differ.
    """

    holder: bytes
    direction: str
    gate: str
    age_ms: int


class Datagram(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One datagram from `sender`, a kiosk id, to one neighbour.

    (`start`, `number`) grows with each that a sender sends. `nonce` is the
    sender's own; `echo` is the neighbour's, as the sender heard it last, so that
    nothing counts but what was said after it.
    """

    sender: str
    start: int
    number: int
    nonce: bytes
    echo: bytes = b""
    words: tuple[Word, ...] = ()


def hash_holder(key: bytes, holder: str) -> bytes:
    """Return by what the kiosks of the point call `holder` among themselves."""
    return hmac.digest(key, b"holder\0" + holder.encode(), hashlib.sha256)[:HASH_BYTES]


def make_tag(key: bytes) -> str:
    """Return by what the kiosks of a point find each other; it names no point."""
    return hmac.digest(key, b"tag\0", hashlib.sha256)[:8].hex()


def split(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield `words` in parts that fit into one datagram each."""
    part: list[Word] = []
    size = 0
    for word in words:
        length = len(msgspec.msgpack.encode(word))
        if part and size + length > WORDS_BYTES:
            yield tuple(part)
            part, size = [], 0
        part.append(word)
        size += length
    if part:
        yield tuple(part)


def seal(
    datagram: Datagram, key: bytes, private_key: Ed25519PrivateKey, randomness: bytes
) -> bytes:
    """Return the bytes of `datagram`; `randomness` is 12 fresh bytes."""
    body = msgspec.msgpack.encode(datagram)
    signed = signature.sign(private_key, _CONTEXT, body) + body
    return _MAGIC + randomness + _make_seal(key).encrypt(randomness, signed, _MAGIC)


def open_datagram(data: bytes, neighbourhood: Neighbourhood) -> Datagram | Ignored:
    """Return the datagram that a kiosk of `neighbourhood` sent, or why it is none."""
    if len(data) > MAX_BYTES:
        return Ignored.TOO_LARGE
    head = len(_MAGIC) + _SIV_NONCE_BYTES
    if not data.startswith(_MAGIC) or len(data) <= head:
        return Ignored.MALFORMED
    try:
        signed = _make_seal(neighbourhood.key).decrypt(
            data[len(_MAGIC) : head], data[head:], _MAGIC
        )
    except (InvalidTag, ValueError):
        return Ignored.FOREIGN
    return _verify(signed, neighbourhood)


def _verify(signed: bytes, neighbourhood: Neighbourhood) -> Datagram | Ignored:
    mark, body = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
    try:
        datagram = msgspec.msgpack.decode(body, type=Datagram)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Ignored.MALFORMED
    public_key = neighbourhood.public_keys.get(datagram.sender)
    if public_key is None:
        return Ignored.UNKNOWN_KEY
    if not signature.is_signed(public_key, _CONTEXT, body, mark):
        return Ignored.UNKNOWN_KEY
    return datagram if _is_sound(datagram) else Ignored.MALFORMED


def _is_sound(datagram: Datagram) -> bool:
    return len(datagram.nonce) == NONCE_BYTES and all(
        len(word.holder) == HASH_BYTES
        and word.direction in ("in", "out", "")
        and len(word.gate) <= MAX_GATE
        and 0 <= word.age_ms <= MAX_AGE_MS
        for word in datagram.words
    )


def _make_seal(key: bytes) -> AESGCMSIV:
    return AESGCMSIV(hmac.digest(key, b"seal\0", hashlib.sha256))
