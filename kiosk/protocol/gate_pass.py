"""Gate pass: what the province's own pass says, and how it is signed.

A CWT (RFC 8392) in a COSE_Sign1 (RFC 9052) without a tag, in base45 behind
`VP1:`. What CWT has no claim for stands in one private claim with small integer
keys: 196 bytes and QR version 10 at level M for the usual claims, where text
keys take 14 (signed-codes.md 3).
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import cbor2
import msgspec

from kiosk.protocol import base45
from kiosk.protocol.status_list import LIST_BITS

PREFIX = "VP1:"
PASS_ID_BYTES = 12
BINDING_BYTES = 16
KID_BYTES = 8

EDDSA, ES256 = -8, -7
"""COSE's numbers of the two algorithms that sign passes (RFC 9053 2)."""

_ALGORITHM, _KID = 1, 4
_ISSUER, _NOT_AFTER, _NOT_BEFORE, _PASS_ID = 1, 4, 5, 7
_PRIVATE = -70001
"""IANA leaves claim keys below -65536 to private use."""
_NAME, _BOUND_TO, _POINTS, _PLATE, _STATUS, _USES = 1, 2, 3, 4, 5, 6

MAX_POINTS = 64
MAX_TEXT = 200


class GatePass(msgspec.Struct, frozen=True, kw_only=True):
    """What a pass grants, and to whom.

    Times are seconds since 1970 UTC, both included. `bound_to` is `bind()` of
    the holder's document, empty where it is bound to none. `points` empty is
    everywhere, `uses` None without limit. `index` is the pass's bit in the
    status list `list_id`, whose number and the index make one integer on the wire.
    """

    pass_id: bytes
    issuer: str
    name: str
    not_before: int
    not_after: int
    list_id: int
    index: int
    bound_to: bytes = b""
    points: tuple[str, ...] = ()
    plate: str = ""
    uses: int | None = None


def bind(pass_id: bytes, document: str) -> bytes:
    """Return what a pass keeps of its holder's document, 16 bytes.

    Salted by the pass's own random id, so that passes of one person can't be
    put together by it. Whoever holds the pass can still try every number.
    """
    return hashlib.sha256(pass_id + document.encode()).digest()[:BINDING_BYTES]


def name_key(public_key: bytes) -> bytes:
    """Return the kid of a pass-signing key by its raw public bytes, 8 bytes."""
    return hashlib.sha256(public_key).digest()[:KID_BYTES]


def encode(gate_pass: GatePass) -> bytes:
    """Return the CWT's claims as CBOR, what is absent left out."""
    private: dict[int, object] = {
        _NAME: gate_pass.name,
        _BOUND_TO: gate_pass.bound_to,
        _POINTS: list(gate_pass.points),
        _PLATE: gate_pass.plate,
        _STATUS: gate_pass.list_id * LIST_BITS + gate_pass.index,
        _USES: gate_pass.uses,
    }
    claims = {
        _ISSUER: gate_pass.issuer,
        _NOT_AFTER: gate_pass.not_after,
        _NOT_BEFORE: gate_pass.not_before,
        _PASS_ID: gate_pass.pass_id,
        _PRIVATE: {key: value for key, value in private.items() if value},
    }
    return cbor2.dumps(claims, canonical=True)


def decode(claims: object) -> GatePass | None:
    """Return the pass in a CWT's claims, None where they are none of ours."""
    private = claims.get(_PRIVATE) if isinstance(claims, Mapping) else None
    if not isinstance(claims, Mapping) or not isinstance(private, Mapping):
        return None
    gate_pass = _make(claims, private)
    return gate_pass if _is_sound(gate_pass) else None


def sign(
    gate_pass: GatePass,
    sign_bytes: Callable[[bytes], bytes],
    *,
    kid: bytes,
    algorithm: int = EDDSA,
) -> bytes:
    """Return the signed pass, a COSE_Sign1.

    `sign_bytes` returns the raw signature, 64 bytes of either algorithm.
    """
    protected = cbor2.dumps({_ALGORITHM: algorithm, _KID: kid}, canonical=True)
    payload = encode(gate_pass)
    body = cbor2.dumps(["Signature1", protected, b"", payload])
    return cbor2.dumps([protected, {}, payload, sign_bytes(body)])


def write(message: bytes) -> str:
    """Return the text of a signed pass's QR code."""
    return PREFIX + base45.encode(message)


def _make(claims: Mapping[Any, Any], private: Mapping[Any, Any]) -> GatePass:
    """Return the pass as it stands on the wire; `_is_sound` judges the types."""
    status, points = private.get(_STATUS, 0), private.get(_POINTS, ())
    list_id, index = divmod(status, LIST_BITS) if _is_count(status) else (-1, -1)
    return GatePass(
        pass_id=claims.get(_PASS_ID, b""),
        issuer=claims.get(_ISSUER, ""),
        name=private.get(_NAME, ""),
        not_before=claims.get(_NOT_BEFORE, 0),
        not_after=claims.get(_NOT_AFTER, -1),
        list_id=list_id,
        index=index,
        bound_to=private.get(_BOUND_TO, b""),
        points=tuple(points) if isinstance(points, list | tuple) else points,
        plate=private.get(_PLATE, ""),
        uses=private.get(_USES),
    )


def _is_sound(one: GatePass) -> bool:
    if type(one.points) is not tuple:
        return False
    texts = (one.issuer, one.name, one.plate, *one.points)
    numbers = (one.not_before, one.not_after, one.list_id, one.index)
    return (
        _is_bytes(one.pass_id, PASS_ID_BYTES)
        and (one.bound_to == b"" or _is_bytes(one.bound_to, BINDING_BYTES))
        and len(one.points) <= MAX_POINTS
        and all(_is_text(text) for text in texts)
        and all(_is_count(number) for number in numbers)
        and (one.uses is None or (_is_count(one.uses) and one.uses != 0))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT


def _is_bytes(value: object, length: int) -> bool:
    return isinstance(value, bytes) and len(value) == length


def _is_count(value: object) -> bool:
    # bool is an int; 2**40 seconds are 34,000 years, which datetime can't tell.
    return type(value) is int and 0 <= value < 2**37
