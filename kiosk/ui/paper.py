"""Paper: badges, lists and recovery sheets on the system's printer, or in PDF files."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import (
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.storage import papers
from kiosk.ui import badge, recovery_sheet, spool
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.paper_calls import (
    Filed,
    NotPrinted,
    Paper,
    PaperAnswer,
    PaperCall,
    PaperFault,
    PrintBadge,
    Printed,
    PrintRecovery,
    PrintRoll,
)
from kiosk.ui.roll_sheet import count_pages, paint_page
from kiosk.ui.sheet import Sheet
from kiosk.ui.spool import Queue

log = logging.getLogger(__name__)

DOTS_PER_INCH = 300
MM_PER_INCH = 25.4
_A4_MARGIN_MM = 10


PDF = "pdf"
"""The printer's name that means files."""


def choose_paper(printer: str, folder: Path, languages: Languages) -> Paper:
    """Return what the config's `printer` names; `folder` takes what becomes a file."""
    files = PdfPaper(folder, languages)
    if printer.lower() == PDF:
        return files
    return FallbackPaper(SystemPaper(languages, printer), files)


class FallbackPaper:
    """A printer, and files as long as it is not there: an alarm waits for no printer."""

    def __init__(self, printer: Paper, files: Paper) -> None:
        self._printer = printer
        self._files = files

    def print_out(self, call: PaperCall) -> PaperAnswer:
        """Print what is asked for, or write it into a file."""
        answer = self._printer.print_out(call)
        is_missing = isinstance(answer, NotPrinted) and (
            answer.fault is PaperFault.NO_PRINTER
        )
        return self._files.print_out(call) if is_missing else answer


def find_queue(name: str) -> Queue | None:
    """Return the printer called `name`, or the system's default one; None without it."""
    chosen = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    if chosen.isNull():
        return None
    return Queue(
        name=chosen.printerName(),
        place=chosen.description() or chosen.printerName(),
        model=chosen.makeAndModel(),
    )


class SystemPaper:
    """A printer of the system; without a name the one that it calls its default."""

    def __init__(
        self,
        languages: Languages,
        name: str = "",
        *,
        find: Callable[[str], Queue | None] = find_queue,
    ) -> None:
        self._languages = languages
        self._name = name
        self._find = find

    def print_out(self, call: PaperCall) -> PaperAnswer:
        """Print what is asked for; may take seconds."""
        queue = self._find(self._name)
        is_secret = isinstance(call, PrintRecovery)
        if queue is None or (is_secret and not queue.has_paper):
            return NotPrinted(call=call, fault=PaperFault.NO_PRINTER)
        if is_secret and sys.platform != "win32":
            is_taken = spool.send(queue, write_pdf(call, self._languages))
        else:
            is_taken = self._print(call, queue)
        if not is_taken:
            return NotPrinted(call=call, fault=PaperFault.REFUSED)
        return Printed(call=call, place=queue.place)

    def _print(self, call: PaperCall, queue: Queue) -> bool:
        chosen = QPrinterInfo.printerInfo(queue.name)
        printer = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DOTS_PER_INCH)
        printer.setDocName(spool.TITLE)
        return paint(printer, call, self._languages)


class PdfPaper:
    """A folder in which every badge and list becomes a PDF file."""

    def __init__(self, folder: Path, languages: Languages) -> None:
        self._folder = folder
        self._languages = languages
        self._last = 0

    def print_out(self, call: PaperCall) -> PaperAnswer:
        """Write what is asked for into a file of its own, readable by its owner alone.

        A recovery passphrase is never written: it would open what lies beside it.
        """
        if isinstance(call, PrintRecovery):
            return NotPrinted(call=call, fault=PaperFault.NO_PRINTER)
        try:
            path, self._last = papers.make_file(
                self._folder, _name(call), self._last + 1
            )
        except OSError as error:
            log.warning("paper not written: %s", error)
            return NotPrinted(call=call, fault=PaperFault.NOT_WRITTEN)
        writer = QPdfWriter(str(path))
        writer.setResolution(DOTS_PER_INCH)
        if not paint(writer, call, self._languages):
            return NotPrinted(call=call, fault=PaperFault.NOT_WRITTEN)
        return Filed(call=call, path=str(path))


def write_pdf(call: PaperCall, languages: Languages) -> bytes:
    """Return what is asked for as a PDF that was nowhere but in memory."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(held)
    writer.setResolution(DOTS_PER_INCH)
    writer.setTitle(spool.TITLE)
    paint(writer, call, languages)
    return bytes(held.data().data())


def paint(device: QPagedPaintDevice, call: PaperCall, languages: Languages) -> bool:
    """Paint what is asked for on `device`; say whether the device took it."""
    device.setPageLayout(_lay_out(call))
    painter = QPainter()
    if not painter.begin(device):
        return False
    try:
        for page in _list_pages(call):
            if page > 0 and not device.newPage():
                return False
            _paint_page(painter, call, languages, page)
    finally:
        ended = painter.end()
    return ended


def _paint_page(
    painter: QPainter, call: PaperCall, languages: Languages, page: int
) -> None:
    dots_per_mm = DOTS_PER_INCH / MM_PER_INCH
    match call:
        case PrintBadge(visit=visit):
            badge.paint_badge(painter, visit, languages, dots_per_mm)
        case PrintRoll():
            sheet = Sheet(painter=painter, dots_per_mm=dots_per_mm)
            paint_page(sheet, call, page, languages[0])
        case PrintRecovery(joined=joined):
            sheet = Sheet(painter=painter, dots_per_mm=dots_per_mm)
            recovery_sheet.paint_page(sheet, joined, languages)
        case _:
            assert_never(call)


def _list_pages(call: PaperCall) -> Iterator[int]:
    yield from range(count_pages(call) if isinstance(call, PrintRoll) else 1)


def _lay_out(call: PaperCall) -> QPageLayout:
    match call:
        case PrintBadge():
            # Wider than high: as a landscape page, or a printer turns it.
            size = QSizeF(badge.SIZE_MM.height(), badge.SIZE_MM.width())
            paper = QPageSize(size, QPageSize.Unit.Millimeter, "badge")
            way, margin = QPageLayout.Orientation.Landscape, 0
        case PrintRoll() | PrintRecovery():
            paper = QPageSize(QPageSize.PageSizeId.A4)
            way, margin = QPageLayout.Orientation.Portrait, _A4_MARGIN_MM
        case _:
            assert_never(call)
    margins = QMarginsF(margin, margin, margin, margin)
    return QPageLayout(paper, way, margins, QPageLayout.Unit.Millimeter)


def _name(call: PaperCall) -> str:
    return "badge" if isinstance(call, PrintBadge) else "roll-call"
