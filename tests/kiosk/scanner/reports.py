"""Reports: what a code reader in HID POS mode says of itself, and sends."""

from collections.abc import Iterator

ROOM = 56

START = bytes.fromhex("058c0902a1010912a10285021500 26ff00 7508")
LENGTH = bytes.fromhex("9501 0501 093b 8102 058c")
AIM = bytes.fromhex("9503 09fb09fc09fd 8102")
DECODED = bytes.fromhex("9538 09fe 820201")
VENDOR = bytes.fromhex("0666ff 9502 09040900 8102 058c")
CONTINUED = bytes.fromhex("2501 7501 9508 09ff 8102")
END = b"\xc0\xc0"

DESCRIPTOR = START + LENGTH + AIM + DECODED + VENDOR + CONTINUED + END
"""Id 2, length, AIM, 56 bytes, two of the maker's, flags: as in readers' firmware."""

SHORT_DESCRIPTOR = START + LENGTH + DECODED + bytes.fromhex("950109fb8102") + END
"""Id 2, length, 56 bytes, one byte of symbology, and nothing says "more"."""

KEYBOARD = bytes.fromhex("05010906a101050719e029e715002501750195088102c0")


def reports(
    code: bytes, aim: bytes = b"]Q1", *, flags_by_length: bool = False
) -> Iterator[bytes]:
    """Yield the reports of one code by `DESCRIPTOR`."""
    blocks = [code[at : at + ROOM] for at in range(0, len(code), ROOM)]
    for number, block in enumerate(blocks, 1):
        more = len(block) == ROOM if flags_by_length else number < len(blocks)
        filled = block.ljust(ROOM, b"\0")
        yield bytes([2, len(block)]) + aim + filled + b"j\0" + bytes([more])


def short_reports(code: bytes) -> Iterator[bytes]:
    """Yield the reports of one code by `SHORT_DESCRIPTOR`."""
    for at in range(0, len(code), ROOM):
        block = code[at : at + ROOM]
        yield bytes([2, len(block)]) + block.ljust(ROOM, b"\0") + b"Q"
