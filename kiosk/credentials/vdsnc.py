"""Vdsnc: ICAO visible digital seals for non-constrained environments, as JSON.

ICAO TR VDS-NC 1.4: `data` in canonical form (RFC 8785) is signed; `sig` brings
the signer's certificate along, which a country's CSCA must have signed. Where
that CSCA is not in the trust store, nothing is verified.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec
import rfc8785
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from kiosk.credentials.cose import Algorithm, is_signed_by
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.cwt import as_text
from kiosk.credentials.public_key import accept
from kiosk.credentials.trust import Scope, TrustedKey, TrustStore
from kiosk.reason import Reason

_SEXES = {"M": "male", "F": "female"}
_REVOCATION_BYTES = 16


def parse_vdsnc(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the seal in `text`, verified where its signer's country is trusted."""
    try:
        seal = msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return Unreadable(reason=Reason.UNKNOWN_KIND)
    data, sig = seal.get("data"), seal.get("sig")
    if not isinstance(data, Mapping) or not isinstance(sig, Mapping):
        return Unreadable(reason=Reason.UNKNOWN_KIND)
    header, message = data.get("hdr"), data.get("msg")
    if not isinstance(header, Mapping) or not isinstance(message, Mapping):
        return Unreadable(reason=Reason.MALFORMED, kind=Kind.VDSNC)
    faults = _find_faults(data, sig, trust)
    claims = _read_claims(header, message)
    uvci = claims.get(Claim.CERTIFICATE, "")
    return Credential(
        kind=Kind.VDSNC,
        claims=claims,
        holder=_name_holder(claims),
        verified=not faults,
        faults=faults,
        revocation=(_hash(uvci),) if uvci else (),
    )


def _find_faults(
    data: Mapping[str, Any], sig: Mapping[str, Any], trust: TrustStore
) -> tuple[Reason, ...]:
    if sig.get("alg") != Algorithm.ES256.name:
        return (Reason.WRONG_ALGORITHM,)
    signature, der = _decode(sig.get("sigvl")), _decode(sig.get("cer"))
    if not signature:
        return (Reason.UNSIGNED,)
    try:
        certificate = x509.load_der_x509_certificate(der)
        key = accept(certificate.public_key())
        body = rfc8785.dumps(dict(data))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return (Reason.BROKEN_SIGNATURE,)
    if not is_signed_by(key, Algorithm.ES256, signature, body):
        return (Reason.BROKEN_SIGNATURE,)
    known = any(
        _vouches(trusted, certificate, der)
        for trusted in trust.find(None, Scope.TRAVEL)
    )
    return () if known else (Reason.UNKNOWN_ISSUER,)


def _vouches(trusted: TrustedKey, certificate: x509.Certificate, der: bytes) -> bool:
    """Say whether a trusted key is the signer's own, or its country's CSCA."""
    if trusted.certificate == der or trusted.public_key == certificate.public_key():
        return True
    if not trusted.certificate:
        return False
    country = x509.load_der_x509_certificate(trusted.certificate)
    try:
        certificate.verify_directly_issued_by(country)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _decode(value: Any) -> bytes:
    """Return base64 of either alphabet: samples mix them; empty where it is none."""
    text = value.replace("-", "+").replace("_", "/") if isinstance(value, str) else ""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        return b""


def _read_claims(
    header: Mapping[str, Any], message: Mapping[str, Any]
) -> dict[Claim, str]:
    person = message.get("pid")
    about = person if isinstance(person, Mapping) else {}
    claims = {
        Claim.DOCUMENT: as_text(about.get("i")),
        Claim.NAME: as_text(about.get("n")),
        Claim.BIRTH_DATE: as_text(about.get("dob")),
        Claim.SEX: _SEXES.get(as_text(about.get("sex")), ""),
        Claim.ISSUER: as_text(header.get("is")),
        Claim.CERTIFICATE: as_text(message.get("uvci") or message.get("utci")),
    }
    return {claim: value for claim, value in claims.items() if value}


def _name_holder(claims: Mapping[Claim, str]) -> str | None:
    document = claims.get(Claim.DOCUMENT)
    return f"vds:{claims.get(Claim.ISSUER, '')}:{document}" if document else None


def _hash(uvci: str) -> bytes:
    return hashlib.sha256(b"vds|" + uvci.encode()).digest()[:_REVOCATION_BYTES]
