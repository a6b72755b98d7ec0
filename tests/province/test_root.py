"""Tests of TUF's root, whose chain kiosks follow (publishing is met in test_rotation)."""

from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Root

from province import root
from province.keys import KeyName
from tests.province.builders import NOW


def make_keys() -> dict[KeyName, Ed25519PrivateKey]:
    return {name: Ed25519PrivateKey.generate() for name in root.ROLES}


def test_a_new_root_is_signed_by_the_old_and_the_new() -> None:
    keys, new = make_keys(), Ed25519PrivateKey.generate()
    first = root.make_first(keys, NOW)

    following = root.make_next(
        first, {KeyName.ROOT: new}, keys[KeyName.ROOT], NOW + timedelta(days=1)
    )

    for held in (first, following):
        held.signed.verify_delegate(
            Root.type, following.signed_bytes, following.signatures
        )
    assert (first.signed.version, following.signed.version) == (1, 2)
    assert following.signed.expires == NOW + timedelta(days=1) + root.LIFE


def test_a_renewed_role_is_named_and_the_old_key_no_more() -> None:
    keys, new = make_keys(), Ed25519PrivateKey.generate()
    first = root.make_first(keys, NOW)

    following = root.make_next(first, {KeyName.TIMESTAMP: new}, keys[KeyName.ROOT], NOW)

    def names(key: Ed25519PrivateKey) -> bool:
        key_id = CryptoSigner(key).public_key.keyid
        return root.names(following, KeyName.TIMESTAMP, key_id)

    assert (names(new), names(keys[KeyName.TIMESTAMP])) == (True, False)
    assert len(following.signatures) == 1
