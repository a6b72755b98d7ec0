"""A look at the database before a gate opens on it."""

import pytest
from filelock import FileLock

from kiosk.errors import KeySlotError
from kiosk.storage.damage import Damaged, Part, Sound
from kiosk.storage.examination import examine
from kiosk.storage.folder import Folder


def test_a_database_that_nobody_harmed_is_sound(folder: Folder) -> None:
    assert examine(folder) == Sound()


def test_where_there_is_none_nothing_is_wrong(folder: Folder) -> None:
    folder.database.unlink()
    assert examine(folder) == Sound()


def test_a_first_page_that_was_written_over_is_seen(folder: Folder) -> None:
    whole = folder.database.read_bytes()
    folder.database.write_bytes(bytes(512) + whole[512:])
    assert examine(folder) == Damaged(part=Part.PAGE_ONE)


def test_a_kiosk_that_runs_is_left_alone(folder: Folder) -> None:
    with FileLock(folder.run_lock):
        assert examine(folder) is None


def test_without_a_key_nothing_is_looked_at(folder: Folder) -> None:
    folder.key_file.unlink()
    with pytest.raises(KeySlotError):
        examine(folder)
