"""Clicking: what an officer does on any page, by the words that stand there."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, Page, expect

from province.period import Period


def go_to(page: Page, area: str) -> None:
    """Click an area in the page's head."""
    page.get_by_role("navigation", name="Các phần").get_by_role(
        "link", name=area, exact=True
    ).click()


def press(page: Page, name: str) -> None:
    """Press the button of this name in the page's content."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()


def choose(page: Page, period: Period) -> None:
    """Go to the overview and pick a week."""
    go_to(page, "Tổng quan")
    page.get_by_label("Kỳ báo cáo").select_option(period.week)
    expect(page.locator("#figures")).to_contain_text(f"{period.first:%d/%m/%Y}")


def tell(page: Page, figure: str) -> Locator:
    """Return the number that stands beside a figure's name."""
    return page.locator("ul.figures li", has_text=re.compile(figure)).first.locator("b")


def read_sheet(taken: Download) -> list[tuple[str, ...]]:
    """Return the rows of a workbook that was downloaded, the headings first."""
    file = io.BytesIO(taken.path().read_bytes())
    rows = load_workbook(file).worksheets[0].values
    return [tuple(str(cell or "") for cell in row) for row in rows]
