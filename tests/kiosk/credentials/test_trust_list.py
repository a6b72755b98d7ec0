"""A key survives the roster, and what is unknown there never widens it."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from kiosk.credentials.cose import Algorithm
from kiosk.credentials.trust import Scope, TrustedKey, Usage
from kiosk.credentials.trust_list import pack_key, unpack_key
from kiosk.protocol.trust import IssuerKey
from tests.signing import Issuer

WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
PACKED = pack_key(Issuer().trusted)


def to_der(key: rsa.RSAPublicKey | x25519.X25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_key_comes_back_as_it_was(algorithm: Algorithm) -> None:
    key = Issuer(algorithm, usages=["1.3.6.1.4.1.1847.2021.1.2"]).trusted
    back = unpack_key(pack_key(key))
    assert back == key
    assert back is not None
    assert back.usages == {Usage.VACCINATION}


def test_a_key_without_a_time_has_none_afterwards() -> None:
    key = TrustedKey(
        issuer="", public_key=Issuer().trusted.public_key, kids=frozenset()
    )
    assert unpack_key(pack_key(key)) == key


def test_a_scope_of_a_newer_province_is_left_out() -> None:
    back = unpack_key(replace(PACKED, scopes=("pass", "moon")))
    assert back is not None
    assert back.scopes == {Scope.PASS}


@pytest.mark.parametrize(
    "packed",
    [
        replace(PACKED, scopes=("moon",)),
        replace(PACKED, usages=("moon",)),
        replace(PACKED, key=b""),
        replace(PACKED, key=to_der(x25519.X25519PrivateKey.generate().public_key())),
        replace(PACKED, key=to_der(WEAK.public_key())),
    ],
    ids=["scope", "usage", "broken", "another type", "weak"],
)
def test_a_key_that_is_of_no_use_here_is_left_out(packed: IssuerKey) -> None:
    assert unpack_key(packed) is None
