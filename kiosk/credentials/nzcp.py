"""Nzcp: New Zealand COVID passes, `NZCP:/1/`, base32 of a signed CWT.

The scheme ended in 2022; its passes are still held up, and its specification
(minhealthnz/nzcovidpass-spec 1) is a good test of any COSE reader.
"""

import base64
from collections.abc import Mapping
from typing import Any

from kiosk.credentials.cbor import MAPS, read_cbor
from kiosk.credentials.cose import Signed, judge, read_signed
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.cwt import as_text, read_time
from kiosk.credentials.trust import Scope, TrustStore
from kiosk.reason import Reason

PREFIX = "NZCP:/1/"
_ISSUER, _EXPIRY, _NOT_BEFORE = 1, 4, 5
_BASE32_BLOCK = 8


def parse_nzcp(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the pass in `text`, verified where `trust` knows who signed."""
    message = _decode(text.removeprefix(PREFIX))
    signed = Reason.MALFORMED if message is None else read_signed(message)
    if isinstance(signed, Reason):
        return _refuse(signed)
    token = read_cbor(signed.payload)
    subject = _find_subject(token)
    if subject is None or not isinstance(token, MAPS):
        return _refuse(Reason.MALFORMED)
    return _read_token(token, subject, signed, trust)


def _refuse(reason: Reason) -> Unreadable:
    return Unreadable(reason=reason, kind=Kind.NZCP)


def _decode(text: str) -> bytes | None:
    try:
        return base64.b32decode(text + "=" * (-len(text) % _BASE32_BLOCK))
    except ValueError:  # of letters that are not ASCII, too
        return None


def _find_subject(token: Any) -> Mapping[Any, Any] | None:
    """Return whom the pass is about; any: CBOR is looked at level by level."""
    for name in ("vc", "credentialSubject"):
        token = token.get(name) if isinstance(token, MAPS) else None
    return token if isinstance(token, MAPS) else None


def _read_token(
    token: Mapping[Any, Any],
    subject: Mapping[Any, Any],
    signed: Signed,
    trust: TrustStore,
) -> Credential:
    judged = judge(signed, trust.find(signed.kid, Scope.HEALTH) if signed.kid else ())
    faults = (judged,) if isinstance(judged, Reason) else ()
    ends_at = read_time(token.get(_EXPIRY))
    family, given = (as_text(subject.get(name)) for name in ("familyName", "givenName"))
    claims = {
        Claim.NAME: f"{family} {given}".strip(),
        Claim.BIRTH_DATE: as_text(subject.get("dob")),
        Claim.ISSUER: as_text(token.get(_ISSUER)),
    }
    return Credential(
        kind=Kind.NZCP,
        claims={claim: value for claim, value in claims.items() if value},
        holder=None,
        verified=not faults,
        faults=faults if ends_at else (*faults, Reason.WRONG_SCHEMA),
        not_before=read_time(token.get(_NOT_BEFORE)),
        not_after=ends_at,
    )
