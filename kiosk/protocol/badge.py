"""Badge: a signed pass as digits only, which a keyboard-wedge types right in any layout.

Base45 has signs that layouts and input methods put elsewhere. In QR's numeric
mode the same bytes take no more room: the usual pass is version 10 at level M
in either.
"""

_START = b"\x01"
"""Stands before the bytes, so that leading zeros of theirs come back."""

MIN_DIGITS, MAX_DIGITS = 250, 3_000
"""119 bytes, the least a signed pass takes, are 287 digits; 1,240 bytes are 3,000."""


def encode(message: bytes) -> str:
    """Return `message` as one decimal number."""
    return str(int.from_bytes(_START + message))


def decode(text: str) -> bytes | None:
    """Return the bytes of the decimal number `text`, None where it is no badge."""
    if len(text) > MAX_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    number = int(text)
    message = number.to_bytes((number.bit_length() + 7) // 8)
    return message[1:] if message.startswith(_START) else None
