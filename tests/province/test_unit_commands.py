"""Units are loaded, imported and reformed on the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from province import unit_commands
from province.errors import RefusedError, UsageError
from province.ledger.database import Database
from province.ledger.tables import points
from province.options import make_parser
from tests.province.builders import add_point

BEFORE = datetime(2025, 6, 1, tzinfo=UTC)


def run(database: Database, *words: str) -> tuple[bool, list[dict[str, object]]]:
    options = make_parser().parse_args(["unit", *words])
    answers: list[dict[str, object]] = []
    is_done = unit_commands.run(
        database, options, lambda line: answers.append(dict(line))
    )
    return is_done, answers


def test_a_province_is_loaded_once_and_again(ledger: Database) -> None:
    loaded = {"added": 475, "changed": 0, "unchanged": 0}
    assert run(ledger, "load", "--province", "08") == (True, [loaded])
    again = {"added": 0, "changed": 0, "unchanged": 475}
    assert run(ledger, "load", "--province", "08") == (True, [again])


def test_a_province_that_is_no_more_is_told(sqlite: Database) -> None:
    with pytest.raises(UsageError, match="no province '02' since 01/07/2025"):
        run(sqlite, "load", "--province", "02")


def test_own_units_are_imported_below_the_nations(
    sqlite: Database, tmp_path: Path
) -> None:
    file = tmp_path / "own.csv"
    file.write_text("code,name,parent\n900001,Khu công nghiệp 1,02545\n", "utf-8")
    with pytest.raises(RefusedError, match="lies in '02545', of which nothing"):
        run(sqlite, "import", str(file))
    run(sqlite, "load", "--province", "08")
    loaded = {"added": 1, "changed": 0, "unchanged": 0}
    assert run(sqlite, "import", str(file)) == (True, [loaded])


def test_a_reform_answers_which_points_an_officer_must_place(sqlite: Database) -> None:
    run(sqlite, "load", "--province", "08")
    add_point(sqlite, "Chợ", "02551")
    divided = add_point(sqlite, "Trường", "02494")
    with sqlite.writing() as connection:
        connection.execute(update(points).values(created_at=BEFORE))
    open_question = {"point": divided, "name": "Trường", "unit": "02494"}
    assert run(sqlite, "reform") == (
        False,
        [
            open_question | {"successors": ["02212", "02494"]},
            {"moved": 1, "undecided": 1},
        ],
    )
