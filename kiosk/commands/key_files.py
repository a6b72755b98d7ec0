"""Key files: issuers' keys from files that are named on the command line."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.credentials.key_file import KeyFault, read_keys
from kiosk.credentials.trust import TrustedKey
from kiosk.errors import UsageError

ADVICE = {
    KeyFault.PRIVATE: "it holds a private key. Give the public key only.",
    KeyFault.UNREADABLE: "give PEM, DER or JWKS with EC P-256, Ed25519 or RSA keys.",
    KeyFault.WEAK: "a key is too weak. RSA needs 2048 bits, EC 256.",
    KeyFault.EMPTY: "there are none in it.",
}


def read_file(path: Path) -> bytes:
    """Return what is in a file that holds keys.

    Raises:
        UsageError: it can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"The key file '{path}' can't be read: {error.strerror}."
        ) from error


def read_key_file(path: Path) -> Sequence[TrustedKey]:
    """Return the keys in a file.

    Raises:
        UsageError: naming the file, and why it gives no keys.
    """
    found = read_keys(read_file(path))
    if isinstance(found, KeyFault):
        raise UsageError(f"The keys of '{path}' are not taken: {ADVICE[found]}")
    return found
