"""Layout: what Nghị định 30/2020/NĐ-CP, Phụ lục I asks of a page, as Word has it.

Each number is the decree's (Mục I and II); the places are mẫu 1.4's.
"""

import copy
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

FONT = "Times New Roman"
BODY_PT = 14
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
TEXT_MM = 210 - LEFT_MM - RIGHT_MM
FIRST_LINE_CM = 1.27
BETWEEN_PT = 6
LINE_SPACING = 1.15

CENTER, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
Aligned = tuple[str, WD_ALIGN_PARAGRAPH]
"""A text, and the side that it stands on."""
_FIXED = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_ALIGNMENT, _LETTERS, _VALUE = qn("w:jc"), qn("w:t"), qn("w:val")


def set_page(section: Section) -> None:
    """Make `section` A4 portrait with the margins, numbered but on its first page."""
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True


def number_pages(section: Section, *, restarts: bool = False) -> None:
    """Put the number into the middle of the top margin, in Arabic, 13 pt upright."""
    section.header.is_linked_to_previous = False
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    set_font(run, 13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run._r.append(_make_field_part(kind, text))  # noqa: SLF001 - python-docx has no fields
    if restarts:
        start = OxmlElement("w:pgNumType")
        start.set(qn("w:start"), "1")
        section._sectPr.append(start)  # noqa: SLF001 - nor page numbers


def _make_field_part(kind: str, text: str) -> BaseOxmlElement:
    if kind:
        part = OxmlElement("w:fldChar")
        part.set(qn("w:fldCharType"), kind)
        return part
    part = OxmlElement("w:instrText")
    part.set(qn("xml:space"), "preserve")
    part.text = text
    return part


def set_normal(document: Document) -> None:
    """Let all text be in the font, black, without Word's own spaces."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(BODY_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)


def write(
    paragraph: Paragraph,
    text: str,
    size: int = BODY_PT,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> Paragraph:
    """Add `text` to `paragraph`, and return it."""
    run = paragraph.add_run(text)
    set_font(run, size)
    run.bold, run.italic = bold, italic
    if align is not None:
        paragraph.alignment = align
    return paragraph


def set_font(run: Run, size: int) -> None:
    """Set the font and its size in points."""
    run.font.name, run.font.size = FONT, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)  # noqa: SLF001 - Vietnamese in Word's East Asian font otherwise


def draw_rule(paragraph: Paragraph, left_mm: float, right_mm: float) -> None:
    """Make an empty line with a solid rule under it, shortened on both sides."""
    paragraph.paragraph_format.left_indent = Mm(left_mm)
    paragraph.paragraph_format.right_indent = Mm(right_mm)
    paragraph.paragraph_format.line_spacing = Pt(2)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (
        ("val", "single"),
        ("sz", "6"),
        ("space", "0"),
        ("color", "auto"),
    ):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - nor borders
        borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_columns(document: Document, widths_mm: tuple[float, ...]) -> Table:
    """Add a table of one row without borders, as wide as the text."""
    table: Table = document.add_table(rows=1, cols=len(widths_mm))
    set_widths(table, widths_mm)
    return table


def add_row(table: Table) -> tuple[_Cell, ...]:
    """Add a row and return its cells."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx types most of itself
    return row.cells


def add_rows(table: Table, rows: Iterable[Sequence[Aligned]], size: int) -> None:
    """Add rows of texts in `size` points, spaces in them as one.

    They are copies of a row that is formed cell by cell, with their own words put where
    its are: 160 units take 8 ms. Through python-docx those alone took 80.
    """
    model: BaseOxmlElement | None = None
    for row in rows:
        if model is None:
            model = _form_row(table, len(row), size)
        made = copy.deepcopy(model)
        table._tbl.append(made)  # noqa: SLF001 - python-docx copies nothing
        places = zip(made.iter(_ALIGNMENT), made.iter(_LETTERS), row, strict=True)
        for alignment, letters, (text, side) in places:
            alignment.set(_VALUE, WD_ALIGN_PARAGRAPH.to_xml(side) or "")
            letters.text = " ".join(text.split())


def _form_row(table: Table, count: int, size: int) -> BaseOxmlElement:
    """Return a row of `count` cells that is in no table."""
    for cell in add_row(table)[:count]:
        write(get_first(cell), "0", size, align=LEFT)
    formed: BaseOxmlElement = table.rows[-1]._tr  # noqa: SLF001 - as above
    table._tbl.remove(formed)  # noqa: SLF001 - as above
    return formed


def set_widths(table: Table, widths_mm: tuple[float, ...]) -> None:
    """Fix the widths of a table's columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def get_first(cell: _Cell) -> Paragraph:
    """Return the empty paragraph that a cell begins with."""
    first: Paragraph = cell.paragraphs[0]
    return first


def add_body(document: Document, text: str, *, bold: bool = False) -> Paragraph:
    """Add a paragraph of the text: justified, its first line 1.27 cm in."""
    paragraph: Paragraph = document.add_paragraph()
    write(paragraph, text, bold=bold, align=JUSTIFY)
    form = paragraph.paragraph_format
    form.first_line_indent = Cm(FIRST_LINE_CM)
    form.space_before, form.space_after = Pt(0), Pt(BETWEEN_PT)
    form.line_spacing = LINE_SPACING
    return paragraph


def save(document: Document) -> bytes:
    """Return the file, and let go of the document; the same one gives the same bytes."""
    properties = document.core_properties
    properties.created = properties.modified = _FIXED.replace(tzinfo=None)
    properties.author = properties.last_modified_by = ""
    properties.revision = 1
    file = io.BytesIO()
    document.save(file)
    _take_apart(document)
    return _settle(file.getvalue())


def _take_apart(document: Document) -> None:
    """Empty a document, whose parts hold each other in circles.

    Else its trees stay until Python looks for such: the page that then waited for fifty
    documents' took 0.3 s (measured).
    """
    inner = document.element.body.iter(qn("w:tr"), qn("w:tbl"))
    parts = (part for part in document.part.package.parts if isinstance(part, XmlPart))
    for element in (*inner, *(part.element for part in parts)):
        element.clear()


def _settle(packed: bytes) -> bytes:
    """Return a zip whose parts carry no time of their making."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            named = zipfile.ZipInfo(part.filename, _ZIP_TIME)
            named.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(named, old.read(part))
    return settled.getvalue()


def repeat_heading(table: Table) -> None:
    """Let the first row stand again on every page that the table goes on to."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no such setting
    properties.append(OxmlElement("w:tblHeader"))


def keep_whole(table: Table) -> None:
    """Let no page break fall into a table, nor between it and what follows."""
    for row in table.rows:
        for cell in row.cells:
            get_first(cell).paragraph_format.keep_with_next = True
