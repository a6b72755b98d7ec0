"""Formats: how the pages of a database are cut and sealed, which its key's salt says.

A salt goes wherever its key goes, and begins the database's file: a copy, a
backup, a salvaged or cloned database is of its key's format, with nothing else
to keep.
"""

import hashlib
import secrets

import msgspec

SALT_BYTES = 16
IV_BYTES = 16
_LOCK_BYTE = 0x40000000
_RESERVED_BYTES = 80
"""IV and HMAC-SHA512. SQLCipher reserves them with the key, before it is told of another
HMAC, and SQLite never takes a reserve back (btree.c, sqlite3BtreeSetPageSize)."""


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A size of pages, and the hash whose HMAC tells each page good from bad.

    `mark` ends the salts of its keys; without one they are random throughout.
    """

    page_bytes: int
    hash_name: str
    mark: bytes

    @property
    def mac_bytes(self) -> int:
        """Return how long a page's HMAC is."""
        return hashlib.new(self.hash_name).digest_size

    @property
    def sealed_bytes(self) -> int:
        """Return how much of a page is encrypted; IV and HMAC stand behind it."""
        return self.page_bytes - IV_BYTES - self.mac_bytes

    @property
    def usable_bytes(self) -> int:
        """Return how much of a page SQLite uses; what is sealed behind that is zeros."""
        return self.page_bytes - _RESERVED_BYTES

    @property
    def lock_page(self) -> int:
        """Return the page at 1 GiB, by which SQLite locks and which it never writes."""
        return _LOCK_BYTE // self.page_bytes + 1

    @property
    def pragmas(self) -> tuple[str, ...]:
        """Return what tells SQLCipher of it, after the key and before anything else."""
        return (
            f"PRAGMA cipher_page_size = {self.page_bytes}",
            f"PRAGMA cipher_hmac_algorithm = HMAC_{self.hash_name.upper()}",
        )

    def make_salt(self) -> bytes:
        """Return the salt of a new key; it need not be secret, the key is random whole."""
        return secrets.token_bytes(SALT_BYTES - len(self.mark)) + self.mark


FIRST = Format(page_bytes=4096, hash_name="sha512", mark=b"")
"""SQLCipher 4's defaults, which kiosks before 0022 have and go on with."""

CURRENT = Format(page_bytes=2048, hash_name="sha256", mark=b"kiosk\0\0\2")
"""What new databases are made of: an append writes half the bytes (decision 0022)."""

FORMATS = (FIRST, CURRENT)


def find(key: bytes) -> Format:
    """Return the format of the database that `key`, with its salt, is for.

    Of the random salts of `FIRST` one in 2^64 has the mark.
    """
    return CURRENT if key.endswith(CURRENT.mark) else FIRST
