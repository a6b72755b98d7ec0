"""Tests of files that are written whole or not at all."""

import stat
from pathlib import Path

import pytest

from province.files import write_whole


def test_what_is_written_is_there_with_its_mode_and_nothing_beside(
    tmp_path: Path,
) -> None:
    write_whole(tmp_path / "a", b"1", 0o600)
    write_whole(tmp_path / "a", b"2", 0o600)

    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"2"]
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_write_that_fails_leaves_the_old(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old")
    (tmp_path / "b").mkdir()

    with pytest.raises(OSError, match="directory"):
        write_whole(tmp_path / "b", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
