"""Tests of `province point`, as a clerk's script calls it."""

import json
from pathlib import Path

import pytest

from province.cli import main
from tests.province.tables import a_csv, an_xlsx


def run(
    capture: pytest.CaptureFixture[str], folder: Path, content: bytes, *options: str
) -> tuple[int, str, str]:
    (folder / "points").write_bytes(content)
    arguments = ("--data", str(folder / "data"), str(folder / "points"), *options)
    code = main(("point", "import", *arguments))
    told = capture.readouterr()
    return code, told.out, told.err


def test_a_workbook_is_imported(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = an_xlsx(["Tên", "Loại", "Đơn vị"], ["Chợ Mẫu", "Chợ", "04"])

    code, out, _ = run(capsys, tmp_path, content)

    assert (code, json.loads(out)) == (0, {"added": 1, "updated": 0, "refused": 0})


@pytest.mark.parametrize("name", ["bad.csv", "bad.XLSX"])
def test_rows_to_mend_are_written_and_can_be_sent_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    content = a_csv("Tên;Loại;Đơn vị", "A;Chợ;04", "B;Tiệm;04")
    code, _, err = run(capsys, tmp_path, content, "--errors", str(tmp_path / name))

    assert (code, "Line 3: The category 'Tiệm'" in err) == (1, True)
    _, out, _ = run(capsys, tmp_path, (tmp_path / name).read_bytes())
    assert json.loads(out) == {"added": 0, "updated": 0, "refused": 1}


def test_what_is_no_table_is_wrong_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = run(capsys, tmp_path, b"name,unit\nA,04\n")

    assert (code, "lacks the column" in err) == (2, True)


def test_where_the_rows_to_mend_can_not_go_is_an_environment_fault(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    content = a_csv("name,category,unit", "A,market,04")
    errors = str(tmp_path / "no" / "bad.csv")

    code, _, err = run(capsys, tmp_path, content, "--errors", errors)

    assert (code, "points were registered" in err) == (3, True)
