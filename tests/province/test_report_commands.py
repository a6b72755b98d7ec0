"""Tests of `province report`."""

import argparse
import zipfile
from pathlib import Path

import pytest

from province.errors import OutsideError, UsageError
from province.ledger.database import Database
from province.report_commands import run
from tests.province.builders import NOW


def ask(
    out: Path, week: str | None = "2026-W46", month: str | None = None
) -> argparse.Namespace:
    return argparse.Namespace(out=out, week=week, month=month, unit="")


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_report_is_written(sqlite: Database, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"report.{ending}"
    answer = run(sqlite, ask(out), NOW)
    assert answer["file"] == str(out)
    assert zipfile.is_zipfile(out)


def test_a_month_is_told_too(sqlite: Database, tmp_path: Path) -> None:
    answer = run(sqlite, ask(tmp_path / "m.docx", None, "2026-10"), NOW)
    assert answer["number"] == 1


@pytest.mark.parametrize(
    ("name", "week"), [("r.pdf", "2026-W46"), ("r.docx", "2026-W60"), ("r.docx", "now")]
)
def test_wrong_use_is_told(
    sqlite: Database, tmp_path: Path, name: str, week: str
) -> None:
    with pytest.raises(UsageError):
        run(sqlite, ask(tmp_path / name, week), NOW)


def test_a_folder_that_is_not_there_is_told(sqlite: Database, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="The report is kept"):
        run(sqlite, ask(tmp_path / "none" / "r.docx"), NOW)
