"""Checkpoint: a signed statement of a chain's size and head (C2SP tlog-checkpoint text).

The body is three lines: origin, size in decimal, head in base64. The origin
is `KIOSK_ID/EPOCH`.
"""

import base64
import binascii
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
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
