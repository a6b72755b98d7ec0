"""What a replaced database has, and the one in use lacks, is found; in doubt it is held."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.protocol.content import Act
from kiosk.storage import admin_log, replaced
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from kiosk.storage.replaced import Unsent
from tests.ageing import settle_all
from tests.backlog import fill
from tests.fakes import SteppedClock

BUNDLE = {"kind": "bundle", "from": None, "until": None, "unsent": True}


@pytest.fixture
def moved(database: Database, folder: Folder, tmp_path: Path) -> Folder:
    """Return a copy of the folder, which got two entries of its own."""
    database.empty_wal()
    other = Folder(Path(shutil.copytree(folder.path, tmp_path / "replaced")))
    change(other, lambda opened: fill(opened, 2, seed=7))
    return other


def change(moved: Folder, act: Callable[[Database], object]) -> None:
    with closing(open_existing(moved, upgrade)) as opened:
        act(opened)


def export(moved: Folder, said: Mapping[str, object], *, fails: bool = False) -> None:
    clock = SteppedClock()

    def put(opened: Database) -> None:
        with opened.write() as connection:
            act = admin_log.append(connection, Act.EXPORTED, said, at=clock())
            if fails:
                outcome = {"outcome": "full"}
                admin_log.append(
                    connection, Act.EXPORTED, outcome, at=clock(), refers=act
                )

    change(moved, put)


def look(database: Database, moved: Folder) -> Unsent:
    with database.read() as connection:
        return replaced.look(connection, moved, database.key)


def test_unsent_entries_that_are_nowhere_else_are_held(
    database: Database, moved: Folder
) -> None:
    assert look(database, moved) is Unsent.HELD


def test_once_they_are_sent_or_here_there_is_none(
    database: Database, moved: Folder
) -> None:
    fill(database, 2, seed=7)
    assert look(database, moved) is Unsent.NONE
    change(moved, lambda opened: fill(opened, 1, seed=8))
    assert look(database, moved) is Unsent.HELD
    change(moved, settle_all)
    assert look(database, moved) is Unsent.NONE


def test_acts_of_an_admin_are_not_counted(database: Database, moved: Folder) -> None:
    change(moved, settle_all)
    export(moved, {"kind": "csv"})
    assert look(database, moved) is Unsent.NONE


def test_a_bundle_of_all_of_them_carries_them(
    database: Database, moved: Folder
) -> None:
    export(moved, BUNDLE)
    assert look(database, moved) is Unsent.CARRIED
    change(moved, lambda opened: fill(opened, 1, seed=8))
    assert look(database, moved) is Unsent.HELD


@pytest.mark.parametrize(
    "said", [{"kind": "csv"}, {**BUNDLE, "from": "2026-11-20"}, {"kind": 7}, {}]
)
def test_no_other_export_does(
    database: Database, moved: Folder, said: dict[str, object]
) -> None:
    export(moved, said)
    assert look(database, moved) is Unsent.HELD


def test_an_export_that_failed_does_not(database: Database, moved: Folder) -> None:
    export(moved, BUNDLE, fails=True)
    assert look(database, moved) is Unsent.HELD


def test_what_does_not_open_is_held(database: Database, moved: Folder) -> None:
    moved.database.write_bytes(b"?" * 4096)
    assert look(database, moved) is Unsent.HELD
    moved.slots.unlink()
    assert look(database, moved) is Unsent.HELD


def test_where_no_database_was_there_is_nothing(
    database: Database, moved: Folder
) -> None:
    moved.database.unlink()
    assert look(database, moved) is Unsent.NONE
