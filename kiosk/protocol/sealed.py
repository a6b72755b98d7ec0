"""Sealed: bytes that one kiosk alone can open, by the key it enrolled with."""

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)


def seal_to(content: bytes, public_key: bytes) -> bytes:
    """Return `content` as an age file for the holder of the raw Ed25519 `public_key`."""
    named = Ed25519PublicKey.from_public_bytes(public_key).public_bytes(
        Encoding.OpenSSH, PublicFormat.OpenSSH
    )
    recipient = pyrage.ssh.Recipient.from_str(named.decode("ascii"))
    sealed: bytes = pyrage.encrypt(content, [recipient])
    return sealed


def open_sealed(sealed: bytes, private_key: Ed25519PrivateKey) -> bytes | None:
    """Return what was sealed to `private_key`, None where it was not."""
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    try:
        opened: bytes = pyrage.decrypt(sealed, [pyrage.ssh.Identity.from_buffer(pem)])
    except pyrage.DecryptError:
        return None
    return opened
