"""Page one: a copy of the database's first page, without which SQLite reads no other.

The first page says where every table begins, which only an upgrade changes;
the rest of what it says can be told from the file.
"""

import hashlib
from pathlib import Path

from kiosk.storage import formats
from kiosk.storage.pages import PageKey
from kiosk.storage.whole_file import read_or_none, write_whole

_DIGEST_BYTES = 32
_FREE_PAGES = slice(32, 40)
_SCHEMA_COOKIE = slice(40, 44)
_SIZE_IS_OF = slice(92, 96)
_TREE = slice(100, None)


def keep(database: Path, copy: Path, key: bytes) -> bool:
    """Copy the first page where the schema has changed; say whether it was written."""
    sealed = _read_first_page(database, key)
    opened = PageKey(key).open(1, sealed)
    if opened is None or _name_schema(opened) == _name_schema(read(copy, key)):
        return False
    write_whole(copy, sealed + hashlib.sha256(sealed).digest())
    return True


def read(copy: Path, key: bytes) -> bytes:
    """Return the copied page in clear, empty where there is no good copy."""
    stored = read_or_none(copy) or b""
    page_bytes = formats.find(key).page_bytes
    sealed, digest = stored[:page_bytes], stored[page_bytes:]
    if hashlib.sha256(sealed).digest() != digest:
        return b""
    return PageKey(key).open(1, sealed) or b""


def put_back(database: Path, copy: Path, key: bytes) -> bool:
    """Write the copied page over the first of `database`; say whether there was one.

    Its list of free pages is emptied, as they may be in use by now, and its
    size is made to count no more: SQLite then takes the file's own.
    """
    page = bytearray(read(copy, key))
    if not page:
        return False
    page[_FREE_PAGES] = bytes(8)
    page[_SIZE_IS_OF] = bytes(4)
    with database.open("r+b") as file:
        file.write(PageKey(key).seal(1, bytes(page)))
    return True


def is_good(database: Path, key: bytes) -> bool:
    """Say whether the first page is as it was written."""
    return PageKey(key).is_good(1, _read_first_page(database, key))


def _read_first_page(database: Path, key: bytes) -> bytes:
    try:
        with database.open("rb") as file:
            return file.read(formats.find(key).page_bytes)
    except OSError:
        return b""


def _name_schema(opened: bytes) -> bytes:
    return opened[_SCHEMA_COOKIE] + opened[_TREE]
