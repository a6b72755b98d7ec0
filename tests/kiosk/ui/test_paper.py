"""Paper: PDF files with text that can be read back, and a printer that is missing."""

import sys
from pathlib import Path

import pytest

from kiosk.ui.paper import (
    FallbackPaper,
    PdfPaper,
    SystemPaper,
    choose_paper,
    find_queue,
)
from kiosk.ui.paper_calls import (
    Filed,
    NotPrinted,
    Paper,
    PaperFault,
    PrintBadge,
    Printed,
    PrintRecovery,
    PrintRoll,
)
from kiosk.ui.roll_call import begin
from kiosk.ui.spool import TITLE, Queue
from tests.guards import LogWatch
from tests.ui.admin_samples import JOINED
from tests.ui.fake_lp import QUEUE, FakeLp
from tests.ui.fake_paper import PLACE, FakePaper
from tests.ui.pdf import count_pages, read_letters, read_media
from tests.ui.samples import EN, VI, WALL
from tests.ui.visitors import a_visit, some_visits

pytestmark = pytest.mark.usefixtures("fonts")

BADGE = PrintBadge(visit=a_visit(2))
RECOVERY = PrintRecovery(joined=JOINED)
A7_PT = (297.6, 209.8)
A4_PT = (595.3, 841.9)


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


@pytest.fixture
def surroundings_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the one folder in which this process would write, wherever it writes."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("printer", ["", "pdf", "PDF", "Máy in không có"])
def test_without_a_printer_a_recovery_passphrase_becomes_no_file(
    surroundings_of_files: Path, printer: str
) -> None:
    papers = surroundings_of_files / "papers"
    came = choose_paper(printer, papers, (VI, EN)).print_out(RECOVERY)
    assert came == NotPrinted(call=RECOVERY, fault=PaperFault.NO_PRINTER)
    assert list(surroundings_of_files.iterdir()) == []


def test_what_is_called_a_printer_and_makes_files_is_none(
    surroundings_of_files: Path,
) -> None:
    pdf = Queue(name="PDF", place="PDF", model="Generic CUPS-PDF Printer")
    came = SystemPaper((VI, EN), find=lambda _: pdf).print_out(RECOVERY)
    assert came == NotPrinted(call=RECOVERY, fault=PaperFault.NO_PRINTER)
    assert list(surroundings_of_files.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no lp")
def test_a_recovery_passphrase_comes_to_the_printer_through_no_file_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, surroundings_of_files: Path
) -> None:
    lp = FakeLp(tmp_path / "lp")
    lp.install(monkeypatch)
    came = SystemPaper((VI, EN), find=lambda _: QUEUE).print_out(RECOVERY)
    assert came == Printed(call=RECOVERY, place=PLACE)
    assert list(surroundings_of_files.iterdir()) == []
    assert lp.arguments == ["-d", "quay", "-t", TITLE, "-o", "media=A4"]
    assert count_pages(lp.document) == 1
    assert read_media(lp.document) == pytest.approx(A4_PT, abs=1.5)
    assert set("CỤMTỪKHÔIPHỤC") - read_letters(lp.document) == set()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["", "Máy in không có"])
def test_a_machine_without_printers_names_none(name: str) -> None:
    assert find_queue(name) is None


class Fakes:
    """Printers of the tests, in each of their moods."""

    def open_ready(self) -> Paper:
        return FakePaper()

    def open_missing(self) -> Paper:
        return FakePaper(refuses=1)

    def open_refusing(self) -> Paper:
        return FakePaper(refuses=1, fault=PaperFault.REFUSED)


class Spooled:
    """Printers of the system, before a spooler that is a script."""

    def __init__(self, folder: Path, environment: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._environment = environment

    def open_ready(self) -> Paper:
        return self._open("")

    def open_missing(self) -> Paper:
        return SystemPaper((VI, EN), find=lambda _: None)

    def open_refusing(self) -> Paper:
        return self._open("queue is stopped")

    def _open(self, complaint: str) -> Paper:
        FakeLp(self._folder / "lp", complaint).install(self._environment)
        return SystemPaper((VI, EN), find=lambda _: QUEUE)


class TestContract:
    """What the screens rest on, of the tests' printers and of the system's."""

    @pytest.fixture(
        params=[
            "fakes",
            pytest.param(
                "spooled",
                marks=pytest.mark.skipif(
                    sys.platform == "win32", reason="Windows has no lp"
                ),
            ),
        ]
    )
    def printers(
        self,
        request: pytest.FixtureRequest,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> Fakes | Spooled:
        is_fake = request.param == "fakes"
        return Fakes() if is_fake else Spooled(tmp_path, monkeypatch)

    def test_a_sheet_that_is_taken_says_where(self, printers: Fakes | Spooled) -> None:
        came = printers.open_ready().print_out(RECOVERY)
        assert came == Printed(call=RECOVERY, place=PLACE)

    def test_it_is_printed_as_often_as_it_is_asked_for(
        self, printers: Fakes | Spooled
    ) -> None:
        paper = printers.open_ready()
        came = [paper.print_out(RECOVERY) for _ in range(2)]
        assert came == [Printed(call=RECOVERY, place=PLACE)] * 2

    def test_a_printer_that_is_not_there_is_told(
        self, printers: Fakes | Spooled
    ) -> None:
        came = printers.open_missing().print_out(RECOVERY)
        assert came == NotPrinted(call=RECOVERY, fault=PaperFault.NO_PRINTER)

    def test_a_printer_that_refuses_is_told(
        self, printers: Fakes | Spooled, log_watch: LogWatch
    ) -> None:
        log_watch.allow("kiosk.ui.spool", "took nothing")
        came = printers.open_refusing().print_out(RECOVERY)
        assert came == NotPrinted(call=RECOVERY, fault=PaperFault.REFUSED)
