"""Enrolment: the one-time code, the request a kiosk makes with it, and the answer.

The code is `VE1` and base32 without padding (RFC 4648: A-Z2-7), so that any
wedge reads it and a person can type it. It carries the province's address, a
one-time token, an expiry, SHA-256 of TUF's root.json and of the CA
certificate (empty for a public one); four bytes of SHA-256 over all that end
it, so that a typing mistake is told from a code that the province refuses.

Request and answer are JSON. The request is signed by the kiosk's new key: the
same code and key are always given the same answer, so an answer lost on the
way is asked for again. The answer is signed by a receipt key of the roster.
"""

import base64
import binascii
import hashlib
from enum import StrEnum

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import signature

PREFIX = "VE1"
REQUEST_CONTEXT = "kiosk enrolment request 1"
ANSWER_CONTEXT = "kiosk enrolment answer 1"
CA_PATH = "/v1/roster/ca"
"""`{CA_PATH}/{sha256 hex}.cer` is the CA's certificate (DER) that a code names."""

TOKEN_BYTES = 16
_CHECK_BYTES = 4


class Code(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What an enrolment code says; `expires_at` is seconds since 1970 UTC."""

    url: str
    token: bytes
    expires_at: int
    root_sha256: bytes
    ca_sha256: bytes = b""


class CodeFault(StrEnum):
    """Why text is not an enrolment code."""

    NOT_A_CODE = "not_a_code"
    MISTYPED = "mistyped"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A kiosk asks to be enrolled; byte strings are base64 in JSON.

    `signature` is over token ‖ public_key by the private half of `public_key`.
    """

    token: bytes
    public_key: bytes
    signature: bytes
    app_version: str
    machine: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The province's answer.

    `recovery_recipient` is the age recipient (`age1…`) of the province's
    offline recovery key. `url` and `ca_sha256` are as in a code, for a kiosk
    that has none.
    """

    kiosk_id: str
    point: str
    point_name: str
    gate: str
    province: str
    recovery_recipient: str
    url: str = ""
    ca_sha256: bytes = b""


class SignedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON of an `Answer` as bytes, and a receipt key's signature over it."""

    answer: bytes
    signature: bytes


class Refusal(StrEnum):
    """Why the province does not enrol."""

    UNKNOWN_CODE = "unknown_code"
    USED_CODE = "used_code"
    EXPIRED_CODE = "expired_code"
    BAD_REQUEST = "bad_request"


def is_enrolment_code(data: bytes) -> bool:
    """Say whether it is meant for enrolment: such a code is nobody's credential.

    A mistyped one is too; what is wrong with it is told by the enrolment.
    """
    packed = b"".join(data.split()).replace(b"-", b"").upper()
    return packed.startswith(PREFIX.encode()) and packed.isalnum()


def format_code(code: Code) -> str:
    """Return the text of `code`: digits and A-Z only."""
    body = msgspec.msgpack.encode(code)
    check = hashlib.sha256(body).digest()[:_CHECK_BYTES]
    text = base64.b32encode(body + check).decode("ascii")
    return PREFIX + text.rstrip("=")


def parse_code(text: str) -> Code | CodeFault:
    """Return what `text` says; case, blanks and hyphens do not matter."""
    packed = "".join(text.split()).replace("-", "").upper()
    if not packed.startswith(PREFIX) or not packed.isascii():
        return CodeFault.NOT_A_CODE
    encoded = packed.removeprefix(PREFIX)
    try:
        data = base64.b32decode(encoded + "=" * (-len(encoded) % 8))
    except binascii.Error:
        return CodeFault.MISTYPED
    body, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
    if hashlib.sha256(body).digest()[:_CHECK_BYTES] != check:
        return CodeFault.MISTYPED
    try:
        return msgspec.msgpack.decode(body, type=Code)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return CodeFault.NOT_A_CODE


def make_request(
    token: bytes,
    private_key: Ed25519PrivateKey,
    app_version: str,
    machine: str = "",
) -> Request:
    """Return the signed request of the kiosk with `private_key`."""
    public_key = signature.get_public_bytes(private_key)
    return Request(
        token=token,
        public_key=public_key,
        signature=signature.sign(private_key, REQUEST_CONTEXT, token + public_key),
        app_version=app_version,
        machine=machine,
    )


def is_request_signed(request: Request) -> bool:
    """Say whether the kiosk that asks holds the private half of its key."""
    return signature.is_signed(
        request.public_key,
        REQUEST_CONTEXT,
        request.token + request.public_key,
        request.signature,
    )


def sign_answer(answer: Answer, private_key: Ed25519PrivateKey) -> SignedAnswer:
    """Return `answer` signed with a receipt key."""
    body = msgspec.json.encode(answer)
    return SignedAnswer(
        answer=body, signature=signature.sign(private_key, ANSWER_CONTEXT, body)
    )


def open_answer(signed: SignedAnswer, public_keys: tuple[bytes, ...]) -> Answer | None:
    """Return the answer, None unless one of `public_keys` signed it."""
    if not any(
        signature.is_signed(key, ANSWER_CONTEXT, signed.answer, signed.signature)
        for key in public_keys
    ):
        return None
    try:
        return msgspec.json.decode(signed.answer, type=Answer)
    except (msgspec.MsgspecError, RecursionError):
        return None
