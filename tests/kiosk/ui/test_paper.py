"""Paper: PDF files with text that can be read back, and a printer that is missing."""

from pathlib import Path

import pytest

from kiosk.ui.paper import PdfPaper, SystemPaper
from kiosk.ui.paper_calls import NotPrinted, PaperFault, PrintBadge, Printed, PrintRoll
from kiosk.ui.roll_call import begin
from tests.ui.pdf import count_pages, read_letters, read_media
from tests.ui.samples import EN, VI, WALL
from tests.ui.visitors import a_visit, some_visits

pytestmark = pytest.mark.usefixtures("fonts")

BADGE = PrintBadge(visit=a_visit(2))
A7_PT = (297.6, 209.8)


def print_pdf(folder: Path, call: PrintBadge | PrintRoll) -> Path:
    came = PdfPaper(folder, (VI, EN)).print_out(call)
    assert isinstance(came, Printed)
    return folder / came.place


def test_a_badge_is_one_page_of_a7(tmp_path: Path) -> None:
    file = print_pdf(tmp_path, BADGE)
    assert count_pages(file) == 1
    assert read_media(file) == pytest.approx(A7_PT, abs=1.5)


def test_the_letters_of_a_badge_can_be_read_back(tmp_path: Path) -> None:
    letters = read_letters(print_pdf(tmp_path, BADGE))
    assert set("PHẠMNGỌCVÍDỤ") - letters == set()


def test_a_roll_call_has_as_many_pages_as_it_takes(tmp_path: Path) -> None:
    call = PrintRoll(roll=begin(some_visits(61), WALL), at=WALL)
    assert count_pages(print_pdf(tmp_path, call)) == 3


def test_each_file_has_its_own_name(tmp_path: Path) -> None:
    paper = PdfPaper(tmp_path, (VI, EN))
    for _ in range(2):
        paper.print_out(BADGE)
    assert len(list(tmp_path.glob("badge-*.pdf"))) == 2


@pytest.mark.filterwarnings("ignore")
def test_without_a_printer_nothing_is_printed() -> None:
    came = SystemPaper((VI, EN)).print_out(BADGE)
    assert came == NotPrinted(call=BADGE, fault=PaperFault.NO_PRINTER)
