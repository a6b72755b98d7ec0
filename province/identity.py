"""Identity: by what the same person is known again, as keyed hashes; pure.

Only the province has the key, so a copy of the stays without it names nobody.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.credentials.credential import Claim
from province.folding import fold

KEY_BYTES = 16
"""As in a uuid column: 17 bytes a row less than a longer one (reference/scale.md 4)."""

HIDDEN = "*"
"""What an app shows for a digit that its holder keeps to themselves."""

_NUMBERS = (
    (Claim.DOCUMENT, "number"),
    (Claim.INSURANCE_NUMBER, "insurance"),
    (Claim.QID, "qid"),
    (Claim.PHONE, "phone"),
    (Claim.PASS, "pass"),
)
"""What a person is known by, the first that is there; a CMND is a number as a CCCD is."""

_OTHERS = (
    (Claim.OLD_DOCUMENT, "number"),
    (Claim.CANCELLED_DOCUMENT, "number"),
    *_NUMBERS[1:],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who showed a code; `others` are further words by which they are found.

    `is_named` where only a name is known: another person may have it too.
    """

    person: str
    others: tuple[str, ...]
    is_named: bool = False


def identify(claims: Mapping[str, str]) -> Identity | None:
    """Return who `claims` are of, None where they name nobody."""
    named = _tell_name(claims)
    numbers = [word for word in (_tell(claims, *one) for one in _NUMBERS) if word]
    if not numbers and not named:
        return None
    others = [word for word in (_tell(claims, *one) for one in _OTHERS) if word]
    person = numbers[0] if numbers else named[-1]
    return Identity(
        person=person,
        others=tuple(one for one in (*others, *named) if one != person),
        is_named=not numbers,
    )


def tell_number(document: str) -> str:
    """Return the word that a document number is known by."""
    return f"number:{_squeeze(document)}"


def tell_phone(phone: str) -> str:
    """Return the word that a telephone is known by; +84 and 0 are the same."""
    digits = _squeeze(phone)
    return f"phone:{'0' + digits[2:] if _is_abroad(digits) else digits}"


def tell_person(name: str, birth_date: str = "") -> str:
    """Return the word that a name is known by, with the day of birth where it is known."""
    return f"name:{fold(name)}|{birth_date}" if birth_date else f"name:{fold(name)}"


def make_key(secret: bytes, word: str) -> bytes:
    """Return the join key of a word of an identity."""
    return hmac.digest(secret, word.encode("utf-8", "replace"), "sha256")[:KEY_BYTES]


def _tell(claims: Mapping[str, str], claim: Claim, kind: str) -> str | None:
    value = claims.get(claim)
    if not value or HIDDEN in value or not _squeeze(value):
        return None
    return tell_phone(value) if kind == "phone" else f"{kind}:{_squeeze(value)}"


def _tell_name(claims: Mapping[str, str]) -> tuple[str, ...]:
    name, birth_date = claims.get(Claim.NAME, ""), claims.get(Claim.BIRTH_DATE, "")
    if not fold(name):
        return ()
    if not birth_date or HIDDEN in birth_date:
        return (tell_person(name),)
    return tell_person(name), tell_person(name, birth_date)


def _squeeze(number: str) -> str:
    return "".join(one for one in number.upper() if one.isalnum())


def _is_abroad(digits: str) -> bool:
    return digits.startswith("84") and len(digits) in {11, 12}
