"""Recovery: a kiosk that lost entries asks the province which of them it holds.

A signed request is a msgpack array `[body, signature]`, the body the msgpack
array of `Request`, signed by the kiosk. The signed answer is the same with an
`Answer`, signed by a receipt key of the province. Rows travel without content:
id and commitment are all the chain needs.
"""

import hashlib
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import signature

REQUEST_CONTEXT = "kiosk recovery 1"
ANSWER_CONTEXT = "province recovery 1"
PATH = "/v1/recovery"
MAX_RANGES = 1000
MAX_ROWS = 5000
"""Of one answer; whoever misses more asks again for what is left."""
MAX_REQUEST_BYTES = 64 * 1024
"""1,000 ranges of nine-byte numbers are 19 kB."""
MAX_ANSWER_BYTES = 4 * 1024 * 1024
"""5,000 rows are some 500 kB."""
NONCE_BYTES = 16
_END = 2**53


class Request(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """Which positions a kiosk misses: `ranges` of first and last, both included.

    `asked_at_us` is the kiosk's clock, microseconds since 1970 UTC. No ranges:
    only what the province knows at all is asked.
    """

    kiosk_id: str
    ranges: tuple[tuple[int, int], ...]
    asked_at_us: int
    nonce: bytes


class Row(msgspec.Struct, array_like=True, frozen=True):
    """An entry that the province holds; `epoch` says of which of the kiosk's chains."""

    position: int
    entry_id: bytes
    commitment: bytes
    act: str
    decided_at_us: int
    epoch: str = ""


class Epoch(msgspec.Struct, array_like=True, frozen=True):
    """The first and last position that the province holds of an epoch."""

    epoch: str
    first: int
    last: int


class Answer(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What the province holds of the ranges asked for, by position, at most `MAX_ROWS`.

    `request` is SHA-256 of the request's body; `highest` the highest position
    known over all epochs, 0 for none.
    """

    kiosk_id: str
    request: bytes
    highest: int
    rows: tuple[Row, ...]
    epochs: tuple[Epoch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """Bytes that parse as a request; whether the kiosk signed them is still to be checked."""

    body: bytes
    signature: bytes
    request: Request

    @property
    def hash(self) -> bytes:
        """Return what the answer must name, 32 bytes."""
        return hashlib.sha256(self.body).digest()

    def is_of(self, public_key: bytes) -> bool:
        """Say whether the kiosk with the raw `public_key` signed it."""
        return signature.is_signed(
            public_key, REQUEST_CONTEXT, self.body, self.signature
        )


_ENCODER = msgspec.msgpack.Encoder()
_REQUEST = msgspec.msgpack.Decoder(Request)
_ANSWER = msgspec.msgpack.Decoder(Answer)
_SIGNED = msgspec.msgpack.Decoder(tuple[bytes, bytes])


def seal_request(request: Request, private_key: Ed25519PrivateKey) -> bytes:
    """Return `request` signed by the kiosk."""
    body = _ENCODER.encode(request)
    signed = signature.sign(private_key, REQUEST_CONTEXT, body)
    return _ENCODER.encode((body, signed))


def hash_request(request: Request) -> bytes:
    """Return what the answer to `request` must name, 32 bytes."""
    return hashlib.sha256(_ENCODER.encode(request)).digest()


def parse_request(data: bytes) -> SignedRequest | None:
    """Parse what `seal_request` made, None for anything else; the signature is not checked."""
    if len(data) > MAX_REQUEST_BYTES:
        return None
    try:
        body, signed = _SIGNED.decode(data)
        request = _REQUEST.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not _is_plausible(request):
        return None
    return SignedRequest(body=body, signature=signed, request=request)


def seal_answer(answer: Answer, private_key: Ed25519PrivateKey) -> bytes:
    """Return `answer` signed by the province."""
    body = _ENCODER.encode(answer)
    signed = signature.sign(private_key, ANSWER_CONTEXT, body)
    return _ENCODER.encode((body, signed))


def open_answer(
    data: bytes, request: Request, public_keys: tuple[bytes, ...]
) -> Answer | None:
    """Return the answer to `request` in `data`, None unless one of `public_keys` signed it."""
    try:
        body, signed = _SIGNED.decode(data)
        answer = _ANSWER.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if answer.request != hash_request(request) or answer.kiosk_id != request.kiosk_id:
        return None
    if not all(_is_whole(row) for row in answer.rows):
        return None
    is_signed = any(
        signature.is_signed(key, ANSWER_CONTEXT, body, signed) for key in public_keys
    )
    return answer if is_signed else None


def _is_plausible(request: Request) -> bool:
    return (
        len(request.ranges) <= MAX_RANGES
        and all(1 <= first <= last < _END for first, last in request.ranges)
        and 0 <= request.asked_at_us < _END
        and len(request.nonce) == NONCE_BYTES
    )


def _is_whole(row: Row) -> bool:
    return (
        1 <= row.position < _END
        and len(row.entry_id) == 16
        and len(row.commitment) == 32
        and 0 <= row.decided_at_us < _END
    )
