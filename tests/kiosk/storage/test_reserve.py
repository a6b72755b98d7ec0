"""The reserve takes real blocks, and gives them back piece by piece."""

import os
from pathlib import Path

import pytest

from kiosk.storage import reserve
from kiosk.storage.reserve import PIECE_BYTES, RESERVE_BYTES, ReserveState


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return reserve.find_reserve(tmp_path / "kiosk.db")


def test_a_reserve_is_made_of_blocks_and_no_hole(path: Path) -> None:
    assert reserve.look(path) is ReserveState.NONE
    assert reserve.keep(path) is ReserveState.WHOLE
    assert path.stat().st_blocks * 512 >= RESERVE_BYTES
    assert path.stat().st_mode & 0o077 == 0


def test_where_blocks_can_not_be_asked_for_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "reserve"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)
    os.write(handle, b"\1")
    reserve.write_zeros(handle, 1)
    os.close(handle)
    assert path.stat().st_size == RESERVE_BYTES
    assert path.stat().st_blocks * 512 >= RESERVE_BYTES


def test_it_is_given_back_piece_by_piece(path: Path) -> None:
    reserve.keep(path)
    assert reserve.give(path)
    assert path.stat().st_size == RESERVE_BYTES - PIECE_BYTES
    assert reserve.look(path) is ReserveState.IN_USE
    pieces = 1
    while reserve.give(path):
        pieces += 1
    assert (pieces, path.stat().st_size) == (RESERVE_BYTES // PIECE_BYTES, 0)
    assert reserve.look(path) is ReserveState.IN_USE


def test_what_was_never_made_can_not_be_given(path: Path) -> None:
    assert not reserve.give(path)


def test_it_is_made_whole_again_where_there_is_room(path: Path) -> None:
    reserve.keep(path)
    reserve.give(path)
    assert reserve.keep(path) is ReserveState.WHOLE


def test_a_folder_that_takes_no_file_has_no_reserve(tmp_path: Path) -> None:
    assert reserve.keep(tmp_path / "missing" / "reserve") is ReserveState.NONE
    assert reserve.keep(Path("/proc/self/reserve")) is ReserveState.NONE


def test_where_there_is_room_none_is_given_for_an_opening(path: Path) -> None:
    reserve.keep(path)
    reserve.make_room(path)
    assert reserve.look(path) is ReserveState.WHOLE
