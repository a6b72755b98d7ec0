"""Paper: a report as a document (DOCX) in the layout of Nghị định 30/2020/NĐ-CP, mẫu 1.4.

Số and date are left blank: the clerk (văn thư) gives them.
"""

import io
from collections.abc import Sequence
from itertools import count

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Inches, Pt
from docx.table import _Cell

from province.figures import Part
from province.reports import chart, wording
from province.reports.layout import (
    CENTER,
    LEFT,
    RIGHT,
    TEXT_MM,
    Aligned,
    add_body,
    add_columns,
    add_row,
    add_rows,
    draw_rule,
    get_first,
    keep_whole,
    number_pages,
    repeat_heading,
    save,
    set_normal,
    set_page,
    set_widths,
    write,
)
from province.reports.letterhead import Letterhead
from province.reports.report import Report
from province.reports.wording import Comparison, tell_number, tell_share

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_HEAD_MM = (63, TEXT_MM - 63)
"""The right one holds the nation's name on one line in 13 points."""
_TABLE_PT = 12


def write_paper(report: Report) -> bytes:
    """Return the DOCX of `report`; the same report gives the same bytes."""
    document = docx.Document()
    set_normal(document)
    set_page(document.sections[0])
    number_pages(document.sections[0])
    _write_head(document, report.letterhead)
    _write_title(document, wording.write_title(report))
    _write_addressees(document, report.letterhead.addressees)
    _write_text(document, report)
    _write_signature(document, report.letterhead)
    _write_annex(document, report.full.by_unit)
    return save(document)


def _write_head(document: Document, head: Letterhead) -> None:
    """Boxes 1 to 4: nation and motto right, issuer left, number and place below."""
    table = add_columns(document, _HEAD_MM)
    left, right = table.rows[0].cells
    _write_issuer(left, head)
    write(get_first(right), NATION, 13, bold=True, align=CENTER)
    write(right.add_paragraph(), MOTTO, 14, bold=True, align=CENTER)
    draw_rule(right.add_paragraph(), 24, 24)
    left, right = add_row(table)
    number = f"Số:          /BC-{head.sign}" if head.sign else "Số:          /BC"
    write(get_first(left), number, 13, align=CENTER)
    dated = f"{head.place or '……………'}, ngày       tháng       năm"
    write(get_first(right), dated, 14, italic=True, align=CENTER)
    set_widths(table, _HEAD_MM)
    for cell in (left, right):
        get_first(cell).paragraph_format.space_before = Pt(6)


def _write_issuer(cell: _Cell, head: Letterhead) -> None:
    paragraph = get_first(cell)
    if head.superior:
        write(paragraph, head.superior.upper(), 13, align=CENTER)
        paragraph = cell.add_paragraph()
    write(paragraph, head.issuer.upper(), 13, bold=True, align=CENTER)
    draw_rule(cell.add_paragraph(), 22, 22)


def _write_title(document: Document, title: str) -> None:
    """Box 5a: kind and subject, with a rule of a third of the line."""
    kind = write(document.add_paragraph(), "BÁO CÁO", 14, bold=True, align=CENTER)
    kind.paragraph_format.space_before = Pt(14)
    write(document.add_paragraph(), title, 14, bold=True, align=CENTER)
    draw_rule(document.add_paragraph(), TEXT_MM / 3, TEXT_MM / 3)


def _write_addressees(document: Document, addressees: Sequence[str]) -> None:
    """Box 9a: one beside Kính gửi, or several below it."""
    if not addressees:
        return
    alone = f"Kính gửi: {addressees[0]}." if len(addressees) == 1 else "Kính gửi:"
    first = write(document.add_paragraph(), alone, 14, align=CENTER)
    first.paragraph_format.space_before = Pt(10)
    first.paragraph_format.space_after = Pt(10)
    if len(addressees) == 1:
        return
    first.paragraph_format.space_after = Pt(0)
    for number, one in enumerate(addressees, start=1):
        end = "." if number == len(addressees) else ";"
        line = write(document.add_paragraph(), f"- {one}{end}", 14, align=CENTER)
    line.paragraph_format.space_after = Pt(10)


def _write_text(document: Document, report: Report) -> None:
    sections = wording.write_sections(report)
    for section in sections:
        add_body(document, section.heading, bold=True)
        last = section is sections[-1]
        for paragraph in section.paragraphs[:-1]:
            add_body(document, paragraph)
        end = "/." if last else ""
        add_body(document, f"{section.paragraphs[-1]}{end}")
        if section is sections[0]:
            _write_comparison(document, wording.compare(report.full))
            _draw_chart(document, report)


def _write_comparison(document: Document, rows: Sequence[Comparison]) -> None:
    heading = ("Chỉ tiêu", "Kỳ này", "Kỳ trước", "Tăng, giảm")
    widths = (TEXT_MM - 90, 30, 30, 30)
    told = [
        (row.name, *map(tell_number, (row.now, row.before, row.change))) for row in rows
    ]
    _write_table(
        document, "Bảng 1. Các chỉ tiêu so với kỳ trước", heading, told, widths
    )


def _draw_chart(document: Document, report: Report) -> None:
    picture = chart.draw(report.full.by_day, report.full.by_day_before)
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.add_run().add_picture(io.BytesIO(picture), width=Inches(chart.WIDTH_IN))
    caption = "Biểu đồ 1. Lượt ghi nhận theo ngày"
    below = write(document.add_paragraph(), caption, 13, italic=True, align=CENTER)
    below.paragraph_format.space_after = Pt(6)


def _write_signature(document: Document, head: Letterhead) -> None:
    """Boxes 7 and 9b: who gets it left, who signs right."""
    table = add_columns(document, _HEAD_MM)
    left, right = table.rows[0].cells
    write(get_first(left), "Nơi nhận:", 12, bold=True, italic=True, align=LEFT)
    for line in (*(f"- {one};" for one in head.copies), f"- Lưu: {head.archive}."):
        write(left.add_paragraph(), line, 11, align=LEFT)
    lines = [one.upper() for one in (head.authority, head.position) if one]
    paragraph = get_first(right)
    for line in lines:
        write(paragraph, line, 14, bold=True, align=CENTER)
        paragraph = right.add_paragraph()
    for _ in range(4):  # room for signature and seal
        paragraph = right.add_paragraph()
    write(paragraph, head.signer, 14, bold=True, align=CENTER)


def _write_annex(document: Document, parts: Sequence[Part]) -> None:
    """Write the annex: every unit, on pages that are numbered anew."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    set_page(section)
    section.first_page_header.is_linked_to_previous = False
    number_pages(section, restarts=True)
    write(document.add_paragraph(), "Phụ lục", 14, bold=True, align=CENTER)
    title = "KẾT QUẢ HOẠT ĐỘNG CỦA CÁC ĐIỂM KIỂM SOÁT THEO ĐƠN VỊ"
    line = write(document.add_paragraph(), title, 14, bold=True, align=CENTER)
    line.paragraph_format.space_after = Pt(8)
    heading = (
        *("TT", "Đơn vị", "Số điểm", "Hoạt động", "Tỷ lệ"),
        *("Không phát sinh", "Không báo cáo", "Lượt ghi nhận", "Tăng, giảm"),
    )
    widths = (10, TEXT_MM - 139, 17, 19, 17, 19, 19, 20, 18)
    _write_table(document, "", heading, list(_list_units(parts)), widths, size=10)


def _align(text: str, place: int) -> Aligned:
    if not text[:1].isdigit() and text[:1] != "−":
        return text, LEFT
    return text, CENTER if place == 0 else RIGHT


def _list_units(parts: Sequence[Part]) -> list[tuple[str, ...]]:
    return [
        (
            str(number),
            part.name or part.key,
            tell_number(part.totals.expected),
            tell_number(part.totals.active),
            tell_share(part.totals.rate),
            tell_number(part.totals.zero),
            tell_number(part.totals.no_report),
            tell_number(part.totals.entries),
            tell_number(part.entries_change),
        )
        for number, part in enumerate(parts, start=1)
    ]


def _write_table(
    document: Document,
    caption: str,
    heading: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths_mm: tuple[float, ...],
    *,
    size: int = _TABLE_PT,
    stays_whole: bool = False,
) -> None:
    if caption:
        above = write(document.add_paragraph(), caption, 13, italic=True, align=CENTER)
        above.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(heading), style="Table Grid")
    repeat_heading(table)
    for cell, text in zip(table.rows[0].cells, heading, strict=True):
        write(get_first(cell), text, size, bold=True, align=CENTER)
    set_widths(table, widths_mm)
    add_rows(table, [[*map(_align, row, count())] for row in rows], size)
    if stays_whole:
        keep_whole(table)
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)
