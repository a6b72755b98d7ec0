"""Tests of the dashboard in a browser: its charts, and a period that is picked."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow


def test_charts_are_drawn_and_their_bars_lead_to_rows(open_as: OpenWindow) -> None:
    page = open_as().page
    page.goto(f"{page.url.partition('/?')[0].rstrip('/')}/")
    page.wait_for_selector(".chart canvas")

    page.locator(".chart .u-over").first.click(position={"x": 20, "y": 50})

    page.wait_for_url("**/figures/entries?day=*")
    assert page.locator("h1").inner_text() == "Điểm có lượt ghi"


def test_a_picked_period_takes_the_pages_place_and_its_address(
    open_as: OpenWindow,
) -> None:
    page = open_as().page
    page.evaluate("window.stays = true")

    page.focus("#period")
    page.select_option("#period", index=2)

    page.wait_for_url("**/?period=*")
    page.wait_for_selector(".chart canvas")
    assert page.evaluate("window.stays") is True
    assert page.locator("#period").evaluate("one => one.selectedIndex") == 2
    assert page.evaluate("document.activeElement.id") == "period"
    page.go_back()
    expect(page.locator("#period")).to_have_value("")
    page.wait_for_selector(".chart canvas")
    assert urlsplit(page.url).query == ""
