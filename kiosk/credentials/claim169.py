"""Claim169: MOSIP identities, a CWT with claim 169, in bare base45.

MOSIP's "169 - QR code specification" 1.2: CBOR Web Token, COSE_Sign1, perhaps
inside a COSE_Encrypt0, zlib, base45. There is no prefix: what does not unpack
to such a token is no one's code. Photos and biometrics are never looked at.
"""

from collections.abc import Mapping
from typing import Any

import cbor2

from kiosk.credentials.cbor import MAPS, read_cbor
from kiosk.credentials.cose import Signed, judge, open_sealed, take_apart
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.cwt import as_text, inflate, read_time
from kiosk.credentials.trust import Scope, TrustStore
from kiosk.protocol import base45
from kiosk.reason import Reason

CLAIM = 169
_ISSUER, _EXPIRY, _NOT_BEFORE = 1, 4, 5
_TAG_ENCRYPT0, _TAG_CWT = 16, 61

_FIELDS = {
    1: Claim.DOCUMENT,
    4: Claim.NAME,
    10: Claim.ADDRESS,
    12: Claim.PHONE,
    13: Claim.NATIONALITY,
}
_NAME_PARTS = (5, 6, 7)
_BIRTH_DATE, _SEX = 8, 9
_SEXES = {1: "male", 2: "female"}
_COMPACT_DATE_DIGITS = 8


def parse_claim169(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the identity in `text`, verified where `trust` knows who signed."""
    packed = base45.decode(text)
    message = None if packed is None else inflate(packed)
    found = None if message is None else read_cbor(message)
    if found is None:
        return Unreadable(reason=Reason.UNKNOWN_KIND)
    return _read_message(found, trust)


def _read_message(found: Any, trust: TrustStore) -> Credential | Unreadable:
    if isinstance(found, cbor2.CBORTag) and found.tag == _TAG_CWT:
        found = found.value
    if isinstance(found, cbor2.CBORTag) and found.tag == _TAG_ENCRYPT0:
        opened = open_sealed(found.value, trust.opening_keys)
        if isinstance(opened, Reason):
            return _refuse(opened)
        found = read_cbor(opened)
    if isinstance(found, MAPS):
        return _read_token(found, None, trust)
    signed = take_apart(found)
    if isinstance(signed, Reason):
        return _refuse(signed)
    token = read_cbor(signed.payload)
    return _read_token(token, signed, trust)


def _refuse(reason: Reason) -> Unreadable:
    return Unreadable(reason=reason, kind=Kind.CLAIM169)


def _read_token(
    token: Any, signed: Signed | None, trust: TrustStore
) -> Credential | Unreadable:
    identity = token.get(CLAIM) if isinstance(token, MAPS) else None
    if not isinstance(identity, MAPS):
        return Unreadable(reason=Reason.UNKNOWN_KIND)
    claims = _read_claims(identity, as_text(token.get(_ISSUER)))
    faults, ends_at = _find_faults(signed, trust), read_time(token.get(_EXPIRY))
    return Credential(
        kind=Kind.CLAIM169,
        claims=claims,
        holder=_name_holder(claims),
        verified=not faults,
        faults=faults if ends_at else (*faults, Reason.WRONG_SCHEMA),
        not_before=read_time(token.get(_NOT_BEFORE)),
        not_after=ends_at,
    )


def _find_faults(signed: Signed | None, trust: TrustStore) -> tuple[Reason, ...]:
    if signed is None:
        return (Reason.UNSIGNED,)
    signer = judge(signed, trust.find(signed.kid, Scope.IDENTITY))
    return (signer,) if isinstance(signer, Reason) else ()


def _name_holder(claims: Mapping[Claim, str]) -> str | None:
    """Return the holder: a number is one issuer's own."""
    document = claims.get(Claim.DOCUMENT)
    return f"169:{claims.get(Claim.ISSUER, '')}:{document}" if document else None


def _read_claims(identity: Mapping[Any, Any], issuer: str) -> dict[Claim, str]:
    claims = {claim: as_text(identity.get(key)) for key, claim in _FIELDS.items()}
    parts = (as_text(identity.get(key)) for key in _NAME_PARTS)
    claims[Claim.NAME] = claims[Claim.NAME] or " ".join(part for part in parts if part)
    claims[Claim.BIRTH_DATE] = _read_birth_date(as_text(identity.get(_BIRTH_DATE)))
    claims[Claim.SEX] = _read_sex(identity.get(_SEX))
    claims[Claim.ISSUER] = issuer
    return {claim: value for claim, value in claims.items() if value}


def _read_birth_date(text: str) -> str:
    """Return a date with hyphens; the specification writes YYYYMMDD, some do not."""
    if len(text) == _COMPACT_DATE_DIGITS and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text[:10]


def _read_sex(value: Any) -> str:
    return _SEXES.get(value, "") if isinstance(value, int) else ""
