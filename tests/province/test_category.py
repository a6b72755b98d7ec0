"""Tests of categories."""

import pytest

from province.category import Category, read_category


@pytest.mark.parametrize("category", Category)
def test_each_is_read_by_its_code(category: Category) -> None:
    assert read_category(category.value) is category


@pytest.mark.parametrize("code", ["", "Market", "shop"])
def test_what_is_no_code_is_another(code: str) -> None:
    assert read_category(code) is Category.OTHER
