"""Dates: the three notations of birth and issue dates, as ISO 8601 as far as known."""

import re
from datetime import date

from kiosk.credentials.fields import is_digits
from kiosk.reason import Reason

EARLIEST_YEAR = 1900
LATEST_YEAR = 2399
"""The centuries that identity numbers can tell (formats.md 2)."""

_COMPACT = re.compile("(?:([0-9]{2})?([0-9]{2}))?([0-9]{4})")
_SLASHED = re.compile("(?:(?:([0-9]{1,2})/)?([0-9]{1,2})/)?([0-9]{4})")
_DASHED = re.compile(r"([0-9]{4}|\*{4})(?:-([0-9]{2}|\*{2})(?:-([0-9]{2}|\*{2}))?)?")


def read_compact(value: str) -> str | Reason:
    """Read DDMMYYYY, MMYYYY or YYYY (CCCD)."""
    return _read_day_first(_COMPACT, value)


def read_slashed(value: str) -> str | Reason:
    """Read dd/MM/yyyy, MM/yyyy or yyyy, with or without leading zeros (BHYT)."""
    return _read_day_first(_SLASHED, value)


def read_dashed(value: str) -> str | Reason:
    """Read YYYY-MM-DD of which any part may be asterisks (Decision 1405)."""
    found = _DASHED.fullmatch(value)
    if found is None:
        return Reason.MALFORMED
    year, month, day = found.groups()
    if not _is_possible(year, month, day):
        return Reason.MALFORMED
    return value


def read_full_compact(value: str) -> str | Reason:
    """Read DDMMYYYY; a part of it is a code that ended too early."""
    if len(value) < 8 and (value == "" or is_digits(value)):
        return Reason.TRUNCATED
    return read_compact(value)


def read_full_slashed(value: str) -> str | Reason:
    """Read dd/MM/yyyy, or nothing where there is a hyphen or no text."""
    if value in {"", "-"}:
        return ""
    if value.count("/") != 2:
        return Reason.MALFORMED
    return read_slashed(value)


def _read_day_first(form: re.Pattern[str], value: str) -> str | Reason:
    found = form.fullmatch(value)
    if found is None:
        return Reason.MALFORMED
    day, month, year = found.groups()
    if not _is_possible(year, month, day):
        return Reason.MALFORMED
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def _is_possible(year: str, month: str | None, day: str | None) -> bool:
    """Say whether there is such a day; what is unknown or masked can be any."""
    numbers = [
        int(part) if part and "*" not in part else any_value
        for part, any_value in ((year, 2000), (month, 1), (day, 1))
    ]
    if not EARLIEST_YEAR <= numbers[0] <= LATEST_YEAR:
        return False
    try:
        date(*numbers)
    except ValueError:
        return False
    return True
