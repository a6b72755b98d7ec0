"""Dcc: health certificates in an HCERT container, `HC1:`.

Hộ chiếu vắc xin (QĐ 5772/QĐ-BYT), EU DCC (HCERT specification 1.0.1, JSON
schema 1.3.3) and WHO GDHCN come in the same container.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from kiosk.credentials.cbor import LISTS, MAPS, read_cbor
from kiosk.credentials.cose import Algorithm, Signed, judge, read_signed
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.cwt import as_text, inflate, read_time
from kiosk.credentials.trust import Scope, TrustedKey, TrustStore, Usage
from kiosk.protocol import base45
from kiosk.reason import Reason

PREFIX = "HC1:"

_ALGORITHMS = (Algorithm.ES256, Algorithm.PS256)
"""What the HCERT specification allows (3.3.2)."""
_CWT_ISSUER, _CWT_EXPIRY, _CWT_ISSUED = 1, 4, 6
_HCERT, _EU_DCC = -260, 1
_GDHCN_CERTIFICATE, _GDHCN_LINK = -6, 5
_REVOCATION_BYTES = 16

_BIRTH_DATE = re.compile("[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_UNKNOWN_PART = "-00"
_GROUPS = (("v", Usage.VACCINATION), ("t", Usage.TEST), ("r", Usage.RECOVERY))
_REQUIRED = {
    "v": frozenset({"tg", "vp", "mp", "ma", "dn", "sd", "dt", "co", "is", "ci"}),
    "t": frozenset({"tg", "tt", "sc", "tr", "co", "is", "ci"}),
    "r": frozenset({"tg", "fr", "co", "is", "df", "du", "ci"}),
}
"""What schema 1.3.3 requires of each entry."""


class _Statement(NamedTuple):
    """The one vaccination, test or recovery that a certificate is about."""

    group: str
    usage: Usage
    fields: Mapping[Any, Any]

    def say(self, name: str) -> str:
        return as_text(self.fields.get(name))


def parse_dcc(text: str, trust: TrustStore) -> Credential | Unreadable:
    """Return the certificate in `text`, verified where `trust` knows who signed."""
    packed = base45.decode(text.removeprefix(PREFIX))
    message = None if packed is None else inflate(packed)
    if message is None:
        return _refuse(Reason.MALFORMED)
    signed = read_signed(message)
    if isinstance(signed, Reason):
        return _refuse(signed)
    if signed.algorithm not in _ALGORITHMS:
        return _refuse(Reason.WRONG_ALGORITHM)
    token = read_cbor(signed.payload)
    if not isinstance(token, MAPS):
        return _refuse(Reason.MALFORMED)
    return _read_token(token, signed, trust)


def _refuse(reason: Reason) -> Unreadable:
    return Unreadable(reason=reason, kind=Kind.DCC)


def _read_token(
    token: Mapping[Any, Any], signed: Signed, trust: TrustStore
) -> Credential | Unreadable:
    certificate = _find_certificate(token)
    if certificate is None:
        return _refuse(Reason.MALFORMED)
    statement = _find_statement(certificate)
    judged = judge(signed, trust.find(signed.kid, Scope.HEALTH) if signed.kid else ())
    signer = None if isinstance(judged, Reason) else judged
    expiry = read_time(token.get(_CWT_EXPIRY))
    issuer = as_text(token.get(_CWT_ISSUER))
    return Credential(
        kind=Kind.DCC,
        claims=_read_claims(certificate, statement, issuer, expiry),
        holder=None,
        verified=signer is not None,
        warnings=_find_warnings(signer, token),
        faults=(
            *((judged,) if isinstance(judged, Reason) else ()),
            *_find_content_faults(signer, statement, expiry),
        ),
        not_after=expiry,
        certificate=certificate,
        revocation=_hash_revocation(statement, signed),
    )


def _find_certificate(token: Mapping[Any, Any]) -> Mapping[Any, Any] | None:
    """Return the health certificate; -260 is not the EU's alone (pitfall 9)."""
    container = token.get(_HCERT)
    if not isinstance(container, MAPS):
        return None
    for name in (_EU_DCC, _GDHCN_CERTIFICATE, _GDHCN_LINK):
        found = container.get(name)
        if isinstance(found, MAPS):
            return found
    return None


def _find_statement(certificate: Mapping[Any, Any]) -> _Statement | None:
    """Return the only statement; the schema allows exactly one."""
    found = [
        (name, usage, fields)
        for name, usage in _GROUPS
        if name in certificate
        for fields in _as_list(certificate[name])
        if isinstance(fields, MAPS)
    ]
    return _Statement(*found[0]) if len(found) == 1 else None


def _read_claims(
    certificate: Mapping[Any, Any],
    statement: _Statement | None,
    issuer: str,
    expiry: datetime | None,
) -> dict[Claim, str]:
    claims = {
        Claim.NAME: _read_name(certificate.get("nam")),
        Claim.BIRTH_DATE: _read_birth_date(certificate.get("dob")),
        Claim.ISSUER: issuer,
        Claim.HEALTH: "" if statement is None else _summarise(statement),
        Claim.CERTIFICATE: "" if statement is None else statement.say("ci"),
        Claim.VALID_UNTIL: "" if expiry is None else expiry.isoformat(),
    }
    return {claim: value for claim, value in claims.items() if value}


def _read_name(names: Any) -> str:
    """Return the name as in Vietnam: family name first."""
    if not isinstance(names, MAPS):
        return ""
    for family, given in (("fn", "gn"), ("fnt", "gnt")):
        parts = (as_text(names.get(family)), as_text(names.get(given)))
        if any(parts):
            return " ".join(part.replace("<", " ") for part in parts if part)
    return ""


def _read_birth_date(value: Any) -> str:
    text = as_text(value)[:10]
    while text.endswith(_UNKNOWN_PART):
        text = text.removesuffix(_UNKNOWN_PART)
    return text if _BIRTH_DATE.fullmatch(text) else ""


def _summarise(statement: _Statement) -> str:
    say = statement.say
    if statement.usage is Usage.VACCINATION:
        told = f"{say('dn')}/{say('sd')} {say('dt')}"
    elif statement.usage is Usage.TEST:
        told = f"{say('tr')} {say('sc')}"
    else:
        told = f"{say('fr')} {say('df')}/{say('du')}"
    return f"{statement.usage.value} {told}".strip()


def _find_content_faults(
    signer: TrustedKey | None, statement: _Statement | None, expiry: datetime | None
) -> list[Reason]:
    """Find what is wrong with what was signed; never the schema's fault alone."""
    if statement is None or expiry is None or not _has_required(statement):
        return [Reason.WRONG_SCHEMA]
    if signer is not None and signer.usages and statement.usage not in signer.usages:
        return [Reason.WRONG_KEY_USAGE]
    return []


def _has_required(statement: _Statement) -> bool:
    return statement.fields.keys() >= _REQUIRED[statement.group]


def _find_warnings(
    signer: TrustedKey | None, token: Mapping[Any, Any]
) -> tuple[Reason, ...]:
    """Warn where the signer's own time did not cover the signing."""
    issued = read_time(token.get(_CWT_ISSUED))
    if signer is None or issued is None or signer.is_valid_at(issued):
        return ()
    return (Reason.ISSUER_EXPIRED,)


def _hash_revocation(statement: _Statement | None, signed: Signed) -> tuple[bytes, ...]:
    """Return the three hashes of the EU's revocation lists (2022/483, annex)."""
    names = [signed.signature[: len(signed.signature) // 2]]
    if statement is not None:
        number, country = statement.say("ci"), statement.say("co")
        names += [number.encode(), (country + number).encode()]
    return tuple(
        hashlib.sha256(name).digest()[:_REVOCATION_BYTES] for name in names if name
    )


def _as_list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, LISTS) else ()
