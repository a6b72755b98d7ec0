"""Passwords: which an officer may choose; pure."""

import unicodedata
from enum import StrEnum

SHORTEST = 12
LONGEST = 1024
"""Argon2 takes the same time for each; what is longer is no password."""
FEWEST_DIFFERENT = 5

COMMON = frozenset(
    {
        *("123456789012", "1234567890123", "12345678901234", "123456789abc"),
        *("0123456789012", "abcdefghijkl", "abc123456789", "abcd12345678"),
        *("qwertyuiop12", "qwertyuiop123", "qwertyuiopas", "1q2w3e4r5t6y"),
        *("qwerty123456", "1qaz2wsx3edc", "password1234", "password12345"),
        *("passwordpassword", "password@123", "password123456", "p@ssw0rd1234"),
        *("administrator", "administrator1", "admin1234567", "admin123456789"),
        *("admin@123456", "welcome12345", "welcome@1234", "letmein12345"),
        *("iloveyou1234", "changeme1234", "trustno1trustno1", "matkhau12345"),
        *("matkhau123456", "matkhau@1234", "matkhaumatkhau", "mật khẩu 1234"),
        *("vietnam12345", "vietnam123456", "vietnam@1234", "anhyeuem1234"),
        *("emyeuanh1234", "hanoi1234567", "saigon123456", "tinhmau12345"),
    }
)
"""Those of twelve letters and more that lists of leaked ones begin with, and what
offices here take first; shorter ones are refused for that."""


class PasswordFault(StrEnum):
    """Why a password can't be chosen."""

    SHORT = "password_short"
    LONG = "password_long"
    NAMED = "password_named"
    COMMON = "password_common"
    DIFFERENT = "password_different"


def clean(password: str) -> str:
    """Return `password` the same for every keyboard: a Mac types other accents."""
    return unicodedata.normalize("NFC", password)


def judge(password: str, repeated: str, name: str) -> PasswordFault | None:
    """Return why `password` can't be that of the officer `name`; None where it can."""
    plain = clean(password).casefold()
    if len(plain) < SHORTEST:
        return PasswordFault.SHORT
    if len(plain) > LONGEST:
        return PasswordFault.LONG
    if name.casefold() in plain:
        return PasswordFault.NAMED
    if plain in COMMON or len(set(plain)) < FEWEST_DIFFERENT:
        return PasswordFault.COMMON
    return None if password == repeated else PasswordFault.DIFFERENT
