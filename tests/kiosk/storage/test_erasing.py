"""What is erased is overwritten first, and what was begun is ended."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.storage.erasing import STEP_BYTES, erase, list_going


def go_on(took_s: float) -> bool:
    assert took_s >= 0
    return False


def stop(took_s: float) -> bool:
    assert took_s >= 0
    return True


@pytest.fixture
def linked(tmp_path: Path) -> Callable[[Path], Path]:
    """Return what keeps the bytes of a file by a second name, to look at them afterwards."""
    (tmp_path / "links").mkdir()

    def link(path: Path) -> Path:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"NGUYEN VAN MAU" * (STEP_BYTES // 10))
        other = tmp_path / "links" / path.name
        os.link(path, other)
        return other

    return link


def test_a_files_bytes_are_overwritten_to_its_end(
    linked: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = tmp_path / "copy"
    other = linked(path)
    size = other.stat().st_size
    assert erase(path, go_on)
    assert not path.exists()
    assert other.read_bytes() == bytes(size)


def test_a_folder_goes_with_all_that_is_in_it(
    linked: Callable[[Path], Path], tmp_path: Path
) -> None:
    folder = tmp_path / "replaced"
    others = [linked(folder / name) for name in ("kiosk.db", "kiosk.db-wal")]
    assert erase(folder, go_on)
    assert not any(other.read_bytes().strip(b"\0") for other in others)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["links"]


def test_what_was_stopped_has_lost_its_name_and_goes_the_next_time(
    linked: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = tmp_path / "copy"
    other = linked(path)
    assert not erase(path, stop)
    (going,) = list_going(tmp_path)
    assert not path.exists()
    assert erase(going, go_on)
    assert list_going(tmp_path) == []
    assert not other.read_bytes().strip(b"\0")


def test_what_a_link_points_to_is_left_alone(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"kept")
    (folder / "link").symlink_to(outside)
    assert erase(folder, go_on)
    assert outside.read_bytes() == b"kept"
