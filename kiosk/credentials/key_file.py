"""Key file: issuers' public keys from the files that people have: PEM, DER, JWKS.

A private key is refused: no issuing key ever enters a kiosk (design.md, Trust).
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPublicNumbers,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_public_key,
    load_pem_public_key,
)
from cryptography.x509.oid import NameOID

from kiosk.credentials.public_key import accept, is_strong
from kiosk.credentials.trust import PublicKey, TrustedKey, Usage, hash_certificate

_BEGIN = b"-----BEGIN "
_OPENING_BYTES = (16, 24, 32)

_USAGES = {
    f"1.3.6.1.4.1.{arc}.{number}": usage
    for arc in ("1847.2021.1", "0.1847.2021.1")
    for number, usage in (
        (1, Usage.TEST),
        (2, Usage.VACCINATION),
        (3, Usage.RECOVERY),
    )
}
"""HCERT's extended key usages; the second arc is a known misprint in the field."""


class KeyFault(StrEnum):
    """Why a file gives no keys."""

    PRIVATE = "private"
    """It holds a private key, which must never come here."""
    UNREADABLE = "unreadable"
    WEAK = "weak"
    """RSA below 2048 bits, or a curve that no accepted algorithm uses."""
    EMPTY = "empty"


class _Jwk(msgspec.Struct, frozen=True, kw_only=True):
    key: PublicKey
    kids: frozenset[bytes]


def read_keys(data: bytes, issuer: str = "") -> tuple[TrustedKey, ...] | KeyFault:
    """Return the public keys in `data`.

    `issuer` names keys that do not name their own. A certificate's keys answer
    to HCERT's kid, a JWK's to its `kid` and its thumbprint (RFC 7638), a bare
    public key to every kid.
    """
    try:
        keys = tuple(_read_any(data, issuer))
    except _PrivateKeyError:
        return KeyFault.PRIVATE
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        return KeyFault.UNREADABLE
    if not all(is_strong(key.public_key) for key in keys):
        return KeyFault.WEAK
    return keys or KeyFault.EMPTY


def read_opening_key(data: bytes) -> bytes | None:
    """Return the AES key in `data`: hex digits, or a JWK of type `oct`.

    It opens encrypted identities (Claim 169) and signs nothing.
    """
    try:
        text = data.decode("ascii").strip()
        jwk = msgspec.json.decode(text) if text.startswith("{") else None
        key = bytes.fromhex(text) if jwk is None else _decode(jwk["k"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if len(key) in _OPENING_BYTES else None


class _PrivateKeyError(Exception):
    """A private key was found."""


def _read_any(data: bytes, issuer: str) -> Iterable[TrustedKey]:
    # Not stripped for DER: a signature may end in what looks like a line end.
    if data.lstrip()[:1] in (b"{", b"["):
        return _read_json(data, issuer)
    if _BEGIN in data:
        return [_read_pem(block, issuer) for block in _split_pem(data)]
    return [_read_der(data, issuer)] if data else []


def _split_pem(data: bytes) -> list[bytes]:
    return [_BEGIN + block for block in data.split(_BEGIN)[1:]]


def _read_pem(block: bytes, issuer: str) -> TrustedKey:
    if b"PRIVATE KEY-----" in block:
        raise _PrivateKeyError
    if block.startswith(_BEGIN + b"CERTIFICATE"):
        return _from_certificate(x509.load_pem_x509_certificate(block), issuer)
    return _from_key(load_pem_public_key(block), issuer)


def _read_der(data: bytes, issuer: str) -> TrustedKey:
    try:
        certificate = x509.load_der_x509_certificate(data)
    except ValueError:
        return _from_key(load_der_public_key(data), issuer)
    return _from_certificate(certificate, issuer)


def _from_certificate(certificate: x509.Certificate, issuer: str) -> TrustedKey:
    der = certificate.public_bytes(Encoding.DER)
    key = accept(certificate.public_key())
    return TrustedKey(
        issuer=issuer or _name_subject(certificate),
        public_key=key,
        kids=frozenset({hash_certificate(der)}) | _name_thumbprint(key),
        usages=read_usages(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        certificate=der,
    )


def read_usages(certificate: x509.Certificate) -> frozenset[Usage]:
    """Return what a certificate may sign; empty is everything.

    Finnish certificates say ca=FALSE in full, which DER forbids and
    cryptography refuses: they are read as saying nothing.
    """
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (ValueError, x509.ExtensionNotFound):
        return frozenset()
    named = (_USAGES.get(oid.dotted_string) for oid in usages.value)
    return frozenset(usage for usage in named if usage is not None)


def _name_subject(certificate: x509.Certificate) -> str:
    for oid in (NameOID.COUNTRY_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            return str(attribute.value)
    return ""


def _from_key(key: object, issuer: str) -> TrustedKey:
    return TrustedKey(issuer=issuer, public_key=accept(key), kids=frozenset())


def _read_json(data: bytes, issuer: str) -> Iterable[TrustedKey]:
    document = msgspec.json.decode(data)
    for jwk in _list_jwks(document):
        read = _read_jwk(jwk)
        yield TrustedKey(issuer=issuer, public_key=read.key, kids=read.kids)


def _list_jwks(document: Any) -> list[Mapping[str, Any]]:
    """Return the JWKs of a set, of a DID document, or the one that it is.

    Any: JSON of a file that a person chose; each level is looked at.
    """
    if isinstance(document, list):
        return document
    if "keys" in document:
        return list(document["keys"])
    methods = document.get("verificationMethod")
    if methods is not None:
        return [
            method["publicKeyJwk"] | {"kid": method["id"].rpartition("#")[2]}
            for method in methods
        ]
    return [document]


def _read_jwk(jwk: Mapping[str, Any]) -> _Jwk:
    if "d" in jwk:
        raise _PrivateKeyError
    key = _make_key(jwk)
    kids = set(_name_thumbprint(key))
    if "kid" in jwk:
        kids |= {str(jwk["kid"]).encode()} | _decode_kid(str(jwk["kid"]))
    return _Jwk(key=key, kids=frozenset(kids))


def _make_key(jwk: Mapping[str, Any]) -> PublicKey:
    match jwk["kty"]:
        case "EC" if jwk["crv"] == "P-256":
            x, y = (int.from_bytes(_decode(jwk[name])) for name in "xy")
            return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
        case "OKP" if jwk["crv"] == "Ed25519":
            return Ed25519PublicKey.from_public_bytes(_decode(jwk["x"]))
        case "RSA":
            exponent, modulus = (int.from_bytes(_decode(jwk[name])) for name in "en")
            return RSAPublicNumbers(exponent, modulus).public_key()
        case _:
            raise ValueError


def _name_thumbprint(key: PublicKey) -> frozenset[bytes]:
    """Return the names of a key by its JWK's thumbprint: bytes and base64url."""
    canonical = json.dumps(_list_members(key), sort_keys=True, separators=(",", ":"))
    thumbprint = hashlib.sha256(canonical.encode()).digest()
    return frozenset({thumbprint, _encode(thumbprint).encode()})


def _list_members(key: PublicKey) -> dict[str, str]:
    """Return the members of a JWK that its thumbprint is made of (RFC 7638 3.2)."""
    if isinstance(key, EllipticCurvePublicKey):
        point, size = key.public_numbers(), (key.curve.key_size + 7) // 8
        x, y = (_encode(number.to_bytes(size)) for number in (point.x, point.y))
        return {"crv": f"P-{key.curve.key_size}", "kty": "EC", "x": x, "y": y}
    if isinstance(key, Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": _encode(key.public_bytes_raw())}
    public = key.public_numbers()
    e, n = (_encode_number(number) for number in (public.e, public.n))
    return {"e": e, "kty": "RSA", "n": n}


def _encode_number(number: int) -> str:
    return _encode(number.to_bytes((number.bit_length() + 7) // 8))


def _decode_kid(kid: str) -> set[bytes]:
    """Return the bytes of a kid that is base64, as DCC trust lists write it."""
    try:
        return {base64.b64decode(kid, validate=True)}
    except ValueError:
        return set()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
