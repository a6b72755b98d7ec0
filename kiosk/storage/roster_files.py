"""Roster files: the roster's keys and lists in the database, by their hashes and in pieces.

A piece is what one short write holds: a list of 4 MB in one transaction would
keep the gate waiting for 0.1 s. A file never changes under its hash, so those
of the next roster stand beside those in use until the swap.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

PIECE_BYTES = 128 * 1024
"""Some 5 ms with SQLCipher on two shared cores."""

PREFIX = "roster."
_LIST_NAMES = Statement("SELECT name FROM settings WHERE name LIKE :like")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of a file, from the byte `start`."""

    name: str
    content: bytes = field(repr=False)
    start: int


def list_missing(connection: Connection, contents: Iterable[bytes]) -> list[Piece]:
    """Return the pieces of these files that are not here yet."""
    held = set(list_names(connection))
    pieces = (piece for content in contents for piece in _split(content))
    return [piece for piece in pieces if piece.name not in held]


def put_piece(connection: Connection, piece: Piece) -> None:
    """Keep one piece."""
    part = piece.content[piece.start : piece.start + PIECE_BYTES]
    settings.put(connection, piece.name, part)


def read(connection: Connection, digest: bytes) -> bytes | None:
    """Return the file with this SHA-256, None where it is not here whole."""
    parts: list[bytes] = []
    while part := settings.get(connection, _name(digest, len(parts))):
        parts.append(part)
    content = b"".join(parts)
    return content if hashlib.sha256(content).digest() == digest else None


def list_names(connection: Connection) -> list[str]:
    """Return the names of all pieces, and of the whole files of older versions."""
    return [name for (name,) in _LIST_NAMES.list(connection, {"like": PREFIX + "%"})]


def read_whole(connection: Connection, name: str) -> bytes | None:
    """Return the file that a version before kept in one piece, by its name."""
    return settings.get(connection, PREFIX + name)


def choose_strays(names: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """Return those of `names` that hold nothing of `files`, which are hashes by name."""
    held = set(names)
    used = {digest.hex() for digest in files.values()}
    whole = {
        PREFIX + name for name, digest in files.items() if _name(digest, 0) not in held
    }
    return sorted(
        name
        for name in held - whole
        if name.removeprefix(PREFIX).partition(".")[0] not in used
    )


def _split(content: bytes) -> Iterator[Piece]:
    digest = hashlib.sha256(content).digest()
    for start in range(0, len(content), PIECE_BYTES):
        name = _name(digest, start // PIECE_BYTES)
        yield Piece(name=name, content=content, start=start)


def _name(digest: bytes, number: int) -> str:
    return f"{PREFIX}{digest.hex()}.{number}"
