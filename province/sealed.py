"""Sealed: passwords of other servers, kept so that a copied file alone tells nothing.

A file of DATA/keys holds each, sealed (age) to the province's own bundle key.
A systemd credential of the same name goes before it (systemd.exec, LoadCredential).
"""

import os
from pathlib import Path

import pyrage

from province.errors import KeyFileError
from province.files import write_whole
from province.keys import KeyFolder, KeyName

MAIL_PASSWORD = "province-mail-password"  # noqa: S105 - a file's name
_CREDENTIALS = "CREDENTIALS_DIRECTORY"


def keep(keys: KeyFolder, name: str, secret: str) -> None:
    """Seal `secret` under `name`; an empty one takes it away.

    Raises:
        KeyFileError: It can't be written.
    """
    path = _place(keys, name)
    try:
        if not secret:
            path.unlink(missing_ok=True)
            return
        recipient = pyrage.x25519.Recipient.from_str(
            keys.list_publics(KeyName.BUNDLE)[0]
        )
        write_whole(path, pyrage.encrypt(secret.encode("utf-8"), [recipient]), 0o600)
    except OSError as error:
        raise KeyFileError(
            f"'{path}' can't be written: {error.strerror}. Mend its rights."
        ) from error


def read(keys: KeyFolder, name: str) -> str | None:
    """Return the secret `name`, None where none was given.

    Raises:
        KeyFileError: It is there and can't be read or opened.
    """
    folder = os.environ.get(_CREDENTIALS)
    given = Path(folder) / name if folder else None
    try:
        if given is not None and given.exists():
            return given.read_text(encoding="utf-8").rstrip("\r\n")
        path = _place(keys, name)
        if not path.exists():
            return None
        opened: bytes = pyrage.decrypt(path.read_bytes(), list(keys.load_identities()))
        return opened.decode("utf-8")
    except (OSError, ValueError, pyrage.DecryptError) as error:
        raise KeyFileError(
            f"The password '{name}' can't be read: {error}. Set it again."
        ) from error


def _place(keys: KeyFolder, name: str) -> Path:
    return keys.folder / f"{name}.sealed"
