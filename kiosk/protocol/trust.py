"""Trust: issuers' public keys as one JSON document of the roster.

A kiosk keeps the keys that its admin gave it in the same form.
"""

import hashlib
from typing import Annotated

import msgspec
from msgspec import Meta

TARGET = "trust.json"

Second = Annotated[int, Meta(ge=-62_135_596_800, le=253_402_300_799)]
"""Since 1970 UTC; from the year 1 to 9999."""


class IssuerKey(msgspec.Struct, frozen=True, kw_only=True):
    """One public key of an issuer; byte strings are base64 in JSON.

    `key` is the DER of its SubjectPublicKeyInfo, `certificate` the DER it came
    in. `kids` empty answers to every name that a code gives its key, `usages`
    empty allows all. Scopes and usages are those of credentials/trust.py.
    """

    issuer: str
    key: bytes
    certificate: bytes = b""
    kids: tuple[bytes, ...] = ()
    scopes: tuple[str, ...]
    usages: tuple[str, ...] = ()
    not_before: Second | None = None
    not_after: Second | None = None


class TrustDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The content of `trust.json`."""

    keys: tuple[IssuerKey, ...] = ()


def encode(document: TrustDocument) -> bytes:
    """Return the JSON of `document`."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> TrustDocument | None:
    """Return the document in `data`, None where there is none."""
    try:
        return msgspec.json.decode(data, type=TrustDocument)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def name_key(key: IssuerKey) -> str:
    """Return by what people call a key: 16 hex of its certificate's hash, or its own."""
    return hashlib.sha256(key.certificate or key.key).hexdigest()[:16]
