"""Root: who may sign the roster, as TUF's own chain of signed files."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root

from province.keys import KeyName

LIFE = timedelta(days=3650)
"""Root is signed offline; a kiosk in a drawer for years must still find its way."""
ROLES = (KeyName.ROOT, KeyName.TARGETS, KeyName.SNAPSHOT, KeyName.TIMESTAMP)

Keys = Mapping[KeyName, Ed25519PrivateKey]


def make_first(keys: Keys, now: datetime) -> Metadata[Root]:
    """Return the first root: `keys` has one for each role."""
    root = Root(expires=now + LIFE, consistent_snapshot=True)
    for name in ROLES:
        root.add_key(CryptoSigner(keys[name]).public_key, name.value)
    signed = Metadata(root)
    signed.sign(CryptoSigner(keys[KeyName.ROOT]))
    return signed


def make_next(
    held: Metadata[Root], new: Keys, signer: Ed25519PrivateKey, now: datetime
) -> Metadata[Root]:
    """Return the root after `held`, in which `new` keys stand for their roles.

    It is signed by `signer`, the root key of `held`, and by a new root key too:
    kiosks that know either follow (TUF 5.3.4).
    """
    root = deepcopy(held.signed)
    root.version += 1
    root.expires = now + LIFE
    for name, key in new.items():
        for key_id in list(root.roles[name.value].keyids):
            root.revoke_key(key_id, name.value)
        root.add_key(CryptoSigner(key).public_key, name.value)
    signed = Metadata(root)
    signed.sign(CryptoSigner(signer))
    if KeyName.ROOT in new:
        signed.sign(CryptoSigner(new[KeyName.ROOT]), append=True)
    return signed


def names(held: Metadata[Root], name: KeyName, key_id: str) -> bool:
    """Say whether `held` lets the key `key_id` sign for the role `name`."""
    return key_id in held.signed.roles[name.value].keyids
