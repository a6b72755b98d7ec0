"""Picture: an enrolment code or a pass as a QR that any reader reads."""

from pathlib import Path

import segno

from province.errors import OutsideError

SCALE = 8
"""Pixels a module: a code of version 12 is about 600 pixels wide."""


def write_code(text: str, file: Path) -> None:
    """Write `text` as a PNG at level M with its quiet zone.

    It is in QR's alphanumeric mode, or in its numeric where it is digits only.
    """
    try:
        segno.make(text, error="m", boost_error=False, micro=False).save(
            str(file), kind="png", scale=SCALE, border=4
        )
    except OSError as error:
        raise OutsideError(f"'{file}' can't be written: {error.strerror}.") from error
