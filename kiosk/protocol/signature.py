"""Signature: Ed25519 over bytes with the name of what they are in front."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)


def sign(private_key: Ed25519PrivateKey, context: str, data: bytes) -> bytes:
    """Return the 64-byte signature over `data`, bound to `context`."""
    return private_key.sign(context.encode("ascii") + b"\0" + data)


def is_signed(public_key: bytes, context: str, data: bytes, signature: bytes) -> bool:
    """Say whether `signature` over `data` in `context` is of the raw `public_key`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(
            signature, context.encode("ascii") + b"\0" + data
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def get_public_bytes(private_key: Ed25519PrivateKey) -> bytes:
    """Return the raw 32-byte public half."""
    return private_key.public_key().public_bytes_raw()
