"""Headings: which column of a clerk's table tells what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from province.category import Category
from province.folding import fold
from province.place import Field
from province.sheet import Line
from province.words import load_sets

_SEARCHED = 10
"""Lines above the headings: the name of the office, of the list, its date."""

TITLES: Mapping[Field, tuple[str, ...]] = {
    Field.POINT: ("mã điểm", "mã điểm kiểm soát", "point", "point id", "point_id"),
    Field.NAME: (
        *("tên", "tên điểm", "tên điểm kiểm soát", "tên cơ sở", "tên địa điểm"),
        *("tên đơn vị đăng ký", "name", "point name"),
    ),
    Field.CATEGORY: ("loại", "loại hình", "loại điểm", "nhóm", "category"),
    Field.UNIT: (
        *("đơn vị", "mã đơn vị", "đơn vị hành chính", "mã đơn vị hành chính"),
        *("xã", "mã xã", "xã/phường", "xã, phường", "unit", "unit code"),
    ),
    Field.ADDRESS: ("địa chỉ", "address"),
    Field.CONTACT_NAME: (
        *("người liên hệ", "người phụ trách", "đầu mối", "contact", "contact name"),
        "contact_name",
    ),
    Field.CONTACT_PHONE: (
        *("điện thoại", "số điện thoại", "sđt", "phone", "contact phone"),
        "contact_phone",
    ),
    Field.GATES: ("cổng", "các cổng", "gates", "gate"),
    Field.EXPECTED_DAILY: (
        *("lượt dự kiến", "lượt dự kiến mỗi ngày", "lượt/ngày", "expected daily"),
        "expected_daily",
    ),
    Field.PARENT: ("điểm cha", "thuộc điểm", "trực thuộc", "parent", "parent_id"),
}
"""What clerks call each column; the first is what templates write."""

_FIELDS = {fold(title): field for field, titles in TITLES.items() for title in titles}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The line of headings: its cells, and where each field stands."""

    line: Line
    columns: Mapping[Field, int]

    def read(self, line: Line) -> dict[Field, str]:
        """Return what `line` says; a field without a column or text is left out."""
        return {
            field: line.cells[column]
            for field, column in self.columns.items()
            if column < len(line.cells) and line.cells[column]
        }


def find_heading(
    lines: Sequence[Line], fields: Collection[Field], required: Collection[Field]
) -> Heading | None:
    """Return the first line that names all `required`, or rows by their id."""
    for line in lines[:_SEARCHED]:
        columns: dict[Field, int] = {}
        for place, title in enumerate(line.cells):
            field = _FIELDS.get(fold(title))
            if field in fields and field is not None:
                columns.setdefault(field, place)
        if columns and (Field.POINT in columns or set(required) <= columns.keys()):
            return Heading(line=line, columns=columns)
    return None


def name_categories() -> dict[str, Category]:
    """Return the categories by code and by words, folded; what two share is left out."""
    phrases = load_sets()["category"]
    named: dict[str, set[Category]] = {}
    for category in Category:
        phrase = phrases[category.value]
        for words in (category.value, phrase.vi, phrase.en):
            for name in (words, *words.split(",")):
                named.setdefault(fold(name), set()).add(category)
    return {name: found.pop() for name, found in named.items() if len(found) == 1}
