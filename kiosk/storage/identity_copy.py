"""Identity copy: who the kiosk is, sealed beside its database for when that is damaged."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.storage.whole_file import read_or_none, write_whole

COPIED = ("identity", "enrolment", "admin_pin")
"""Settings without which the kiosk would be another one, or anybody's."""

_PURPOSE = b"kiosk identity copy 1"
_NONCE_BYTES = 12


def keep(connection: Connection, path: Path, key: bytes) -> bool:
    """Bring the copy at `path` up to date; say whether it had to be written.

    `key` is the database's.
    """
    found = ((name, settings.get(connection, name)) for name in COPIED)
    current = {name: value for name, value in found if value is not None}
    if read(path, key) == current:
        return False
    nonce = os.urandom(_NONCE_BYTES)
    sealed = _make_cipher(key).encrypt(nonce, msgspec.msgpack.encode(current), None)
    write_whole(path, nonce + sealed)
    return True


def read(path: Path, key: bytes) -> Mapping[str, bytes]:
    """Return the copied settings by name, none where there is no copy under `key`."""
    stored = read_or_none(path) or b""
    try:
        opened = _make_cipher(key).decrypt(
            stored[:_NONCE_BYTES], stored[_NONCE_BYTES:], None
        )
        return msgspec.msgpack.decode(opened, type=dict[str, bytes])
    except (InvalidTag, ValueError, msgspec.MsgspecError):
        return {}


def _make_cipher(key: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return AESGCM(derived.derive(key))
