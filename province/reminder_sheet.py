"""Reminder sheet: the silent points of a letter as a workbook, which it goes with."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from province.reminders import SilentPoint, tell_moment

COLUMNS = (
    "reminders_point",
    "reminders_name",
    "reminders_address",
    "reminders_standing",
    "reminders_last_contact",
    "reminders_contact",
    "reminders_phone",
)


def list_cells(point: SilentPoint, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the cells of `point`, one for each of `COLUMNS`."""
    never = texts["reminders_never"]
    return (
        point.point_id,
        point.name,
        point.address,
        texts[f"reminders_standing_{point.standing}"],
        never if point.last_contact is None else tell_moment(point.last_contact),
        point.contact_name,
        point.contact_phone,
    )


def write_sheet(points: Sequence[SilentPoint], texts: Mapping[str, str]) -> bytes:
    """Return `points` as XLSX; texts are never formulas."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for place, key in enumerate(COLUMNS):
        sheet.write_string(0, place, texts[key], bold)
    for line, point in enumerate(points, start=1):
        for place, cell in enumerate(list_cells(point, texts)):
            sheet.write_string(line, place, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
    book.close()
    return file.getvalue()
