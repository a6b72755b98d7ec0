"""Base45: bytes as the 45 characters of QR's alphanumeric mode (RFC 9285)."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}


def encode(data: bytes) -> str:
    """Return `data` in base45: three characters for two bytes, two for a last one."""
    pairs = (data[at : at + 2] for at in range(0, len(data), 2))
    return "".join(_encode_pair(pair) for pair in pairs)


def decode(text: str) -> bytes | None:
    """Return the bytes of `text`, None where it is not base45.

    Blanks belong to the alphabet: whoever calls strips line ends only.
    """
    try:
        values = [_VALUES[character] for character in text]
    except KeyError:
        return None
    if len(values) % 3 == 1:
        return None
    decoded = bytearray()
    for at in range(0, len(values) - 2, 3):
        number = values[at] + 45 * values[at + 1] + 2025 * values[at + 2]
        if number > 0xFFFF:
            return None
        decoded += number.to_bytes(2)
    if len(values) % 3 == 2:
        number = values[-2] + 45 * values[-1]
        if number > 0xFF:
            return None
        decoded.append(number)
    return bytes(decoded)


def _encode_pair(pair: bytes) -> str:
    number = int.from_bytes(pair)
    digits = []
    for _ in range(len(pair) + 1):
        number, digit = divmod(number, 45)
        digits.append(_ALPHABET[digit])
    return "".join(digits)
