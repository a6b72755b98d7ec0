"""Tests of the tree of units and of the picker, as a browser shows them."""

from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.seeded import OWN


def test_a_branch_of_the_tree_opens_in_its_place(open_as: OpenWindow) -> None:
    window = open_as("tinh.province")
    window.open("/units")
    communes = window.page.locator("details li a", has_text="Mẫu")
    expect(communes).to_have_count(0)
    window.page.locator("summary", has_text="Tỉnh Mẫu").click()
    expect(communes).to_have_text(["Phường Sông Mẫu", "Xã Núi Mẫu"])


def test_a_unit_is_picked_by_typing_without_accents(open_as: OpenWindow) -> None:
    window = open_as("tinh.province")
    window.open("/points/new")
    window.page.locator("#unit-words").press_sequentially("song mau")
    expect(window.page.get_by_role("radio", name="Phường Sông Mẫu")).to_be_checked()
    assert window.page.locator("input[name=unit]").input_value() == OWN
