"""Credential: what a payload turned out to be, with the claims it makes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from kiosk.reason import Reason


class Kind(StrEnum):
    """Which kind of code it is (reference formats.md)."""

    # Enum's own is Python code, and a decision asks for some fifty of them.
    __hash__ = str.__hash__

    CCCD = "cccd"
    """Chip card, 7 fields."""
    CAN_CUOC = "can_cuoc"
    """Card of Thông tư 16/2024/TT-BCA, 8 to 12 fields, 11 as seen."""
    QD1405 = "qd1405"
    """National personal QR, Quyết định 1405/QĐ-BTTTT."""
    BHYT = "bhyt"
    """Health insurance card, 15 or 17 fields."""
    DCC = "dcc"
    """Health certificate `HC1:`: hộ chiếu vắc xin, EU DCC, WHO GDHCN."""
    CLAIM169 = "claim169"
    """MOSIP identity, CWT claim 169."""
    NZCP = "nzcp"
    """New Zealand's pass; its scheme ended in 2022."""
    SHC = "shc"
    """SMART Health Card."""
    VDSNC = "vdsnc"
    """ICAO visible digital seal, non-constrained environment."""
    PASS = "pass"  # noqa: S105 - a gate's
    """The province's own pass, `VP1:`."""
    BADGE = "badge"
    """The province's own badge: digits only."""
    NUMBER = "number"
    """A personal number or a CMND's, typed: 12 or 9 digits."""
    MANUAL = "manual"
    """No code: reception wrote down what the person said."""
    # Recognised, and no one's personal code.
    DECLARATION = "declaration"
    LOCATION = "location"
    LINK = "link"
    PAYMENT = "payment"
    WIFI = "wifi"
    CONTACT = "contact"
    UNKNOWN = "unknown"


class Claim(StrEnum):
    """What a credential can say about its holder; every value is NFC text.

    Dates are ISO 8601 as far as they are known: `1945`, `1990-03`,
    `1990-03-05`; a masked part stays `*`. Sex is `male` or `female`.
    """

    # As in Kind: Enum's own hash is slow.
    __hash__ = str.__hash__

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
    ISSUER = "issuer"
    """Who signed, as the code or the trust store names it."""
    CERTIFICATE = "certificate"
    """The certificate's own number: a DCC's `ci`, a VDS's UVCI."""
    HEALTH = "health"
    """What a health certificate says in one line: `vaccination 2/2 2021-12-01`."""
    NATIONALITY = "nationality"
    PASS = "pass"  # noqa: S105 - a gate's
    """A pass's or a badge's number, 24 hex or digits."""
    POINTS = "points"
    """Where a pass is valid, separated by `; `; absent where everywhere."""
    PLATE = "plate"
    USES = "uses"
    """How often a pass admits; absent where without limit."""
    REPAIR = "repair"
    """What was repaired, by the names of `TextRepair`, separated by `; `."""
    ANSWERS = "answers"
    """What was declared at the gate, by the policy's questions: `fever=no; travel=yes`."""


NUMBER_CLAIMS = frozenset(
    {
        Claim.DOCUMENT,
        Claim.OLD_DOCUMENT,
        Claim.CANCELLED_DOCUMENT,
        Claim.QID,
        Claim.DECLARER_QID,
        Claim.PHONE,
        Claim.INSURANCE_NUMBER,
        Claim.CERTIFICATE,
    }
)
"""Claims that are shown to their last four only (design.md, Masked)."""

_KNOWN_BY = (Claim.DOCUMENT, Claim.INSURANCE_NUMBER, Claim.QID, Claim.PHONE)
"""Numbers that a person is known by, the first that is there."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the province's pass grants, besides its validity (protocol/gate_pass.py).

    `pass_id` is 12 bytes; `index` is its bit in the status list `list_id`.
    `points` empty is everywhere; `uses` None is without limit. `bound_to` is
    the salted hash of the holder's document, 16 bytes, or empty.
    """

    pass_id: bytes
    list_id: int
    index: int
    points: frozenset[str] = frozenset()
    uses: int | None = None
    plate: str = ""
    bound_to: bytes = b""


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """A code that was understood.

    `holder` names the same person each time: the document number where it is
    whole, else another stable number; None where the code has neither.
    `verified` is true only where a signature was checked and is right, whatever
    else is wrong with the code. `warnings` never change the outcome; `faults`
    do, by the policy. `valid_from` and `valid_until` are whole days of the
    zone; `not_before` and `not_after` are instants. `certificate` is what a
    health certificate says, for the policy's rules. `revocation` are the hashes
    by which third parties revoke it.
    """

    kind: Kind
    claims: Mapping[Claim, str]
    holder: str | None
    verified: bool = False
    warnings: tuple[Reason, ...] = ()
    faults: tuple[Reason, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    terms: Terms | None = None
    # Any: the certificate's JSON, as rules look into it.
    certificate: Mapping[str, Any] | None = None
    revocation: tuple[bytes, ...] = ()


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One of several codes that make a credential together, such as `shc:/1/3/…`.

    `number` counts from 1 to `total`.
    """

    kind: Kind
    number: int
    total: int
    text: str

    @property
    def reason(self) -> Reason:
        """Return why a part by itself is no credential."""
        return Reason.INCOMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A payload that no one could make a credential of, and why."""

    reason: Reason
    kind: Kind = field(default=Kind.UNKNOWN)


Understood = Credential | Part | Unreadable
"""What a payload may turn out to be."""


def mask(number: str) -> str:
    """Return `number` with all but its last four characters hidden."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def mask_claims(claims: Mapping[Claim, str]) -> dict[Claim, str]:
    """Return `claims` with document, phone and card numbers masked."""
    return {
        claim: mask(value) if claim in NUMBER_CLAIMS else value
        for claim, value in claims.items()
    }


def find_number(claims: Mapping[Claim, str]) -> str:
    """Return the number that a person is known by, empty where there is none."""
    return next((claims[name] for name in _KNOWN_BY if claims.get(name)), "")
