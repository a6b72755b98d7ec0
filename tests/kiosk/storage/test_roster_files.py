"""A file comes back whole from its pieces, or not at all."""

import hashlib
import random

import pytest

from kiosk.storage import roster_files, settings
from kiosk.storage.database import Database
from kiosk.storage.roster_files import PIECE_BYTES

SIZES = (0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES)


def make_file(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def hash_file(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def put(database: Database, content: bytes, most: int | None = None) -> None:
    with database.write() as connection:
        for piece in roster_files.list_missing(connection, [content])[:most]:
            roster_files.put_piece(connection, piece)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_comes_back_from_its_pieces(database: Database, size: int) -> None:
    content = make_file(size)
    put(database, content)
    with database.read() as connection:
        assert roster_files.read(connection, hash_file(content)) == content
        assert roster_files.list_missing(connection, [content]) == []
        assert len(roster_files.list_names(connection)) == -(-size // PIECE_BYTES)


def test_a_file_that_is_not_all_here_is_none(database: Database) -> None:
    content = make_file(3 * PIECE_BYTES)
    put(database, content, most=2)
    with database.read() as connection:
        assert roster_files.read(connection, hash_file(content)) is None
        (missing,) = roster_files.list_missing(connection, [content])
    assert missing.start == 2 * PIECE_BYTES


def test_a_piece_that_was_altered_makes_no_file(database: Database) -> None:
    content = make_file(PIECE_BYTES)
    put(database, content)
    with database.write() as connection:
        (name,) = roster_files.list_names(connection)
        settings.put(connection, name, content[:-1] + b"~")
        assert roster_files.read(connection, hash_file(content)) is None


def test_strays_are_what_no_file_in_use_needs() -> None:
    used, other = hash_file(b"a"), hash_file(b"b")
    names = [f"roster.{used.hex()}.0", f"roster.{other.hex()}.0", "roster.old.json"]
    files = {"a.json": used, "old.json": hash_file(b"c")}
    assert roster_files.choose_strays(names, files) == [names[1]]
    assert roster_files.choose_strays(names, {}) == sorted(names)
