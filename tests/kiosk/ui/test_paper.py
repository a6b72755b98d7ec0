"""Paper: PDF files with text that can be read back, and a printer that is missing."""

from pathlib import Path

import pytest

from kiosk.ui.paper import FallbackPaper, PdfPaper, SystemPaper, choose_paper
from kiosk.ui.paper_calls import (
    Filed,
    NotPrinted,
    PaperFault,
    PrintBadge,
    Printed,
    PrintRoll,
)
from kiosk.ui.roll_call import begin
from tests.guards import LogWatch
from tests.ui.fake_paper import FakePaper
from tests.ui.pdf import count_pages, read_letters, read_media
from tests.ui.samples import EN, VI, WALL
from tests.ui.visitors import a_visit, some_visits

pytestmark = pytest.mark.usefixtures("fonts")

BADGE = PrintBadge(visit=a_visit(2))
A7_PT = (297.6, 209.8)


def print_pdf(folder: Path, call: PrintBadge | PrintRoll) -> Path:
    came = PdfPaper(folder, (VI, EN)).print_out(call)
    assert isinstance(came, Filed)
    return Path(came.path)


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


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    assert print_pdf(tmp_path, BADGE).stat().st_mode & 0o077 == 0


def test_a_folder_that_takes_no_file_is_told(
    tmp_path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.paper", "paper not written")
    file = tmp_path / "papers"
    file.touch()
    came = PdfPaper(file, (VI, EN)).print_out(BADGE)
    assert came == NotPrinted(call=BADGE, fault=PaperFault.NOT_WRITTEN)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["", "Máy in không có"])
def test_without_a_printer_nothing_is_printed(name: str) -> None:
    came = SystemPaper((VI, EN), name).print_out(BADGE)
    assert came == NotPrinted(call=BADGE, fault=PaperFault.NO_PRINTER)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("printer", ["", "pdf", "PDF", "Máy in không có"])
def test_without_a_printer_there_is_a_file(tmp_path: Path, printer: str) -> None:
    came = choose_paper(printer, tmp_path, (VI, EN)).print_out(BADGE)
    assert came == Filed(call=BADGE, path=str(tmp_path / "badge-001.pdf"))


def test_a_printer_that_is_there_leaves_no_file(tmp_path: Path) -> None:
    files = PdfPaper(tmp_path, (VI, EN))
    came = FallbackPaper(FakePaper(), files).print_out(BADGE)
    assert (came, list(tmp_path.iterdir())) == (
        Printed(call=BADGE, place="Máy in ở quầy"),
        [],
    )
