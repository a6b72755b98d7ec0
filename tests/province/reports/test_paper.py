"""Tests of the document: Nghị định 30/2020/NĐ-CP's layout in its XML, and as LibreOffice shows it."""

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from province.reports.paper import MOTTO, NATION, write_paper
from tests.province.reports.samples import HEAD, make_report

A4_PT = (595, 842)


@cache
def write() -> bytes:
    return write_paper(make_report())


@pytest.fixture
def paper() -> Document:
    return docx.Document(io.BytesIO(write()))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert write_paper(make_report()) == write()


def test_pages_are_a4_with_the_decrees_margins(paper: Document) -> None:
    for section in paper.sections:
        sides = (section.page_width or 0, section.page_height or 0)
        assert [round(side / Mm(1)) for side in sides] == [210, 297]
        margins = (
            section.top_margin,
            section.bottom_margin,
            section.left_margin,
            section.right_margin,
        )
        assert [round((margin or 0) / Mm(1)) for margin in margins] == [20, 20, 30, 15]


def test_every_letter_is_times_new_roman_between_10_and_14(paper: Document) -> None:
    xml = zipfile.ZipFile(io.BytesIO(write())).read("word/document.xml").decode()
    fonts = set(re.findall(r'w:(?:ascii|hAnsi|eastAsia)="([^"]+)"', xml))
    sizes = {int(size) / 2 for size in re.findall(r'<w:sz w:val="(\d+)"', xml)}
    assert fonts == {"Times New Roman"}
    assert sizes <= {10, 11, 12, 13, 14}
    assert paper.styles["Normal"].font.name == "Times New Roman"


def test_the_number_is_in_the_top_middle_but_on_the_first_page(paper: Document) -> None:
    first = paper.sections[0]
    assert first.different_first_page_header_footer
    assert first.first_page_header.paragraphs[0].text == ""
    number = first.header.paragraphs[0]
    assert number.alignment is WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xml
    assert number.runs[0].font.size == Pt(13)


def test_the_annex_is_numbered_anew(paper: Document) -> None:
    start = paper.sections[1]._sectPr.find(qn("w:pgNumType"))
    assert start is not None
    assert start.get(qn("w:start")) == "1"


def test_the_head_is_the_decrees_table(paper: Document) -> None:
    left, right = (cell.text.split("\n") for cell in paper.tables[0].rows[0].cells)
    assert right[:2] == [NATION, MOTTO]
    assert left[:2] == [HEAD.superior.upper(), HEAD.issuer.upper()]
    number, dated = (cell.text for cell in paper.tables[0].rows[1].cells)
    assert re.fullmatch(r"Số: +/BC-SKHCN", number)
    assert re.fullmatch(r"Sông Mẫu, ngày +tháng +năm", dated)
    assert "w:tblBorders" not in paper.tables[0]._tbl.xml


@pytest.mark.parametrize(
    ("row", "column", "line", "letters"),
    [
        (0, 1, 0, (13, True, False)),
        (0, 1, 1, (14, True, False)),
        (0, 0, 0, (13, False, False)),
        (0, 0, 1, (13, True, False)),
        (1, 0, 0, (13, False, False)),
        (1, 1, 0, (14, False, True)),
    ],
)
def test_each_box_of_the_head_has_its_letters(
    paper: Document, row: int, column: int, line: int, letters: tuple[int, bool, bool]
) -> None:
    run = paper.tables[0].cell(row, column).paragraphs[line].runs[0]
    assert run.font.size is not None
    assert (run.font.size.pt, run.bold, run.italic) == letters


def test_the_body_is_justified_and_ends_as_documents_do(paper: Document) -> None:
    texts = [one for one in paper.paragraphs if one.paragraph_format.first_line_indent]
    assert {one.alignment for one in texts} == {WD_ALIGN_PARAGRAPH.JUSTIFY}
    assert all(one.paragraph_format.space_after == Pt(6) for one in texts)
    assert texts[-1].text.endswith("./.")


def test_several_addressees_stand_below_each_other(paper: Document) -> None:
    lines = [one.text for one in paper.paragraphs]
    at = lines.index("Kính gửi:")
    assert lines[at + 1 : at + 3] == [
        "- Ủy ban nhân dân tỉnh;",
        "- Bộ Khoa học và Công nghệ.",
    ]


def test_who_signs_and_who_gets_it(paper: Document) -> None:
    left, right = (cell.text.split("\n") for cell in paper.tables[2].rows[0].cells)
    assert left == ["Nơi nhận:", "- Như trên;", "- Lãnh đạo Sở;", "- Lưu: VT, CNTT."]
    assert right[:2] == ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]
    assert right[-1] == "Nguyễn Văn Mẫu"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    """Return the document as LibreOffice prints it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("paper")
    file = folder / "report.docx"
    file.write_bytes(write())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(file)], check=True, timeout=120
    )
    return pypdfium2.PdfDocument(Path(folder, "report.pdf").read_bytes())


def test_libreoffice_opens_it_as_a4(pages: pypdfium2.PdfDocument) -> None:
    assert {tuple(map(round, page.get_size())) for page in pages} == {A4_PT}
    text = pages[0].get_textpage().get_text_range()
    # LibreOffice's PDF tells stacked letters apart from their marks.
    assert "/BC-SKHCN" in text
    assert "I. K" in text


def test_a_printed_page_has_ink_within_its_margins_only(
    pages: pypdfium2.PdfDocument,
) -> None:
    scale = 2
    picture = pages[0].render(scale=scale).to_pil().convert("L")
    dark = picture.point(lambda level: 255 if level < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    left, top, right, bottom = (edge / scale / 72 * 25.4 for edge in box)
    assert left >= 27  # a table's text stands over its text by its cells' 1.9 mm
    assert top >= 19
    assert right <= 210 - 12
    assert bottom <= 297 - 19


def test_the_second_page_has_its_number(pages: pypdfium2.PdfDocument) -> None:
    first, second = (
        pages[place].get_textpage().get_text_range().split() for place in (0, 1)
    )
    assert second[0] == "2"
    assert first[0] != "1"
