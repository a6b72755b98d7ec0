"""A database that is older than what was signed of it is told."""

import shutil

from kiosk.place import Place
from kiosk.storage import checkpoints, head_mark
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.folder import Folder
from tests.backlog import fill


def sign(place: Place) -> None:
    with place.database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.SHIFT, 1)
        head_mark.keep(connection, place.folder.head_mark)


def is_behind(place: Place) -> bool:
    with place.database.read() as connection:
        mark = place.folder.head_mark
        return head_mark.is_behind(connection, mark, place.identity)


def test_a_database_that_goes_on_is_not_behind(place: Place) -> None:
    fill(place.database, 3)
    sign(place)
    fill(place.database, 2)
    assert not is_behind(place)


def test_an_older_file_in_its_place_is_behind(place: Place, folder: Folder) -> None:
    fill(place.database, 3)
    place.database.empty_wal()
    older = folder.path / "older"
    shutil.copy(folder.database, older)
    fill(place.database, 2)
    sign(place)
    place.database.close()
    shutil.copy(older, folder.database)
    folder.database.with_name("kiosk.db-wal").unlink(missing_ok=True)
    assert is_behind(place)


def test_the_mark_is_written_once(place: Place) -> None:
    sign(place)
    with place.database.read() as connection:
        assert not head_mark.keep(connection, place.folder.head_mark)


def test_no_mark_and_a_strange_one_say_nothing(place: Place) -> None:
    assert not is_behind(place)
    place.folder.head_mark.write_bytes(b"\xff\xfe not a note")
    assert not is_behind(place)
