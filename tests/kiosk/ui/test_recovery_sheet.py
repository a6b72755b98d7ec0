"""Recovery sheet: one page, all of it whole, whose letters can't be mistaken."""

import unicodedata
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pypdfium2
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from kiosk.storage.key_slots.passphrase import LETTERS, make
from kiosk.ui.fitting import fit_into
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.paper import write_pdf
from kiosk.ui.paper_calls import PrintRecovery
from kiosk.ui.recovery_sheet import (
    LETTER_PT,
    list_cells,
    list_passages,
    paint_page,
)
from kiosk.ui.setup.calls import Joined
from kiosk.ui.sheet import HEIGHT_MM, POINT_MM, WIDTH_MM, Sheet
from tests.ui.admin_samples import JOINED, PASSPHRASE
from tests.ui.images import to_pixels
from tests.ui.samples import EN, VI

pytestmark = pytest.mark.usefixtures("fonts")

LONG = replace(
    JOINED,
    province="Thành phố Hồ Chí Minh",
    point="Trạm kiểm soát liên ngành cửa khẩu quốc tế Thanh Thuỷ, làn xe tải (P006128)",
    gate="CỔNGPHỤPHÍABẮC12",
    kiosk_id="k" * 26,
)
PAGE = QRectF(0, 0, WIDTH_MM, HEIGHT_MM)
DOTS_PER_MM = 12.0
LEAST_PT = 8.0
EDGE_MM = 8.0
MARGIN_MM = 10.0

every_kiosk = pytest.mark.parametrize("joined", [JOINED, LONG], ids=["usual", "long"])
every_order = pytest.mark.parametrize(
    "languages", [(VI, EN), (EN, VI)], ids=["vi", "en"]
)


def read_back(joined: Joined, languages: Languages) -> tuple[int, str]:
    """Return how many pages are printed, and their text without blanks."""
    document = pypdfium2.PdfDocument(write_pdf(PrintRecovery(joined=joined), languages))
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), pack(text)


def pack(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


@every_kiosk
@every_order
def test_everything_is_printed_on_one_page(
    joined: Joined, languages: Languages
) -> None:
    pages, text = read_back(joined, languages)
    lost = [
        one.text
        for one in list_passages(joined, languages)
        if pack(one.text) not in text
    ]
    assert (pages, lost) == (1, [])


def test_every_letter_is_printed_in_its_cell() -> None:
    passphrase = make()
    call = PrintRecovery(joined=replace(JOINED, recovery=passphrase))
    page = pypdfium2.PdfDocument(write_pdf(call, (VI, EN)))[0]
    text, height = page.get_textpage(), page.get_height()
    printed = ""
    for cell in list_cells(passphrase):
        place = cell.rect.translated(MARGIN_MM, MARGIN_MM)
        left, right = place.left() / POINT_MM, place.right() / POINT_MM
        bottom, top = (
            height - place.bottom() / POINT_MM,
            height - place.top() / POINT_MM,
        )
        printed += text.get_text_bounded(left, bottom, right, top).strip()
    assert printed == passphrase.replace("-", "")


@every_order
def test_vietnamese_comes_first_whatever_the_screen_speaks(
    languages: Languages,
) -> None:
    texts = [one.text for one in list_passages(JOINED, languages)]
    for key in ("title", "what", "received"):
        first, second = (one.say(f"setup.sheet.{key}") for one in (VI, EN))
        assert texts.index(first) < texts.index(second)


@every_kiosk
def test_every_text_is_whole_and_large_enough(joined: Joined) -> None:
    for one in list_passages(joined, (VI, EN)):
        scaled = one.rect.size() * DOTS_PER_MM
        largest = one.size_pt * POINT_MM * DOTS_PER_MM
        fit = fit_into(
            one.text, largest, scaled.toSize(), bold=one.bold, lines=one.lines
        )
        assert fit.size_px / DOTS_PER_MM / POINT_MM >= LEAST_PT, one.text
        assert fit.text.split() == one.text.split()


def test_nothing_stands_on_anything_else_or_off_the_page() -> None:
    places = [one.rect for one in list_passages(LONG, (VI, EN))]
    places += [one.rect for one in list_cells(PASSPHRASE)]
    inner = [place.adjusted(0.01, 0.01, -0.01, -0.01) for place in places]
    over = [pair for pair in combinations(inner, 2) if pair[0].intersects(pair[1])]
    assert (over, [one for one in places if not PAGE.contains(one)]) == ([], [])


@every_kiosk
def test_no_ink_leaves_the_page(joined: Joined) -> None:
    width, height = (round((side + 2 * EDGE_MM) * 4) for side in (WIDTH_MM, HEIGHT_MM))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        painter.translate(EDGE_MM * 4, EDGE_MM * 4)
        paint_page(Sheet(painter=painter, dots_per_mm=4), joined, (VI, EN))
    dark = to_pixels(image).max(axis=2) < 250
    edge = round((EDGE_MM - 0.5) * 4)
    dark[edge:-edge, edge:-edge] = False
    assert not np.any(dark)


def test_every_letter_is_as_large_as_any_other() -> None:
    largest = LETTER_PT * POINT_MM * DOTS_PER_MM
    for cell in list_cells(LETTERS[:5]):
        room = (cell.rect.size() * DOTS_PER_MM).toSize()
        sizes = {
            fit_into(letter, largest, room, bold=True).size_px for letter in LETTERS
        }
        assert sizes == {int(largest)}


def test_its_groups_are_those_of_the_screen() -> None:
    cells = list(list_cells(PASSPHRASE))
    assert "".join(cell.letter for cell in cells) == PASSPHRASE.replace("-", "")
    gaps = [
        second.rect.left() - first.rect.right() for first, second in pairwise(cells)
    ]
    wide = [number for number, gap in enumerate(gaps, start=1) if gap > 5 or gap < -5]
    assert wide == [5, 10, 15, 20, 25]


def test_a_digit_is_never_taken_for_a_letter() -> None:
    passphrase = make()
    marked = {cell.letter for cell in list_cells(passphrase) if cell.is_digit}
    assert marked == set(passphrase) & set("23456789")
    digits = sum(letter.isdigit() for letter in passphrase)
    printed = [
        read_back(replace(JOINED, recovery=one), (VI, EN))[1].count("số")
        for one in (passphrase, "A")
    ]
    assert printed[0] - printed[1] == digits


def test_it_tells_where_it_belongs_and_of_which_day() -> None:
    texts = [one.text for one in list_passages(JOINED, (VI, EN))]
    told = ["Tuyên Quang", "P000042", "A", "k7q2m9x4", "20/11/2026 08:30"]
    assert [text for text in texts if text in told] == told
    assert any("kiosk keys recover" in text for text in texts)
