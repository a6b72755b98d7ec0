"""BHYT: the health insurance card's code, 15 fields (old) or 17 (new).

Text stands in hex of UTF-8; a hyphen is an empty field, `$` ends the code.
"""

import re
from collections.abc import Sequence
from datetime import date

from kiosk.credentials import identity_number
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.dates import read_full_slashed, read_slashed
from kiosk.credentials.fields import (
    ABSENT,
    Field,
    is_digits,
    read_fields,
    read_free_text,
)
from kiosk.credentials.repair import TextRepair, mend_hex, note_repairs
from kiosk.credentials.text import has_controls, read_text
from kiosk.reason import Reason

END = "$"
FIELD_COUNTS = (15, 17)
MOST_FIELDS = max(FIELD_COUNTS)
FEWEST_FIELDS = 12
"""So many make `$` at the end a sign of BHYT even where the number is damaged."""

_OLD_NUMBER = re.compile("[A-Za-z]{2}[0-9]{13}")
_HEX = re.compile("[0-9A-Fa-f]+")
_HEX_FIELDS = (1, 4, 10)
_SEXES = {"1": "male", "2": "female"}
_OLD_ID_LENGTH = 9
"""A CMND number, which follows a card's 12 digits, is hex too; no name is so short."""


def _read_number(value: str) -> str | Reason:
    if not value.isascii():
        return Reason.VNI_DAMAGE  # Telex makes nothing of two letters before digits
    if is_digits(value, 10, 12) or _OLD_NUMBER.fullmatch(value):
        return value.upper()
    return Reason.MALFORMED


def _read_hex(value: str) -> str | Reason:
    """Read text in hex, as its issuer wrote it but for what Telex did to the hex."""
    written = mend_hex(value)
    if isinstance(written, Reason):
        return written
    text = read_text(written)
    if isinstance(text, Reason):
        return text
    return Reason.BINARY if has_controls(text.value) else read_free_text(text.value)


def _read_hex_or_hyphen(value: str) -> str | Reason:
    return ABSENT if value in {"", "-"} else _read_hex(value)


def _read_name(value: str) -> str | Reason:
    return _read_hex(value) or Reason.MALFORMED


def _read_sex(value: str) -> str | Reason:
    return _SEXES.get(value, Reason.MALFORMED)


_TABLE = (
    Field(index=0, claim=Claim.INSURANCE_NUMBER, read=_read_number),
    Field(index=1, claim=Claim.NAME, read=_read_name),
    Field(index=2, claim=Claim.BIRTH_DATE, read=read_slashed),
    Field(index=3, claim=Claim.SEX, read=_read_sex),
    Field(index=4, claim=Claim.ADDRESS, read=_read_hex_or_hyphen),
    Field(index=6, claim=Claim.VALID_FROM, read=read_full_slashed),
    Field(index=7, claim=Claim.VALID_UNTIL, read=read_full_slashed),
    Field(index=8, claim=Claim.ISSUED_ON, read=read_full_slashed),
    Field(index=10, claim=Claim.PARENTS, read=_read_hex_or_hyphen),
)
"""The first clinic, offices, region, five-year date and check have no claim."""


def is_bhyt(fields: Sequence[str]) -> bool:
    """Say whether `fields`, two or more, look like an insurance card's, whole or not.

    A card of 12 digits is told from CCCD by the hex after them.
    """
    number, name = fields[0], fields[1]
    if _OLD_NUMBER.fullmatch(number):
        return True
    if len(fields) >= FEWEST_FIELDS and _ends(fields):
        return True
    looks_hex = len(name) > _OLD_ID_LENGTH and _HEX.fullmatch(name) is not None
    return is_digits(number, 10, 12) and looks_hex


def parse_bhyt(fields: Sequence[str]) -> Credential | Unreadable:
    """Return the credential in an insurance card's code."""
    claims = _read_claims(fields)
    if isinstance(claims, Reason):
        return Unreadable(reason=claims, kind=Kind.BHYT)
    number = claims[Claim.INSURANCE_NUMBER]
    holder = f"bhyt:{number[-10:]}"
    if len(number) == identity_number.LENGTH:
        claims = claims | {Claim.DOCUMENT: claims.pop(Claim.INSURANCE_NUMBER)}
        holder = number
    card = Credential(
        kind=Kind.BHYT,
        claims=claims,
        holder=holder,
        warnings=identity_number.find_warnings(claims),
        valid_from=_to_date(claims, Claim.VALID_FROM),
        valid_until=_to_date(claims, Claim.VALID_UNTIL),
    )
    touched = not all(fields[index].isascii() for index in _HEX_FIELDS)
    return note_repairs(card, TextRepair.TELEX_IN_HEX) if touched else card


def _read_claims(fields: Sequence[str]) -> dict[Claim, str] | Reason:
    if not _ends(fields):
        short = len(fields) <= MOST_FIELDS
        return Reason.TRUNCATED if short else Reason.MALFORMED
    if fields.index(END) + 1 not in FIELD_COUNTS:
        return Reason.MALFORMED
    return read_fields(_TABLE, fields)


def _ends(fields: Sequence[str]) -> bool:
    """Say whether the last field that is not empty is `$`."""
    return next((field for field in reversed(fields) if field), "") == END


def _to_date(claims: dict[Claim, str], claim: Claim) -> date | None:
    written = claims.get(claim)
    return None if written is None else date.fromisoformat(written)
