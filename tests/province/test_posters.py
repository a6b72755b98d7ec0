"""Tests of what is printed: measured on the page, and read again from it."""

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp

from province.posters import QUIET_MODULES, Paper, Sheet, draw, make_symbol

SCALE = 4
MM = 72 / 25.4
SHEET = Sheet(
    poster_id="0123456789ABCDEFGHJK",
    point_name="Chốt kiểm soát cầu Mẫu, xã Ví Dụ và các vùng phụ cận của tỉnh",
    address="Quốc lộ 1A, thôn Giả Định",
    gate="Cổng Bắc",
    made_at=datetime(2026, 11, 20, tzinfo=UTC),
)


def open_page(paper: Paper) -> "pypdfium2.PdfPage":
    pdf = draw([SHEET], paper, "https://tinh.example", "Sở Y tế tỉnh Mẫu")
    return pypdfium2.PdfDocument(io.BytesIO(pdf))[0]


def read(paper: Paper) -> "zxingcpp.Barcode":
    (found,) = zxingcpp.read_barcodes(open_page(paper).render(scale=SCALE).to_pil())
    return found


@pytest.mark.parametrize("paper", Paper)
def test_a_page_is_read_again_at_level_q(paper: Paper) -> None:
    found = read(paper)

    assert found.text == "https://tinh.example/l/0123456789ABCDEFGHJK"
    assert found.ec_level == "Q"


@pytest.mark.parametrize(("paper", "least_mm"), [(Paper.A4, 150), (Paper.A5, 117)])
def test_a_symbol_is_as_wide_as_the_rules_ask(paper: Paper, least_mm: int) -> None:
    corners = read(paper).position

    width = (corners.top_right.x - corners.top_left.x) / SCALE / MM

    assert width >= least_mm


@pytest.mark.parametrize("paper", Paper)
def test_nothing_stands_in_the_quiet_zone(paper: Paper) -> None:
    image = open_page(paper).render(scale=SCALE).to_pil().convert("L")
    corners = read(paper).position
    module = (corners.top_right.x - corners.top_left.x) / len(
        list(make_symbol("https://tinh.example/l/0123456789ABCDEFGHJK").matrix)
    )
    white = int(QUIET_MODULES * module) - 2
    box = (0, corners.top_left.y - white, image.width, corners.top_left.y - 2)

    assert image.crop(box).getextrema()[0] == 255
    box = (0, corners.bottom_left.y + 3, image.width, corners.bottom_left.y + white)
    assert image.crop(box).getextrema()[0] == 255


@pytest.mark.parametrize("paper", Paper)
def test_texts_can_be_taken_from_the_page(paper: Paper) -> None:
    text = " ".join(open_page(paper).get_textpage().get_text_range().split())

    for said in (SHEET.point_name, SHEET.address, SHEET.gate, "20/11/2026"):
        assert said in text
    assert "01234-56789-ABCDE-FGHJK" in text
    assert "Không bắt buộc quét" in text


def test_a_name_that_is_too_long_is_written_smaller() -> None:
    long = "Điểm kiểm soát dịch bệnh liên ngành số một " * 8
    sheet = Sheet(
        poster_id=SHEET.poster_id,
        point_name=long,
        address=long,
        gate="",
        made_at=SHEET.made_at,
    )
    pdf = draw([sheet], Paper.A5, "https://tinh.example", "")
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]

    assert zxingcpp.read_barcodes(page.render(scale=SCALE).to_pil())
