"""Place: what is registered of a place that has or should have a point, checked."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from province.category import CODES, Category

LONGEST_NAME = 200
LONGEST_ADDRESS = 300
LONGEST_CONTACT = 100
LONGEST_GATE = 40
MOST_GATES = 30
MOST_EXPECTED = 1_000_000
_UNIT_DIGITS = 12
_GATE_ENDS = re.compile(r"[;\n|]")
_PHONE_MARKS = re.compile(r"[\s.()\-]")
# Landlines and mobiles have 10 digits, those of before 2018 11; 1800 and 1900 are shorter.
_PHONE = re.compile(r"0\d{8,10}|1[89]00\d{4,6}", re.ASCII)
_LOST_ZERO = re.compile(r"[2-9]\d{8}", re.ASCII)
"""A spreadsheet takes 0912345678 for a number, and its first digit is gone."""
_WHOLE = re.compile(r"\d{1,9}|\d{1,3}([., ]\d{3}){1,2}", re.ASCII)


class Field(StrEnum):
    """One thing that is told of a place: a column of a file, an input of a form."""

    POINT = "point"
    NAME = "name"
    CATEGORY = "category"
    UNIT = "unit"
    ADDRESS = "address"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    GATES = "gates"
    EXPECTED_DAILY = "expected_daily"
    PARENT = "parent"


REQUIRED = (Field.NAME, Field.CATEGORY, Field.UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A checked place; `expected_daily` is how many entries a day are expected."""

    name: str
    category: Category
    unit: str
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    gates: tuple[str, ...] = ()
    expected_daily: int | None = None
    parent_id: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return what two rows of the same place have in common."""
        return make_key(self.name, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A field that is wrong, and what it said; its sentence is `place_fault_FIELD`."""

    field: Field
    said: str


def make_key(name: str, unit: str) -> tuple[str, str]:
    """Return name and unit as two rows of one place share them.

    Accents count: Lê Lợi and Lệ Lợi may be two schools of one commune.
    """
    return " ".join(name.casefold().split()), unit


def check(said: Mapping[Field, str]) -> Place | tuple[Fault, ...]:
    """Return the place that `said` describes, or every field that is wrong.

    Whether the unit and the parent exist is asked of the ledger, not here.
    """
    texts = {field: tidy(said.get(field, "")) for field in Field}
    phone, gates = _read_phone(texts[Field.CONTACT_PHONE]), _read_gates(said)
    expected = _read_expected(texts[Field.EXPECTED_DAILY])
    is_right = {
        Field.NAME: texts[Field.NAME] != "" and _is_text(said, Field.NAME),
        Field.CATEGORY: texts[Field.CATEGORY] in CODES,
        Field.UNIT: is_unit(texts[Field.UNIT]),
        Field.ADDRESS: _is_text(said, Field.ADDRESS),
        Field.CONTACT_NAME: _is_text(said, Field.CONTACT_NAME),
        Field.CONTACT_PHONE: phone is not None,
        Field.GATES: gates is not None,
        Field.EXPECTED_DAILY: expected is not None,
    }
    faults = [
        Fault(field=f, said=said.get(f, "")) for f, ok in is_right.items() if not ok
    ]
    if faults or phone is None or gates is None or expected is None:
        return tuple(faults)
    return Place(
        name=texts[Field.NAME],
        category=Category(texts[Field.CATEGORY]),
        unit=texts[Field.UNIT],
        address=texts[Field.ADDRESS],
        contact_name=texts[Field.CONTACT_NAME],
        contact_phone=phone,
        gates=gates,
        expected_daily=None if expected < 0 else expected,
    )


def describe(place: Place) -> dict[Field, str]:
    """Return `place` as a form or a row tells it; the parent as its id."""
    return {
        Field.NAME: place.name,
        Field.CATEGORY: place.category.value,
        Field.UNIT: place.unit,
        Field.ADDRESS: place.address,
        Field.CONTACT_NAME: place.contact_name,
        Field.CONTACT_PHONE: place.contact_phone,
        Field.GATES: "; ".join(place.gates),
        Field.EXPECTED_DAILY: ""
        if place.expected_daily is None
        else str(place.expected_daily),
        Field.PARENT: place.parent_id or "",
    }


def tidy(text: str) -> str:
    """Return `text` in NFC, with single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def is_unit(text: str) -> bool:
    """Say whether `text` has the form of an administrative code such as 04."""
    return text.isascii() and text.isdigit() and len(text) <= _UNIT_DIGITS


_LONGEST = {
    Field.NAME: LONGEST_NAME,
    Field.ADDRESS: LONGEST_ADDRESS,
    Field.CONTACT_NAME: LONGEST_CONTACT,
}


def _is_text(said: Mapping[Field, str], field: Field) -> bool:
    text = tidy(said.get(field, ""))
    return len(text) <= _LONGEST[field] and text.isprintable()


def _read_phone(text: str) -> str | None:
    """Return the number in digits, empty for none, None for what is no number."""
    digits = _PHONE_MARKS.sub("", text).removeprefix("'")
    if digits.startswith(("+84", "0084")):
        digits = "0" + digits.removeprefix("+84").removeprefix("0084").removeprefix("0")
    if _LOST_ZERO.fullmatch(digits):
        digits = "0" + digits
    return digits if not digits or _PHONE.fullmatch(digits) else None


def _read_gates(said: Mapping[Field, str]) -> tuple[str, ...] | None:
    named = (tidy(part) for part in _GATE_ENDS.split(said.get(Field.GATES, "")))
    gates = tuple(dict.fromkeys(gate for gate in named if gate))
    if len(gates) > MOST_GATES:
        return None
    is_right = all(len(gate) <= LONGEST_GATE and gate.isprintable() for gate in gates)
    return gates if is_right else None


def _read_expected(text: str) -> int | None:
    """Return the number, -1 for none given, None for what is none."""
    if not text:
        return -1
    if not _WHOLE.fullmatch(text):
        return None
    number = int(re.sub(r"[., ]", "", text))
    return number if number <= MOST_EXPECTED else None
