"""Tests of the sheet of enrolment codes: every one is read again from its page."""

import io

import pypdfium2
import zxingcpp

from kiosk.protocol.enrolment import Code, format_code, parse_code
from province.code_sheet import Label, draw
from tests.province.builders import NOW


def make_label(number: int) -> Label:
    code = Code(
        url="https://kiosk.tinh-mau.example",
        token=bytes([number]) * 16,
        expires_at=int(NOW.timestamp()),
        root_sha256=bytes(32),
        ca_sha256=bytes(32),
    )
    return Label(
        point_id=f"P{number:06d}",
        point_name=f"Chốt số {number}",
        gate="Cổng Đông",
        code=format_code(code),
        expires_at=NOW,
    )


def test_seven_codes_are_two_pages_and_all_are_read() -> None:
    labels = [make_label(number) for number in range(7)]
    pages = list(pypdfium2.PdfDocument(io.BytesIO(draw(labels))))

    found = [
        code.text
        for page in pages
        for code in zxingcpp.read_barcodes(page.render(scale=2.5).to_pil())
    ]

    assert len(pages) == 2
    assert set(found) == {label.code for label in labels}
    assert all(isinstance(parse_code(text), Code) for text in found)


def test_a_label_says_for_which_point_and_until_when() -> None:
    (page,) = pypdfium2.PdfDocument(io.BytesIO(draw([make_label(3)])))

    text = page.get_textpage().get_text_range()

    for said in ("Chốt số 3", "P000003 · Cổng Đông", "12:00 20/11/2026"):
        assert said in text
