"""Cameras are found by their names and by what stays the same at a replug."""

import sys
from pathlib import Path

import pytest

from kiosk.scanner.cameras import FoundCamera, find_cameras


def make_node(nodes: Path, name: str, label: str, index: int = 0) -> None:
    (nodes / name).mkdir(parents=True)
    (nodes / name / "name").write_text(f"{label}\n", encoding="utf-8")
    (nodes / name / "index").write_text(f"{index}\n", encoding="utf-8")


@pytest.fixture
def by_id(tmp_path: Path) -> Path:
    folder = tmp_path / "by-id"
    folder.mkdir()
    (folder / "usb-Maker_0007-index0").symlink_to(tmp_path / "video10")
    return folder


def test_cameras_are_in_the_order_of_their_numbers(tmp_path: Path, by_id: Path) -> None:
    make_node(tmp_path / "nodes", "video10", "Webcam by Maker")
    make_node(tmp_path / "nodes", "video2", "Webcam of the house")
    assert find_cameras(tmp_path / "nodes", by_id) == [
        FoundCamera(path="/dev/video2", label="Webcam of the house"),
        FoundCamera(path=str(by_id / "usb-Maker_0007-index0"), label="Webcam by Maker"),
    ]


def test_a_node_that_is_no_picture_is_left_out(tmp_path: Path, by_id: Path) -> None:
    make_node(tmp_path / "nodes", "video0", "Webcam")
    make_node(tmp_path / "nodes", "video1", "Webcam", index=1)
    found = find_cameras(tmp_path / "nodes", by_id)
    assert [camera.path for camera in found] == ["/dev/video0"]


def test_a_node_that_goes_away_is_left_out(tmp_path: Path, by_id: Path) -> None:
    (tmp_path / "nodes" / "video0").mkdir(parents=True)
    assert find_cameras(tmp_path / "nodes", by_id) == []


def test_without_cameras_none_is_found(tmp_path: Path) -> None:
    assert find_cameras(tmp_path / "nodes", tmp_path / "links") == []


def test_where_the_system_names_none_they_are_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert find_cameras()[1] == FoundCamera(path="1", label="Camera 1")
