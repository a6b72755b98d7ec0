"""Pages: the database's file as the disk has it, each page told good from bad.

SQLCipher 4 seals every page by itself: AES-256-CBC, and an HMAC-SHA512 over
what was sealed and the page's number. So whether a page is as it was written
can be told without SQLite, which one bad page keeps from good ones.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

PAGE_BYTES = 4096
"""SQLCipher 4's default; the product never set another."""

LOCK_PAGE = 0x40000000 // PAGE_BYTES + 1
"""SQLite locks by the byte at 1 GiB and never writes the page that holds it."""

_IV_BYTES, _MAC_BYTES = 16, 64
USABLE_BYTES = PAGE_BYTES - _IV_BYTES - _MAC_BYTES
_SALT_BYTES = 16
_HEADER = b"SQLite format 3\0"
_KEY_BYTES = 32
_MAC_SALT_MASK, _MAC_ROUNDS = 0x3A, 2
"""SQLCipher's HMAC_SALT_MASK and FAST_PBKDF2_ITER."""


class PageKey:
    """What opens and seals single pages; `key` is the database's, with its salt."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AES(key[:_KEY_BYTES])
        self._salt = key[_KEY_BYTES:]
        masked = bytes(byte ^ _MAC_SALT_MASK for byte in self._salt)
        self._mac_key = hashlib.pbkdf2_hmac(
            "sha512", key[:_KEY_BYTES], masked, _MAC_ROUNDS, _KEY_BYTES
        )

    def is_good(self, number: int, sealed: bytes) -> bool:
        """Say whether page `number` is as it was written."""
        if len(sealed) != PAGE_BYTES:
            return False
        if number == 1 and sealed[:_SALT_BYTES] != self._salt:
            return False  # it says which key the file is for
        return hmac.compare_digest(
            self._authenticate(number, sealed), sealed[-_MAC_BYTES:]
        )

    def open(self, number: int, sealed: bytes) -> bytes | None:
        """Return the page in clear, None where it is not as it was written."""
        if not self.is_good(number, sealed):
            return None
        start = _count_plain(number)
        iv = sealed[USABLE_BYTES : USABLE_BYTES + _IV_BYTES]
        decryptor = Cipher(self._cipher, CBC(iv)).decryptor()
        opened = decryptor.update(sealed[start:USABLE_BYTES])
        return _HEADER[:start] + opened + decryptor.finalize()

    def seal(self, number: int, opened: bytes) -> bytes:
        """Return the page as it is written; `opened` is what `open` returns."""
        start = _count_plain(number)
        iv = os.urandom(_IV_BYTES)
        encryptor = Cipher(self._cipher, CBC(iv)).encryptor()
        sealed = encryptor.update(opened[start:USABLE_BYTES]) + encryptor.finalize()
        page = self._salt[:start] + sealed + iv + bytes(_MAC_BYTES)
        return page[:-_MAC_BYTES] + self._authenticate(number, page)

    def _authenticate(self, number: int, sealed: bytes) -> bytes:
        covered = sealed[_count_plain(number) : USABLE_BYTES + _IV_BYTES]
        return hmac.digest(
            self._mac_key, covered + number.to_bytes(4, "little"), "sha512"
        )


def _count_plain(number: int) -> int:
    """Return how many bytes of a page are not sealed: the first page begins with the salt."""
    return _SALT_BYTES if number == 1 else 0
