"""Typing check: what the digits typed so far say, and what cannot be so; pure.

Real cards differ after corrections of civil status: a doubt only ever warns.
"""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.credentials.identity_number import LENGTH, PROVINCES, parse

PROVINCE_DIGITS = 3
YEAR_DIGITS = 6


class Doubt(StrEnum):
    """What about a number cannot be right."""

    PROVINCE = "province"
    """No province has its first three digits."""
    BIRTH_YEAR = "birth_year"
    """Its fourth to sixth digit name a year that has not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a number says so far; empty where it is still too short."""

    province: str = ""
    sex: str = ""
    birth_year: int | None = None
    doubt: Doubt | None = None


def read_digits(digits: str, year: int) -> Said:
    """Return what `digits` say in the year `year`."""
    if len(digits) < PROVINCE_DIGITS:
        return Said()
    if digits[:PROVINCE_DIGITS] not in PROVINCES:
        return Said(doubt=Doubt.PROVINCE)
    province = PROVINCES[digits[:PROVINCE_DIGITS]]
    number = parse(digits.ljust(LENGTH, "0")) if len(digits) >= YEAR_DIGITS else None
    if number is None:
        return Said(province=province)
    is_ahead = number.birth_year > year
    return Said(
        province=province,
        sex=number.sex,
        birth_year=number.birth_year,
        doubt=Doubt.BIRTH_YEAR if is_ahead else None,
    )
