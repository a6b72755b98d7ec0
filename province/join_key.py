"""Join key: the secret by which the province knows a person again, and nobody else.

It stands beside the other keys (DATA/keys/join.key), never in the database: a copy
of the database alone can't tell whose a hash is. It is in every backup of the
keys that are online; without it stays are made anew from the entries.
"""

import secrets

from province.errors import KeyFileError
from province.files import write_first
from province.keys import KeyFolder

NAME = "join.key"
SECRET_BYTES = 32


def load(keys: KeyFolder) -> bytes:
    """Return the secret, made now where there is none.

    Raises:
        KeyFileError: It can't be read or made.
    """
    path = keys.folder / NAME
    try:
        if not path.exists():
            _create(keys)
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise KeyFileError(
            f"The key '{path}' can't be read: {error}. Bring it back from its backup."
        ) from error
    if len(secret) != SECRET_BYTES:
        raise KeyFileError(
            f"The key '{path}' is cut off. Bring it back from its backup."
        )
    return secret


def _create(keys: KeyFolder) -> None:
    keys.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_first(keys.folder / NAME, secrets.token_hex(SECRET_BYTES).encode("ascii"))
