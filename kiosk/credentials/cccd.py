"""CCCD: the code on the chip card (7 fields) and on the Căn cước of 2024 (8 to 12).

It has no signature and no check digit: it is read, never verified.
"""

import re
from collections.abc import Mapping, Sequence

from kiosk.credentials import identity_number
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.dates import read_compact, read_full_compact
from kiosk.credentials.fields import (
    ABSENT,
    Field,
    is_digits,
    read_fields,
    read_free_text,
    read_name,
)
from kiosk.reason import Reason

CCCD_FIELDS = 7
MOST_FIELDS = 12
"""Căn cước has 11 as seen; one more is accepted, as formats.md 1b advises."""

SEXES = {"nam": "male", "nữ": "female", "nu": "female"}
_DAMAGED_SEXES = frozenset({"n", "n?"})
"""`Nữ` typed by a keyboard wedge that has no such letter (formats.md 1d.2)."""

_NOISE = re.compile("(?: ?,(?: ?-(?= |,|$))?)+ ?")
"""Commas twice, before a blank or with a lone hyphen (formats.md 1a)."""


def _read_document(value: str) -> str | Reason:
    if len(value) < identity_number.LENGTH:
        return Reason.TRUNCATED
    return value if is_digits(value, identity_number.LENGTH) else Reason.MALFORMED


def _read_old_document(value: str) -> str | Reason:
    return value if value == ABSENT or is_digits(value, 9) else Reason.MALFORMED


def _read_sex(value: str) -> str | Reason:
    written = value.casefold()
    if written in _DAMAGED_SEXES:
        return Reason.WRONG_CHARSET
    return SEXES.get(written, Reason.MALFORMED)


def _read_name(value: str) -> str | Reason:
    """Read a name; where a wedge put `?` for a letter that it lacks, it is none."""
    return Reason.WRONG_CHARSET if "?" in value else read_name(value)


def _read_address(value: str) -> str:
    return _NOISE.sub(", ", read_free_text(value)).strip(", ")


_TABLE = (
    Field(index=0, claim=Claim.DOCUMENT, read=_read_document),
    Field(index=1, claim=Claim.OLD_DOCUMENT, read=_read_old_document),
    Field(index=2, claim=Claim.NAME, read=_read_name),
    Field(index=3, claim=Claim.BIRTH_DATE, read=read_compact),
    Field(index=4, claim=Claim.SEX, read=_read_sex),
    Field(index=5, claim=Claim.ADDRESS, read=_read_address),
    Field(index=6, claim=Claim.ISSUED_ON, read=read_full_compact),
)


def is_cccd(fields: Sequence[str]) -> bool:
    """Say whether `fields` look like a card's, whole or not."""
    if is_digits(fields[0], identity_number.LENGTH):
        return True
    return CCCD_FIELDS <= len(fields) <= MOST_FIELDS and (
        fields[4].casefold() in SEXES.keys() | _DAMAGED_SEXES
    )


def parse_cccd(fields: Sequence[str]) -> Credential | Unreadable:
    """Return the credential on a card's front or back."""
    kind = Kind.CCCD if len(fields) <= CCCD_FIELDS else Kind.CAN_CUOC
    claims = _read_claims(fields)
    if isinstance(claims, Reason):
        return Unreadable(reason=claims, kind=kind)
    return Credential(
        kind=kind,
        claims=claims,
        holder=claims[Claim.DOCUMENT],
        warnings=identity_number.find_warnings(claims),
    )


def _read_claims(fields: Sequence[str]) -> Mapping[Claim, str] | Reason:
    if len(fields) < CCCD_FIELDS:
        return Reason.TRUNCATED
    if len(fields) > MOST_FIELDS:
        return Reason.MALFORMED
    claims = read_fields(_TABLE, fields)
    if isinstance(claims, Reason):
        return claims
    return claims | _read_extension(fields[CCCD_FIELDS:])


def _read_extension(fields: Sequence[str]) -> dict[Claim, str]:
    """Read what follows the seven fields; its order is not published.

    Twelve digits are a cancelled number, other text is a parent's name.
    """
    found: dict[Claim, list[str]] = {}
    for field in fields:
        text = read_free_text(field)
        if text != ABSENT:
            number = is_digits(text, identity_number.LENGTH)
            claim = Claim.CANCELLED_DOCUMENT if number else Claim.PARENTS
            found.setdefault(claim, []).append(text)
    return {claim: "; ".join(texts) for claim, texts in found.items()}
