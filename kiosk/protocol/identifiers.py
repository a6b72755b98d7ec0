"""Identifiers: entry ids (UUIDv7) and kiosk ids."""

import base64
import hashlib


def make_uuid7(unix_ms: int, randomness: bytes) -> bytes:
    """Return a UUIDv7 (RFC 9562 section 5.7) as 16 bytes.

    `unix_ms` is milliseconds since 1970 UTC, below 2**48; `randomness` is 10
    bytes, of which 6 bits give way to version and variant.
    """
    if len(randomness) != 10:
        raise ValueError(f"UUIDv7 needs 10 random bytes, got {len(randomness)}")
    head = unix_ms.to_bytes(6, "big")
    version = bytes([0x70 | randomness[0] & 0x0F, randomness[1]])
    variant = bytes([0x80 | randomness[2] & 0x3F])
    return head + version + variant + randomness[3:]


def make_kiosk_id(public_key: bytes) -> str:
    """Return the id of the kiosk that holds `public_key`, as `K` and 12 characters A-Z2-7."""
    digest = hashlib.sha256(public_key).digest()
    return "K" + base64.b32encode(digest)[:12].decode("ascii")
