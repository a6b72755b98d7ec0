"""Report commands: what `province report` does, and what it answers."""

import argparse
from datetime import datetime
from pathlib import Path

from province import words
from province.drafting import Drafted, draft
from province.errors import OutsideError, UsageError
from province.files import write_whole
from province.ledger.database import Database
from province.period import Period, parse_period
from province.reports.annex import write_annex
from province.reports.paper import write_paper
from province.reports.report import Report

MADE_BY = "shell"


def run(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    """Draft a report, keep it, and write its document.

    Raises:
        UsageError: The period is none, or the file is neither .docx nor .xlsx.
        OutsideError: The file can't be written.
    """
    period = _read_period(options)
    ending = options.out.suffix.lower()
    if ending not in {".docx", ".xlsx"}:
        raise UsageError(f"'{options.out}' ends in neither .docx nor .xlsx.")
    with database.writing() as connection:
        drafted = draft(connection, options.unit, period, made_by=MADE_BY, now=now)
    _write(options.out, make_document(drafted.report, ending))
    return _describe(options.out, drafted)


def make_document(report: Report, ending: str) -> bytes:
    """Return the document of `report`: `.docx`, else its annex as a workbook."""
    if ending == ".docx":
        return write_paper(report)
    categories = words.load_sets()["category"]
    return write_annex(report, {code: one.vi for code, one in categories.items()})


def name_document(report: Report) -> str:
    """Return what a document of `report` is called, without its ending."""
    period = report.full.period
    named = period.week or period.month or period.first
    return f"bao-cao-{report.number:02}-{named}"


def _read_period(options: argparse.Namespace) -> Period:
    asked = {"week": options.week or "", "month": options.month or ""}
    found = parse_period(asked, datetime.now().astimezone())
    if (asked["week"], asked["month"]) not in {(found.week, ""), ("", found.month)}:
        raise UsageError("Name a week such as 2026-W46, or a month such as 2026-10.")
    return found


def _describe(file: Path, drafted: Drafted) -> dict[str, object]:
    report = drafted.report
    return {
        "file": str(file),
        "report": drafted.report_id,
        "number": report.number,
        "corrects": report.corrected is not None,
    }


def _write(file: Path, document: bytes) -> None:
    try:
        write_whole(file, document)
    except OSError as error:
        raise OutsideError(
            f"The report is kept, but '{file}' can't be written: {error.strerror}. "
            "Give another place with --out."
        ) from error
