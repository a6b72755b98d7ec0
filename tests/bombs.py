"""Bombs: codes that are small to hold up and large to unpack, or deep."""

import json
import zlib
from collections.abc import Mapping

import cbor2

from kiosk.protocol import base45
from tests.signing import encode_url
from tests.wrapping import WRAPS

DEPTH = 5_000
BOMB_BYTES = 50_000_000


def pack(size: int = BOMB_BYTES) -> bytes:
    """Return `size` zeros as zlib packs them, a thousandth of it."""
    return zlib.compress(bytes(size), 9)


def dig(depth: int = DEPTH) -> Mapping[str, bytes]:
    """Return CBOR that is nothing but depth, by how it is made."""
    whole = cbor2.dumps(b"")
    return {
        "arrays": b"\x81" * depth + whole,
        "maps": b"\xa1\x01" * depth + whole,
        "keys": b"\xa1" * depth + whole + b"\x01" * depth,
        "tags": b"\xd2" * depth + whole,
        "endless arrays": b"\x9f" * depth,
        "endless strings": b"\x5f" * depth,
        "a string of 2^62 bytes": b"\x5b" + b"\x3f" * 8,
        "an array of 2^62": b"\x9b" + b"\x3f" * 8,
        "a map of 2^32": b"\xba" + b"\xff" * 4 + b"\x01" * depth,
        "an integer of 40,000 bits": b"\xc2\x59" + depth.to_bytes(2) + b"\xff" * depth,
        "an exponent": bytes.fromhex("c4821b7fffffffffffffff01"),
        "a date beyond all": bytes.fromhex("c11b7fffffffffffffff"),
        "one map, many keys": b"\xb9\x13\x88"
        + b"".join(cbor2.dumps(number) + b"\x00" for number in range(depth)),
    }


def make_bombs() -> dict[str, str]:
    """Return codes by what they would do."""
    deep = "[" * DEPTH + "]" * DEPTH
    squeezed = zlib.compressobj(9, wbits=-15)
    inflated = squeezed.compress(bytes(BOMB_BYTES)) + squeezed.flush()
    header = encode_url(json.dumps({"zip": "DEF", "alg": "ES256"}).encode())
    codes = {
        f"{what}, {number}": wrap(message)
        for what, message in dig().items()
        for number, wrap in enumerate(WRAPS)
    }
    return codes | {
        "a zip bomb, HC1": "HC1:" + base45.encode(pack()),
        "a zip bomb, bare": base45.encode(pack()),
        "a zip bomb, JWS": f"{header}.{encode_url(inflated)}.x",
        "deep JSON": f'{{"data": {{"hdr": {{}}, "msg": {deep}}}, "sig": {{}}}}',
        "an endless number": '{"data": {"hdr": {}, "msg": {"a": ' + "9" * 8000,
        "marks on a letter": "a" + "\u0323\u0301" * 2_000,
        "digits": "9" * 8_192,
        "bars": "|" * 8_192,
        "Telex letters": "1234567890|" + "ầ" * 2_700,
    }
