"""A small file is written whole or not at all."""

from pathlib import Path

from kiosk.storage.whole_file import read_or_none, write_whole


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_whole(tmp_path / "one", b"old")
    write_whole(tmp_path / "one", b"new")
    assert read_or_none(tmp_path / "one") == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_a_write_that_was_cut_changes_nothing(tmp_path: Path) -> None:
    write_whole(tmp_path / "one", b"old")
    (tmp_path / "one.part").write_bytes(b"ne")
    assert read_or_none(tmp_path / "one") == b"old"


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    assert read_or_none(tmp_path / "none") is None
