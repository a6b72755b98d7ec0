"""Papers have free numbers, are their owner's alone, and go after a week."""

import os
import stat
from pathlib import Path

from kiosk.storage.papers import KEPT, make_file, purge
from tests.fakes import START


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    path, _ = make_file(tmp_path / "papers", "badge")
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)]
    assert modes == [0o600, 0o700]


def test_a_number_is_never_given_twice(tmp_path: Path) -> None:
    numbers = [make_file(tmp_path, "badge")[1] for _ in range(3)]
    assert (numbers, make_file(tmp_path, "roll-call")[1]) == ([1, 2, 3], 1)


def test_what_is_older_than_a_week_goes(tmp_path: Path) -> None:
    old, new = (make_file(tmp_path, "badge")[0] for _ in range(2))
    limit_s = (START - KEPT).timestamp()
    os.utime(old, (limit_s - 1, limit_s - 1))
    os.utime(new, (limit_s, limit_s))
    assert (purge(tmp_path, START), old.exists(), new.exists()) == (1, False, True)


def test_a_folder_that_is_not_there_has_nothing_to_purge(tmp_path: Path) -> None:
    assert purge(tmp_path / "papers", START) == 0
