"""Receipt: the province's signed answer to a batch, one status per entry.

A signed receipt is a msgpack array `[body, signature]`, the body the msgpack
array of `Receipt`.
"""

from enum import StrEnum

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import signature

CONTEXT = "kiosk receipt 1"


class Status(StrEnum):
    """What became of an entry at the province."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    """The province has this entry, byte for byte, from before."""
    HELD = "held"
    """The province has it and an officer will decide; settled for the kiosk."""
    REFUSED = "refused"
    """The province does not have it as sent; it stays on the kiosk."""


class Refusal(StrEnum):
    """Why an entry is refused."""

    CONFLICT = "conflict"
    """Another entry with the same id is held; the province keeps both."""
    MALFORMED = "malformed"
    """The content is none that the province can read."""
    FUTURE = "future"
    """It says a time that is still to come; sent again, it is taken once that has come."""


class Line(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What became of one entry; `reason` is a `Refusal` or empty."""

    entry_id: bytes
    status: Status
    reason: str = ""


class Receipt(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """The answer to the batch with hash `batch`.

    `lines` are in the batch's order, one per entry. `received_at_us` is the
    province's clock, microseconds since 1970 UTC. The signature over it
    countersigns the batch's head.
    """

    kiosk_id: str
    batch: bytes
    received_at_us: int
    head: bytes
    lines: tuple[Line, ...]


_ENCODER = msgspec.msgpack.Encoder()
_BODY = msgspec.msgpack.Decoder(Receipt)
_SIGNED = msgspec.msgpack.Decoder(tuple[bytes, bytes])


def seal(receipt: Receipt, private_key: Ed25519PrivateKey) -> bytes:
    """Return `receipt` signed by the province."""
    body = _ENCODER.encode(receipt)
    return _ENCODER.encode((body, signature.sign(private_key, CONTEXT, body)))


def join(receipt: Receipt, signed: bytes) -> bytes:
    """Return `receipt` with a signature that was made before, whether it fits or not."""
    return _ENCODER.encode((_ENCODER.encode(receipt), signed))


def read_signature(sealed: bytes) -> bytes:
    """Return the signature of what `seal` made."""
    return _SIGNED.decode(sealed)[1]


def peek(data: bytes) -> Receipt | None:
    """Return the receipt in `data`, whoever signed it, None where it is none."""
    try:
        body, _ = _SIGNED.decode(data)
        return _BODY.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def open_receipt(data: bytes, public_keys: tuple[bytes, ...]) -> Receipt | None:
    """Return the receipt in `data`, None unless one of `public_keys` signed it."""
    try:
        body, signed = _SIGNED.decode(data)
        receipt = _BODY.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if any(signature.is_signed(key, CONTEXT, body, signed) for key in public_keys):
        return receipt
    return None
