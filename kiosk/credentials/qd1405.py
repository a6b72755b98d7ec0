"""QD1405: the national personal QR of Quyết định 1405/QĐ-BTTTT, six ASCII fields.

Its fifth extension may be a signature, of which neither algorithm nor key was
published: it is kept as it is and never counts as verified.
"""

import re
from collections.abc import Sequence

from kiosk.credentials import identity_number
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.dates import read_dashed
from kiosk.credentials.fields import ABSENT, Field, is_digits, read_fields, read_name
from kiosk.reason import Reason

FIELDS = 6
_DECLARATIONS = {"0": (), "1": (Reason.DECLARED_BY_OTHER,)}
_SEXES = {"": ABSENT, "0": ABSENT, "1": "male", "2": "female"}

_MASKED_START = re.compile(r"\*{6}")
_DASHED_DATE = re.compile(r"[0-9*]{4}-[0-9*]{1,2}(?:-[0-9*]{0,2})?")
_DOCUMENT = re.compile("[0-9A-Za-z*]{5,20}")
_QID = re.compile("[0-9A-Za-z-]{1,64}")
_INSURANCE = re.compile("[0-9A-Za-z*]{0,20}")
_PHONE = re.compile("(?:[0-9*]{10})?")
_PART_OF_PHONE = re.compile("[0-9*]{1,9}")


def _read_document(value: str) -> str | Reason:
    return value.upper() if _DOCUMENT.fullmatch(value) else Reason.MALFORMED


def _read_qid(value: str) -> str | Reason:
    return value if _QID.fullmatch(value) else Reason.MALFORMED


def _read_declarer(value: str) -> str | Reason:
    return _read_qid(value) if value else ABSENT


def _read_sex(value: str) -> str | Reason:
    return _SEXES.get(value, Reason.MALFORMED)


def _read_insurance(value: str) -> str | Reason:
    return value.upper() if _INSURANCE.fullmatch(value) else Reason.MALFORMED


def _read_phone(value: str) -> str | Reason:
    if _PART_OF_PHONE.fullmatch(value):
        return Reason.TRUNCATED
    return value if _PHONE.fullmatch(value) else Reason.MALFORMED


def _read_opaque(value: str) -> str | Reason:
    return value


_TABLE = (
    Field(index=0, claim=Claim.DOCUMENT, read=_read_document),
    Field(index=1, claim=Claim.NAME, read=read_name),
    Field(index=2, claim=Claim.BIRTH_DATE, read=read_dashed),
    Field(index=4, claim=Claim.QID, read=_read_qid),
)
_EXTENSION_TABLE = (
    Field(index=0, claim=Claim.DECLARER_QID, read=_read_declarer),
    Field(index=1, claim=Claim.SEX, read=_read_sex),
    Field(index=2, claim=Claim.INSURANCE_NUMBER, read=_read_insurance),
    Field(index=3, claim=Claim.PHONE, read=_read_phone),
    Field(index=4, claim=Claim.EXTENSION, read=_read_opaque),
)
_MASKABLE = [field.claim for field in (*_TABLE, *_EXTENSION_TABLE[:-1])]
_LAST_EXTENSION = len(_EXTENSION_TABLE) - 1


def is_qd1405(fields: Sequence[str]) -> bool:
    """Say whether `fields` look like a personal QR, whole or not."""
    if _MASKED_START.match(fields[0]):
        return True
    # Only digits in the fifth: a cut BHYT card has six fields, too, and a sex of 1.
    if len(fields) == FIELDS and fields[3] in _DECLARATIONS and is_digits(fields[4]):
        return True
    return len(fields) > 2 and _DASHED_DATE.fullmatch(fields[2]) is not None


def parse_qd1405(fields: Sequence[str]) -> Credential | Unreadable:
    """Return the credential in a personal QR."""
    claims = _read_claims(fields)
    if isinstance(claims, Reason):
        return Unreadable(reason=claims, kind=Kind.QD1405)
    document = claims[Claim.DOCUMENT]
    masked = any("*" in claims.get(claim, "") for claim in _MASKABLE)
    whole = "*" not in document
    return Credential(
        kind=Kind.QD1405,
        claims=claims,
        holder=document if whole else f"qid:{claims[Claim.QID]}",
        warnings=(
            *identity_number.find_warnings(claims),
            *((Reason.MASKED,) if masked else ()),
            *_DECLARATIONS[fields[3]],
        ),
    )


def _read_claims(fields: Sequence[str]) -> dict[Claim, str] | Reason:
    if not all(field.isascii() for field in fields):
        return Reason.INPUT_METHOD
    if len(fields) < FIELDS:
        return Reason.TRUNCATED
    if len(fields) > FIELDS or fields[3] not in _DECLARATIONS:
        return Reason.MALFORMED
    claims = read_fields(_TABLE, fields)
    extension = _read_extension(fields[5])
    if isinstance(claims, Reason):
        return claims
    if isinstance(extension, Reason):
        return extension
    return claims | extension


def _read_extension(value: str) -> dict[Claim, str] | Reason:
    """Read the sub-fields; all from the fifth on are one opaque text."""
    values = value.split("<", _LAST_EXTENSION)
    absent = [ABSENT] * (len(_EXTENSION_TABLE) - len(values))
    return read_fields(_EXTENSION_TABLE, values + absent)
