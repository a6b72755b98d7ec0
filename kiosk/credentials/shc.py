"""Shc: SMART Health Cards, a JWS in digits behind `shc:/`, in one code or several.

Framework 1.4 (spec.smarthealth.cards): ES256 only, payload packed by raw
DEFLATE, kid is the key's JWK thumbprint (RFC 7638).
"""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from kiosk.credentials.cose import Algorithm, is_signed_by
from kiosk.credentials.credential import Claim, Credential, Kind, Part, Unreadable
from kiosk.credentials.cwt import MAX_INFLATED_BYTES, as_text, read_time
from kiosk.credentials.trust import Scope, TrustStore
from kiosk.reason import Reason

MAX_PARTS = 8
_FORM = re.compile(
    r"shc:/(?:([1-9])/([1-9])/)?((?:[0-9]{2})+)\Z", re.IGNORECASE | re.ASCII
)
_FIRST_CHARACTER = 45
_JWS = re.compile(r"[\w-]+\.[\w-]+\.[\w-]*\Z", re.ASCII)
_REVOCATION_BYTES = 16


class _Jws(msgspec.Struct, frozen=True, kw_only=True):
    """A JWS taken apart; `body` is what was signed."""

    kid: str
    payload: Mapping[str, Any]
    body: bytes
    signature: bytes


def parse_shc(text: str, trust: TrustStore) -> Credential | Part | Unreadable:
    """Return the card in `text`, or which part of one it is."""
    found = _FORM.match(text)
    if found is None:
        return _refuse(Reason.MALFORMED)
    number, total, digits = found.groups()
    if number is None or total == "1":
        return parse_jws(_read_digits(digits), trust)
    if int(number) > int(total) or int(total) > MAX_PARTS:
        return _refuse(Reason.MALFORMED)
    return Part(kind=Kind.SHC, number=int(number), total=int(total), text=digits)


def combine(parts: Sequence[Part], trust: TrustStore) -> Credential | Unreadable:
    """Return the card of which `parts` are all there are, in any order."""
    by_number = {part.number: part.text for part in parts}
    totals = {part.total for part in parts}
    if len(totals) != 1 or by_number.keys() != set(range(1, totals.pop() + 1)):
        return _refuse(Reason.INCOMPLETE)
    digits = "".join(by_number[number] for number in sorted(by_number))
    return parse_jws(_read_digits(digits), trust)


def parse_jws(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the card in a compact JWS."""
    jws = _read_jws(text)
    if isinstance(jws, Reason):
        return _refuse(jws)
    subject = jws.payload.get("vc", {}).get("credentialSubject", {})
    keys = trust.find(jws.kid.encode(), Scope.HEALTH)
    fits = any(
        is_signed_by(key.public_key, Algorithm.ES256, jws.signature, jws.body)
        for key in keys
    )
    unfit = Reason.BROKEN_SIGNATURE if keys else Reason.UNKNOWN_ISSUER
    return Credential(
        kind=Kind.SHC,
        claims=_read_claims(jws.payload, subject),
        holder=None,
        verified=fits,
        faults=() if fits else (unfit,),
        not_before=read_time(jws.payload.get("nbf")),
        not_after=read_time(jws.payload.get("exp")),
        revocation=_hash_revocation(jws),
    )


def hash_revocation(kid: str, rid: str) -> bytes:
    """Return what a revocation list of `kid` keeps of the card `rid`, 16 bytes."""
    named = f"shc|{kid}|{rid}".encode()
    return hashlib.sha256(named).digest()[:_REVOCATION_BYTES]


def _refuse(reason: Reason) -> Unreadable:
    return Unreadable(reason=reason, kind=Kind.SHC)


def _read_digits(digits: str) -> str:
    """Return the characters of which each pair of digits is one."""
    pairs = (int(digits[at : at + 2]) for at in range(0, len(digits), 2))
    return "".join(chr(pair + _FIRST_CHARACTER) for pair in pairs)


def _read_jws(text: str) -> _Jws | Reason:
    if _JWS.match(text) is None:
        return Reason.MALFORMED
    header_text, payload_text, signature_text = text.split(".")
    header = _read_json(_decode(header_text))
    if header is None or header.get("zip") != "DEF":
        return Reason.MALFORMED
    if header.get("alg") != "ES256":
        return Reason.WRONG_ALGORITHM
    if not signature_text:
        return Reason.UNSIGNED
    payload = _read_json(_inflate(_decode(payload_text)))
    if payload is None or not _is_card(payload):
        return Reason.MALFORMED
    return _Jws(
        kid=as_text(header.get("kid")),
        payload=payload,
        body=f"{header_text}.{payload_text}".encode("ascii"),
        signature=_decode(signature_text),
    )


def _is_card(payload: Mapping[str, Any]) -> bool:
    card = payload.get("vc")
    subject = card.get("credentialSubject") if isinstance(card, Mapping) else None
    return isinstance(subject, Mapping)


def _decode(text: str) -> bytes:
    # One letter too many is no base64: the decoder takes it for the rest of none.
    whole = text if len(text) % 4 != 1 else text[:-1]
    return base64.urlsafe_b64decode(whole + "=" * (-len(whole) % 4))


def _inflate(packed: bytes) -> bytes:
    """Return what raw DEFLATE packed, empty where it is not whole or too much."""
    inflater = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        text = inflater.decompress(packed, MAX_INFLATED_BYTES)
    except zlib.error:
        return b""
    return text if inflater.eof else b""


def _read_json(text: bytes) -> Mapping[str, Any] | None:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _read_claims(
    payload: Mapping[str, Any], subject: Mapping[str, Any]
) -> dict[Claim, str]:
    resources = list(_list_resources(subject.get("fhirBundle")))
    patients = [one for one in resources if one.get("resourceType") == "Patient"]
    patient = patients[0] if patients else {}
    claims = {
        Claim.NAME: _read_name(patient.get("name")),
        Claim.BIRTH_DATE: as_text(patient.get("birthDate")),
        Claim.ISSUER: as_text(payload.get("iss")),
        Claim.HEALTH: _summarise(resources),
    }
    return {claim: value for claim, value in claims.items() if value}


def _list_resources(bundle: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the FHIR resources of a bundle; any: each level is looked at."""
    entries = bundle.get("entry") if isinstance(bundle, Mapping) else None
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, Mapping) else None
        if isinstance(resource, Mapping):
            yield resource


def _read_name(names: Any) -> str:
    """Return the first name, family name first as in Vietnam."""
    first = names[0] if isinstance(names, list) and names else None
    if not isinstance(first, Mapping):
        return ""
    given = first.get("given")
    parts = [first.get("family"), *(given if isinstance(given, list) else ())]
    return " ".join(text for text in map(as_text, parts) if text)


def _summarise(resources: Sequence[Mapping[str, Any]]) -> str:
    """Say how many doses there were, and when the last."""
    doses = [
        as_text(one.get("occurrenceDateTime"))
        for one in resources
        if one.get("resourceType") == "Immunization"
    ]
    return f"vaccination {len(doses)} {max(doses)}".strip() if doses else ""


def _hash_revocation(jws: _Jws) -> tuple[bytes, ...]:
    rid = as_text(jws.payload["vc"].get("rid"))
    return (hash_revocation(jws.kid, rid),) if rid else ()
