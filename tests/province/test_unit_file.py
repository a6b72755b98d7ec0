"""Tests of own units out of a CSV file."""

from datetime import date
from pathlib import Path

import pytest

from province.errors import UsageError
from province.unit_file import read_units
from province.units import FIRST_DAY, Unit

HEADING = "code,name,level,parent,valid_from,valid_until\n"


def write(folder: Path, text: str) -> Path:
    file = folder / "units.csv"
    file.write_text(text, encoding="utf-8-sig")
    return file


def test_a_file_is_read_with_and_without_days(tmp_path: Path) -> None:
    lines = "9000,Bộ  Tài chính,Bộ,,,\n9001,Cục 1,Cục,9000,2025-03-01,2026-01-01\n"
    assert read_units(write(tmp_path, HEADING + lines)) == (
        Unit(code="9000", name="Bộ Tài chính", level="Bộ", valid_from=FIRST_DAY),
        Unit(
            code="9001",
            name="Cục 1",
            level="Cục",
            parent="9000",
            valid_from=date(2025, 3, 1),
            valid_until=date(2026, 1, 1),
        ),
    )


def test_two_columns_are_enough(tmp_path: Path) -> None:
    (unit,) = read_units(write(tmp_path, "code,name\n7,Chi nhánh 7\n"))
    assert (unit.code, unit.parent) == ("7", None)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code,level\n1,x\n", "lacks the column name"),
        (HEADING + "../1,Cục,,,,\n", "Line 2: the code"),
        (HEADING + "1,Cục,,9x,,\n", "Line 2: the parent"),
        (HEADING + "1,,,,,\n", "Line 2: the name"),
        (HEADING + "1,Cục,,,01/07/2025,\n", "Line 2: a day"),
        (HEADING + "1,Cục,,,,\n1,Cục,,,,\n", "twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_units(write(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="can't be read"):
        read_units(tmp_path / "none.csv")
    (tmp_path / "picture.csv").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UsageError, match="no CSV file"):
        read_units(tmp_path / "picture.csv")
