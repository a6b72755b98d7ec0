"""Folders: a kiosk's data folder as each version of the product made it."""

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.storage import filling, formats, settings, slots
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, find_safes, open_or_make
from kiosk.storage.formats import Format
from kiosk.storage.migration import upgrade

FORMAT_NAMES = {formats.FIRST: "first", formats.CURRENT: "current"}

in_every_format = pytest.mark.parametrize(
    "form", formats.FORMATS, ids=FORMAT_NAMES.__getitem__
)
"""For tests of `folder` and what stands on it."""


def make_folder(path: Path, form: Format = formats.CURRENT) -> Folder:
    """Make a data folder with an empty database, whose pages are made by `form`."""
    folder = Folder(path)
    open_or_make(folder, upgrade).close()
    if form is not formats.CURRENT:
        _make_again(folder, slots.make_key(form))
    return folder


def count_page_bytes(path: Path) -> int:
    """Return how long the pages of the database at `path` are; its first bytes say."""
    with path.open("rb") as file:
        return formats.find(file.read(formats.SALT_BYTES)).page_bytes


def _make_again(folder: Folder, key: bytes) -> None:
    folder.database.unlink()
    database = Database(folder.database, key.hex())
    with closing(database), database.write() as connection:
        upgrade(connection)
        settings.make_identity(connection)
    safes = find_safes(folder)
    filled = filling.fill_first(key, safes)
    slots.save(filled.slots, folder.slots)
    filling.tidy(filled, safes)
