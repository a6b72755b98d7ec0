"""Paper: badges and lists on the system's printer, or in PDF files."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import (
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.ui import badge
from kiosk.ui.paper_calls import (
    NotPrinted,
    PaperCall,
    PaperFault,
    PrintBadge,
    Printed,
    PrintRoll,
)
from kiosk.ui.roll_sheet import Sheet, count_pages, paint_page
from kiosk.ui.screens import Languages

DOTS_PER_INCH = 300
MM_PER_INCH = 25.4
_A4_MARGIN_MM = 10


class SystemPaper:
    """The printer that the system calls its default one."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    def print_out(self, call: PaperCall) -> Printed | NotPrinted:
        """Print what is asked for; may take seconds."""
        chosen = QPrinterInfo.defaultPrinter()
        if chosen.isNull():
            return NotPrinted(call=call, fault=PaperFault.NO_PRINTER)
        printer = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DOTS_PER_INCH)
        if not paint(printer, call, self._languages):
            return NotPrinted(call=call, fault=PaperFault.REFUSED)
        return Printed(call=call, place=chosen.description() or chosen.printerName())


class PdfPaper:
    """A folder in which every badge and list becomes a PDF file."""

    def __init__(self, folder: Path, languages: Languages) -> None:
        self._folder = folder
        self._languages = languages
        self._numbers = itertools.count(1)

    def print_out(self, call: PaperCall) -> Printed | NotPrinted:
        """Write what is asked for into a file of its own."""
        path = self._folder / f"{_name(call)}-{next(self._numbers):03d}.pdf"
        writer = QPdfWriter(str(path))
        writer.setResolution(DOTS_PER_INCH)
        if not paint(writer, call, self._languages):
            return NotPrinted(call=call, fault=PaperFault.REFUSED)
        return Printed(call=call, place=path.name)


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
            sheet = Sheet(painter=painter, texts=languages[0], dots_per_mm=dots_per_mm)
            paint_page(sheet, call, page)
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
        case PrintRoll():
            paper = QPageSize(QPageSize.PageSizeId.A4)
            way, margin = QPageLayout.Orientation.Portrait, _A4_MARGIN_MM
        case _:
            assert_never(call)
    margins = QMarginsF(margin, margin, margin, margin)
    return QPageLayout(paper, way, margins, QPageLayout.Unit.Millimeter)


def _name(call: PaperCall) -> str:
    return "badge" if isinstance(call, PrintBadge) else "roll-call"
