"""Pages: the database's file as the disk has it, each page told good from bad.

SQLCipher 4 seals every page by itself: AES-256-CBC, and an HMAC over what was
sealed and the page's number. So whether a page is as it was written can be
told without SQLite, which one bad page keeps from good ones.
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from kiosk.storage import formats
from kiosk.storage.formats import IV_BYTES, SALT_BYTES

_HEADER = b"SQLite format 3\0"
_KEY_BYTES = 32
_MAC_SALT_MASK, _MAC_ROUNDS = 0x3A, 2
"""SQLCipher's HMAC_SALT_MASK and FAST_PBKDF2_ITER; that derivation is by SHA-512 in any format."""


class PageKey:
    """What opens and seals single pages; `key` is the database's, with its salt."""

    def __init__(self, key: bytes) -> None:
        self.format = formats.find(key)
        self._covered_bytes = self.format.sealed_bytes + IV_BYTES
        self._cipher = AES(key[:_KEY_BYTES])
        self._salt = key[_KEY_BYTES:]
        masked = bytes(byte ^ _MAC_SALT_MASK for byte in self._salt)
        self._mac_key = hashlib.pbkdf2_hmac(
            "sha512", key[:_KEY_BYTES], masked, _MAC_ROUNDS, _KEY_BYTES
        )

    def is_good(self, number: int, sealed: bytes) -> bool:
        """Say whether page `number` is as it was written."""
        if len(sealed) != self.format.page_bytes:
            return False
        if number == 1 and sealed[:SALT_BYTES] != self._salt:
            return False  # it says which key the file is for
        return hmac.compare_digest(
            self._authenticate(number, sealed), sealed[self._covered_bytes :]
        )

    def open(self, number: int, sealed: bytes) -> bytes | None:
        """Return the page in clear, None where it is not as it was written."""
        if not self.is_good(number, sealed):
            return None
        start, end = _count_plain(number), self.format.sealed_bytes
        iv = sealed[end : self._covered_bytes]
        decryptor = Cipher(self._cipher, CBC(iv)).decryptor()
        opened = decryptor.update(sealed[start:end])
        page = _HEADER[:start] + opened + decryptor.finalize()
        return page[: self.format.usable_bytes]

    def seal(self, number: int, opened: bytes) -> bytes:
        """Return the page as it is written; `opened` is what `open` returns."""
        start, end = _count_plain(number), self.format.sealed_bytes
        iv = os.urandom(IV_BYTES)
        encryptor = Cipher(self._cipher, CBC(iv)).encryptor()
        padded = opened[start:].ljust(end - start, b"\0")
        sealed = encryptor.update(padded) + encryptor.finalize()
        covered = self._salt[:start] + sealed + iv
        return covered + self._authenticate(number, covered)

    def _authenticate(self, number: int, sealed: bytes) -> bytes:
        covered = sealed[_count_plain(number) : self._covered_bytes]
        numbered = covered + number.to_bytes(4, "little")
        return hmac.digest(self._mac_key, numbered, self.format.hash_name)


def _count_plain(number: int) -> int:
    """Return how many bytes of a page are not sealed: the first page begins with the salt."""
    return SALT_BYTES if number == 1 else 0
