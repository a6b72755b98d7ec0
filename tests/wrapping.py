"""Wrapping: any bytes inside each kind of code that could carry them.

Fuzzing gets past prefix, base45, zlib and signature this way, to what is read last.
"""

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import replace

import cbor2

from kiosk.credentials.trust import TrustStore, make_store
from kiosk.protocol import badge, base45
from tests.signing import Issuer, encode_url

ISSUER = Issuer()
TRUST: TrustStore = make_store(
    [
        ISSUER.trusted,
        # As a SMART Health Card names it.
        replace(ISSUER.trusted, kids=frozenset({ISSUER.kid.hex().encode()})),
    ]
)
"""Every message is signed, and believed: its claims are looked at."""

MOST_BADGE_BYTES = 1_240
Wrap = Callable[[bytes], str]


def sign(message: bytes) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(18, ISSUER.sign_message(message)))


def as_jws(payload: bytes) -> str:
    header = {"zip": "DEF", "alg": "ES256", "kid": ISSUER.kid.hex()}
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(payload) + packer.flush()
    body = f"{encode_url(json.dumps(header).encode())}.{encode_url(packed)}"
    return f"{body}.{encode_url(ISSUER.sign(body.encode()))}"


WRAPS: tuple[Wrap, ...] = (
    lambda data: "HC1:" + base45.encode(data),
    lambda data: "HC1:" + base45.encode(zlib.compress(data)),
    lambda data: "HC1:" + base45.encode(zlib.compress(sign(data))),
    lambda data: (
        "HC1:" + base45.encode(zlib.compress(sign(b"\xa1\x39\x01\x03\xa1\x01" + data)))
    ),
    lambda data: "VP1:" + base45.encode(data),
    lambda data: "VP1:" + base45.encode(sign(data)),
    lambda data: badge.encode(sign(data[:MOST_BADGE_BYTES])),
    lambda data: base45.encode(data).ljust(40, "0"),
    lambda data: base45.encode(zlib.compress(sign(data))),
    lambda data: base45.encode(zlib.compress(sign(b"\xa1\x18\xa9" + data))),
    lambda data: "NZCP:/1/" + base64.b32encode(data).decode().rstrip("="),
    lambda data: "NZCP:/1/" + base64.b32encode(sign(data)).decode().rstrip("="),
    lambda data: "shc:/" + data.hex(),
    lambda data: as_jws(data),  # noqa: PLW0108 - one of a row
    lambda data: as_jws(b'{"vc": {"credentialSubject": ' + data + b"}}"),
    lambda data: (
        '{"data": {"hdr": {}, "msg": ' + data.decode("latin-1") + '}, "sig": {}}'
    ),
    lambda data: f"0100000001|{data.hex()}|" + "-|" * 12 + "$",
)
"""Each makes a text of bytes; every prefix that `classify` knows is among them."""
