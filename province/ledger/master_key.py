"""Master key: what opens the ledger's own keys, and is never in the database.

It stands beside the province's other keys (DATA/keys/ledger.key), in every backup of
those that are online. A systemd credential goes before it (systemd.exec,
LoadCredential).
"""

import os
import secrets
from pathlib import Path

from province.errors import KeyFileError
from province.files import write_first

NAME = "ledger.key"
CREDENTIAL = "province-ledger-key"
KEY_BYTES = 32
_CREDENTIALS = "CREDENTIALS_DIRECTORY"


def load(folder: Path) -> bytes:
    """Return the key, as hex in a file of `folder` or given by systemd.

    Raises:
        KeyFileError: It is not here, or no key.
    """
    path = _find(folder)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise KeyFileError(
            f"The ledger's key '{path}' can't be read: {error}. Names and numbers of "
            "people can't be read without it. Bring it back from its backup."
        ) from error
    if len(key) != KEY_BYTES:
        raise KeyFileError(
            f"The ledger's key '{path}' is cut off. Bring it back from its backup."
        )
    return key


def load_or_make(folder: Path) -> bytes:
    """Return the key, made now where there is none: for a ledger that has none yet.

    Raises:
        KeyFileError: It can't be made, or is no key.
    """
    path = _find(folder)
    if not path.exists():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_first(path, secrets.token_hex(KEY_BYTES).encode("ascii"))
        except OSError as error:
            raise KeyFileError(
                f"The ledger's key '{path}' can't be made: {error.strerror}. "
                "Mend the folder's rights or make room."
            ) from error
    return load(folder)


def _find(folder: Path) -> Path:
    given = os.environ.get(_CREDENTIALS)
    if given and (Path(given) / CREDENTIAL).exists():
        return Path(given) / CREDENTIAL
    return folder / NAME
