"""Picture: an enrolment code as a QR that any reader reads."""

from pathlib import Path

import segno

from province.errors import OutsideError

SCALE = 8
"""Pixels a module: a code of version 12 is about 600 pixels wide."""


def write_code(text: str, file: Path) -> None:
    """Write `text` (digits and A-Z) as a PNG: alphanumeric, level M, quiet zone 4."""
    try:
        segno.make(text, mode="alphanumeric", error="m", boost_error=False).save(
            str(file), kind="png", scale=SCALE, border=4
        )
    except OSError as error:
        raise OutsideError(f"'{file}' can't be written: {error.strerror}.") from error
