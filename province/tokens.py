"""Tokens: secrets that open something for whoever holds them, and what is kept of them."""

import hashlib
import secrets


def make_token() -> str:
    """Return a new secret of 256 bits, as it may stand in a cookie or an address."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """Return what is kept of `token`: who reads the database can't enter with it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
