"""Credential: what a payload turned out to be, with the claims it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.reason import Reason


class Kind(StrEnum):
    """Which kind of code it is (reference formats.md)."""

    CCCD = "cccd"
    """Chip card, 7 fields."""
    CAN_CUOC = "can_cuoc"
    """Card of Thông tư 16/2024/TT-BCA, 8 to 12 fields, 11 as seen."""
    QD1405 = "qd1405"
    """National personal QR, Quyết định 1405/QĐ-BTTTT."""
    BHYT = "bhyt"
    """Health insurance card, 15 or 17 fields."""
    MANUAL = "manual"
    """No code: reception wrote down what the person said."""
    UNKNOWN = "unknown"


class Claim(StrEnum):
    """What a credential can say about its holder; every value is NFC text.

    Dates are ISO 8601 as far as they are known: `1945`, `1990-03`,
    `1990-03-05`; a masked part stays `*`. Sex is `male` or `female`.
    """

    DOCUMENT = "document"
    OLD_DOCUMENT = "old_document"
    CANCELLED_DOCUMENT = "cancelled_document"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    ADDRESS = "address"
    ISSUED_ON = "issued_on"
    PARENTS = "parents"
    QID = "qid"
    DECLARER_QID = "declarer_qid"
    PHONE = "phone"
    INSURANCE_NUMBER = "insurance_number"
    VALID_FROM = "valid_from"
    VALID_UNTIL = "valid_until"
    EXTENSION = "extension"


NUMBER_CLAIMS = frozenset(
    {
        Claim.DOCUMENT,
        Claim.OLD_DOCUMENT,
        Claim.CANCELLED_DOCUMENT,
        Claim.QID,
        Claim.DECLARER_QID,
        Claim.PHONE,
        Claim.INSURANCE_NUMBER,
    }
)
"""Claims that are shown to their last four only (design.md, Masked)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A code that was understood.

    `holder` names the same person each time: the document number where it is
    whole, else another stable number; None where the code has neither.
    `verified` is true only where a signature was checked. `warnings` never
    change the outcome.
    """

    kind: Kind
    claims: Mapping[Claim, str]
    holder: str | None
    verified: bool = False
    warnings: tuple[Reason, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A payload that no one could make a credential of, and why."""

    reason: Reason
    kind: Kind = field(default=Kind.UNKNOWN)


def mask(number: str) -> str:
    """Return `number` with all but its last four characters hidden."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def mask_claims(claims: Mapping[Claim, str]) -> dict[Claim, str]:
    """Return `claims` with document, phone and card numbers masked."""
    return {
        claim: mask(value) if claim in NUMBER_CLAIMS else value
        for claim, value in claims.items()
    }
