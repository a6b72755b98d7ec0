"""Spool: what is handed over comes to the printer whole, under a name that says nothing."""

import sys
from pathlib import Path

import pytest

from kiosk.ui.spool import TITLE, Queue, send
from tests.guards import LogWatch
from tests.ui.fake_lp import QUEUE, FakeLp

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lp")

DOCUMENT = bytes(range(256)) * 1_000


def test_a_document_comes_to_its_printer_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lp = FakeLp(tmp_path / "lp")
    lp.install(monkeypatch)
    assert send(QUEUE, DOCUMENT)
    assert lp.document.read_bytes() == DOCUMENT
    assert lp.arguments == ["-d", "quay", "-t", TITLE, "-o", "media=A4"]


def test_a_printer_that_takes_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.spool", "took nothing: lp: queue is stopped")
    FakeLp(tmp_path / "lp", complaint="queue is stopped").install(monkeypatch)
    assert not send(QUEUE, DOCUMENT)


def test_a_machine_without_cups_prints_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.spool", "not reached: FileNotFoundError")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not send(QUEUE, DOCUMENT)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("PDF", "Generic CUPS-PDF Printer (w/ options)"),
        ("Microsoft Print to PDF", ""),
        ("Microsoft XPS Document Writer", ""),
        ("OneNote (Desktop)", ""),
        ("Fax", "Microsoft Shared Fax Driver"),
        ("quay", "Generic PDF file generator"),
    ],
)
def test_what_makes_files_or_sends_them_off_has_no_paper(name: str, model: str) -> None:
    assert not Queue(name=name, place=name, model=model).has_paper


def test_a_printer_has_paper() -> None:
    assert QUEUE.has_paper
