"""A whole database takes the place of a damaged one, also after a power cut in between."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.storage import aside


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return a damaged database."""
    path = tmp_path / "kiosk.db"
    path.write_bytes(b"damaged")
    path.with_name("kiosk.db-wal").write_bytes(b"its log")
    return path


def build(database: Path) -> Path:
    building = aside.start_building(database)
    building.write_bytes(b"whole")
    return building


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_damaged_files_are_moved_not_deleted(database: Path) -> None:
    moved = aside.put_in_place(database, build(database))
    assert moved.name.startswith("damaged-")
    assert read_all(moved) == {"kiosk.db": b"damaged", "kiosk.db-wal": b"its log"}
    assert read_all(database.parent) == {"kiosk.db": b"whole"}


def test_two_salvages_in_one_second_keep_both(database: Path) -> None:
    first = aside.put_in_place(database, build(database))
    second = aside.put_in_place(database, build(database))
    assert first != second
    assert read_all(second) == {"kiosk.db": b"whole"}
    assert read_all(first)["kiosk.db"] == b"damaged"


def test_nothing_is_in_place_before_it_is_whole(database: Path) -> None:
    build(database)
    aside.finish(database)
    assert database.read_bytes() == b"damaged"


def test_an_earlier_try_leaves_nothing_behind(database: Path) -> None:
    building = build(database)
    building.with_name(building.name + "-wal").write_bytes(b"of before")
    assert not aside.start_building(database).exists()
    assert not building.with_name(building.name + "-wal").exists()


@pytest.mark.parametrize("moved", [(), ("kiosk.db",), ("kiosk.db", "kiosk.db-wal")])
def test_a_power_cut_between_the_renames_changes_nothing(
    database: Path, moved: tuple[str, ...]
) -> None:
    finished = database.with_name("kiosk.db.salvaged")
    build(database).replace(finished)
    made_at = datetime.fromtimestamp(finished.stat().st_mtime, UTC)
    folder = database.with_name(made_at.strftime("damaged-%Y%m%d-%H%M%S"))
    for name in moved:
        folder.mkdir(exist_ok=True)
        database.with_name(name).replace(folder / name)
    aside.finish(database)
    assert read_all(database.parent) == {"kiosk.db": b"whole"}
    assert read_all(folder) == {"kiosk.db": b"damaged", "kiosk.db-wal": b"its log"}
