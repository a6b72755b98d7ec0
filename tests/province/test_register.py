"""Tests of points from a file, on both databases."""

from pathlib import Path

import pytest
from sqlalchemy import select

from province.errors import UsageError
from province.ledger.database import Database
from province.ledger.tables import points
from province.register import Registered, import_points
from tests.province.builders import NOW


def load(ledger: Database, folder: Path, text: str) -> Registered:
    file = folder / "points.csv"
    file.write_text(text, "utf-8-sig")
    return import_points(ledger, file, NOW)


def test_the_same_file_again_adds_nothing(ledger: Database, tmp_path: Path) -> None:
    text = "name,category,unit\nA,school,04\nB,market,04\n"
    load(ledger, tmp_path, text)

    again = load(ledger, tmp_path, text)

    assert again == Registered(added=0, updated=2, refused=())


def test_a_changed_category_is_taken_over(ledger: Database, tmp_path: Path) -> None:
    load(ledger, tmp_path, "name,category,unit\nA,school,04\n")
    load(ledger, tmp_path, "unit,name,category\n04,A,hospital\n")

    with ledger.reading() as connection:
        kept = connection.execute(select(points.c.point_id, points.c.category)).all()

    assert kept == [("P000001", "hospital")]


def test_a_place_named_twice_in_a_file_is_one_point(
    ledger: Database, tmp_path: Path
) -> None:
    done = load(ledger, tmp_path, "name,category,unit\nA,school,04\nA,office,04\n")

    assert (done.added, done.updated) == (1, 1)


def test_bad_rows_do_not_stop_good_ones(ledger: Database, tmp_path: Path) -> None:
    done = load(ledger, tmp_path, "name,category,unit\n,school,04\nA\nB,school,04\n")

    assert (done.added, [row.line for row in done.refused]) == (1, [2, 3])


@pytest.mark.parametrize("text", ["", "name,unit\nA,04\n"])
def test_a_file_without_the_columns_is_told(
    sqlite: Database, tmp_path: Path, text: str
) -> None:
    with pytest.raises(UsageError, match="lacks the column"):
        load(sqlite, tmp_path, text)


def test_a_file_that_is_no_text_is_told(sqlite: Database, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_bytes(b"name,category,unit\n\xff\xfe,school,04\n")

    with pytest.raises(UsageError, match="no CSV file in UTF-8"):
        import_points(sqlite, tmp_path / "points.csv", NOW)
