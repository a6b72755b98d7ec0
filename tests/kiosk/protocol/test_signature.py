"""Test that a signature holds for its key, bytes and context only."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.signature import get_public_bytes, is_signed, sign

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
PUBLIC = get_public_bytes(KEY)
SIGNED = sign(KEY, "test 1", b"body")


def test_what_was_signed_is_signed() -> None:
    assert is_signed(PUBLIC, "test 1", b"body", SIGNED) is True


@pytest.mark.parametrize(
    ("public_key", "context", "body", "signature"),
    [
        (PUBLIC, "test 1", b"bodx", SIGNED),
        (PUBLIC, "test 2", b"body", SIGNED),
        (PUBLIC, "test 1", b"body", SIGNED[:-1]),
        (PUBLIC, "test 1", b"body", b""),
        (get_public_bytes(OTHER), "test 1", b"body", SIGNED),
        (b"short", "test 1", b"body", SIGNED),
    ],
)
def test_anything_else_is_not(
    public_key: bytes, context: str, body: bytes, signature: bytes
) -> None:
    assert is_signed(public_key, context, body, signature) is False
