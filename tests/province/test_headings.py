"""Tests of the headings that clerks write."""

import pytest

from province.category import Category
from province.folding import fold
from province.headings import TITLES, Heading, find_heading, name_categories
from province.place import REQUIRED, Field
from province.sheet import Line


def find(*rows: tuple[str, ...]) -> Heading | None:
    lines = [Line(number=n, cells=cells) for n, cells in enumerate(rows, start=1)]
    return find_heading(lines, tuple(Field), REQUIRED)


@pytest.mark.parametrize(
    "cells", [("Tên điểm", "LOẠI", "Mã xã"), ("unit", "name", "category")]
)
def test_headings_are_known_in_both_languages_and_any_order(
    cells: tuple[str, ...],
) -> None:
    found = find(cells)

    assert found is not None
    assert set(found.columns) == set(REQUIRED)


def test_lines_above_the_headings_are_passed_over() -> None:
    found = find(("UBND XÃ MẪU",), ("Danh sách", "tên"), ("Tên", "Loại", "Đơn vị"))

    assert found is not None
    assert found.line.number == 3


def test_rows_that_have_an_id_need_no_other_column() -> None:
    assert find(("Mã điểm", "Điện thoại")) is not None
    assert find(("Tên", "Điện thoại")) is None


def test_a_short_row_says_nothing_in_its_missing_cells() -> None:
    found = find(("Tên", "Loại", "Đơn vị"))

    assert found is not None
    assert found.read(Line(number=2, cells=("A",))) == {Field.NAME: "A"}


def test_no_title_names_two_fields() -> None:
    titles = [fold(title) for named in TITLES.values() for title in named]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("Trường học", Category.SCHOOL),
        ("truong hoc", Category.SCHOOL),
        ("Cơ quan", Category.AGENCY),
        ("market", Category.MARKET),
        ("Cửa khẩu", Category.BORDER),
    ],
)
def test_a_category_is_known_by_code_and_words(said: str, category: Category) -> None:
    assert name_categories()[fold(said)] is category


def test_every_category_can_be_named_by_its_code() -> None:
    named = name_categories()

    assert [named[category.value] for category in Category] == list(Category)
