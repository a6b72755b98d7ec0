"""A page is opened as SQLCipher sealed it, and told bad where it is not."""

from contextlib import closing

from kiosk.storage.database import Database, connect
from kiosk.storage.folder import Folder
from kiosk.storage.pages import PageKey
from tests.folders import count_page_bytes, in_every_format


def read_page(folder: Folder, number: int) -> bytes:
    with folder.database.open("rb") as file:
        page_bytes = count_page_bytes(folder.database)
        file.seek((number - 1) * page_bytes)
        return file.read(page_bytes)


def make_key(database: Database) -> PageKey:
    return PageKey(bytes.fromhex(database.key))


@in_every_format
def test_the_first_page_opens_as_sqlite_has_it(
    folder: Folder, database: Database
) -> None:
    opened = make_key(database).open(1, read_page(folder, 1))
    assert opened is not None
    assert opened.startswith(b"SQLite format 3\0")


@in_every_format
def test_a_flipped_bit_anywhere_is_seen(folder: Folder, database: Database) -> None:
    key, page = make_key(database), read_page(folder, 2)
    assert key.is_good(2, page)
    for at in (0, len(page) // 2, len(page) - 1):
        altered = bytearray(page)
        altered[at] ^= 1
        assert not key.is_good(2, bytes(altered))


@in_every_format
def test_a_page_in_anothers_place_is_bad(folder: Folder, database: Database) -> None:
    assert not make_key(database).is_good(3, read_page(folder, 2))


@in_every_format
def test_a_short_page_is_bad(folder: Folder, database: Database) -> None:
    assert make_key(database).open(2, read_page(folder, 2)[:-1]) is None


@in_every_format
def test_sqlcipher_reads_what_was_sealed_here(
    folder: Folder, database: Database
) -> None:
    key = make_key(database)
    database.close()
    opened = key.open(1, read_page(folder, 1))
    assert opened is not None
    with folder.database.open("r+b") as file:
        file.write(key.seal(1, opened))
    with closing(connect(folder.database, database.key)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_another_key_opens_nothing(folder: Folder) -> None:
    assert PageKey(bytes(48)).open(2, read_page(folder, 2)) is None
