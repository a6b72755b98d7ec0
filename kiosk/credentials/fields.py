"""Fields: a code's fields on the wire, read into claims by a table."""

import re
from collections.abc import Callable, Sequence

import msgspec

from kiosk.credentials.credential import Claim
from kiosk.reason import Reason

ABSENT = ""
"""What a reading function returns where the field says nothing: no claim."""

_DIGITS = re.compile("[0-9]+")


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """Where a claim stands on the wire, and how it is read."""

    index: int
    claim: Claim
    read: Callable[[str], str | Reason]


def read_fields(
    table: Sequence[Field], values: Sequence[str]
) -> dict[Claim, str] | Reason:
    """Return the claims of `values`, or the first field's fault.

    `values` reaches to the table's last index.
    """
    claims: dict[Claim, str] = {}
    for field in table:
        value = field.read(values[field.index])
        if isinstance(value, Reason):
            return value
        if value != ABSENT:
            claims[field.claim] = value
    return claims


def is_digits(text: str, *lengths: int) -> bool:
    """Say whether `text` is ASCII digits, of one of `lengths` where given."""
    if _DIGITS.fullmatch(text) is None:
        return False
    return not lengths or len(text) in lengths


def read_free_text(value: str) -> str:
    """Read text that may be empty, with one blank between words."""
    return " ".join(value.split())


def read_name(value: str) -> str | Reason:
    """Read a name: any text, but there must be some."""
    return read_free_text(value) or Reason.MALFORMED
