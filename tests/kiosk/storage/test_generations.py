"""Generations are numbered, two are kept, and half of one is none."""

from pathlib import Path

from kiosk.storage import generations
from kiosk.storage.generations import Generation, Statement

STATEMENT = Statement(
    kiosk_id="K1",
    made_at="2026-11-20T01:41:00+00:00",
    entries=7,
    pending=2,
    position=8,
    epoch="0a1b2c3d",
    version="0.1.0",
)


def make(folder: Path) -> Generation:
    part = generations.begin(folder)
    generations.write(part.database, b"database")
    generations.write(part.slots, b"{}")
    generations.write_statement(part, STATEMENT)
    return generations.finish(part)


def list_numbers(folder: Path) -> list[int]:
    return [one.number for one in generations.list_all(folder)]


def test_generations_are_numbered_from_one(tmp_path: Path) -> None:
    folder = generations.get_folder(tmp_path, "K1")
    assert [make(folder).number, make(folder).number] == [1, 2]
    assert list_numbers(folder) == [1, 2]


def test_the_newest_two_are_kept(tmp_path: Path) -> None:
    folder = generations.get_folder(tmp_path, "K1")
    for _ in range(4):
        make(folder)
    assert generations.drop_old(folder) == 2
    assert list_numbers(folder) == [3, 4]
    assert [one.number for one in generations.newest_first(folder)] == [4, 3]


def test_an_unfinished_one_is_none_and_gives_way_to_the_next(tmp_path: Path) -> None:
    folder = generations.get_folder(tmp_path, "K1")
    make(folder)
    left = generations.begin(folder)
    generations.write(left.database, b"half")
    assert list_numbers(folder) == [1]
    assert make(folder).number == 2
    assert sorted(path.name for path in folder.iterdir()) == ["000001", "000002"]


def test_kiosks_share_a_card_without_touching_each_other(tmp_path: Path) -> None:
    folders = [generations.get_folder(tmp_path, name) for name in ("K1", "K2")]
    for folder in folders:
        make(folder)
    assert generations.find_folders(tmp_path) == folders
    assert generations.find_folders(folders[1]) == [folders[1]]


def test_a_folder_without_backups_holds_none(tmp_path: Path) -> None:
    assert generations.find_folders(tmp_path) == []
    assert generations.find_folders(tmp_path / "missing") == []


def test_a_generation_says_what_it_is(tmp_path: Path) -> None:
    made = make(generations.get_folder(tmp_path, "K1"))
    assert generations.read_statement(made) == STATEMENT
    assert generations.measure(made) == sum(
        path.stat().st_size for path in made.path.iterdir()
    )


def test_a_statement_that_is_lost_says_nothing(tmp_path: Path) -> None:
    made = make(generations.get_folder(tmp_path, "K1"))
    made.statement.write_bytes(b"{")
    assert generations.read_statement(made) is None
