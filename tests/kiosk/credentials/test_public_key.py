"""A key is of a type that we verify with, and of a size that may be believed."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from kiosk.credentials.public_key import accept, is_strong


def test_a_type_that_nobody_here_verifies_with_is_refused() -> None:
    with pytest.raises(TypeError):
        accept(ed448.Ed448PrivateKey.generate().public_key())


@pytest.mark.parametrize(
    ("key", "strong"),
    [
        (ec.generate_private_key(ec.SECP256R1()).public_key(), True),
        (ec.generate_private_key(ec.SECP192R1()).public_key(), False),
        (ed25519.Ed25519PrivateKey.generate().public_key(), True),
        (rsa.generate_private_key(65537, 2048).public_key(), True),
        (rsa.generate_private_key(65537, 1024).public_key(), False),  # noqa: S505 - it is to be refused
    ],
)
def test_a_key_is_strong_by_its_size(key: object, *, strong: bool) -> None:
    assert is_strong(accept(key)) is strong
