"""Checkpoint: a signed statement of a chain's size and head (C2SP tlog-checkpoint text).

The body is three lines: origin, size in decimal, head in base64. The origin
is `KIOSK_ID/EPOCH`. Inside a batch the batch's signature covers it; by itself
it is a C2SP signed note: the body, an empty line, and a line of an em dash,
the signer's name and base64 of a 4-byte key hash and the Ed25519 signature.
"""

import base64
import binascii
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

_DASH = "\N{EM DASH} "
_ED25519 = b"\x01"
"""The algorithm's byte in a note's key hash (C2SP signed-note, Signatures)."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A chain's head: after `size` entries of `origin` it is `head` (32 bytes)."""

    origin: str
    size: int
    head: bytes


def encode(checkpoint: Checkpoint) -> str:
    """Return the text of `checkpoint`, three lines each ended by a newline."""
    head = base64.b64encode(checkpoint.head).decode("ascii")
    return f"{checkpoint.origin}\n{checkpoint.size}\n{head}\n"


def decode(text: str) -> Checkpoint | None:
    """Return the checkpoint that `text` states, None where it states none."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[1].isascii() or not lines[1].isdigit():
        return None
    try:
        head = base64.b64decode(lines[2], validate=True)
    except (binascii.Error, ValueError):
        return None
    if not lines[0] or len(head) != 32 or len(lines[1]) > 15:
        return None
    return Checkpoint(origin=lines[0], size=int(lines[1]), head=head)


def sign(checkpoint: Checkpoint, private_key: Ed25519PrivateKey) -> str:
    """Return `checkpoint` as a signed note; the signer's name is its origin."""
    body = encode(checkpoint)
    public_key = private_key.public_key().public_bytes_raw()
    signed = _hash_key(checkpoint.origin, public_key) + private_key.sign(body.encode())
    signature = base64.b64encode(signed).decode("ascii")
    return f"{body}\n{_DASH}{checkpoint.origin} {signature}\n"


def open_note(note: str, public_key: bytes) -> Checkpoint | None:
    """Return the checkpoint of a note that the raw `public_key` signed, else None."""
    body, _, lines = note.partition("\n\n")
    body += "\n"
    stated = decode(body)
    if stated is None or encode(stated) != body:
        return None
    start = f"{_DASH}{stated.origin} "
    signatures = (
        _decode_base64(line.removeprefix(start))
        for line in lines.split("\n")
        if line.startswith(start)
    )
    key_hash = _hash_key(stated.origin, public_key)
    is_signed = any(
        one[:4] == key_hash and _verifies(public_key, one[4:], body)
        for one in signatures
    )
    return stated if is_signed else None


def _hash_key(name: str, public_key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _verifies(public_key: bytes, signature: bytes, body: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, body.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
