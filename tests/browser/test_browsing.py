"""Tests of the browser harness: what a page does wrong is seen."""

from playwright.sync_api import Browser

from tests.browser.browsing import Window, open_window
from tests.browser.conftest import OpenWindow
from tests.browser.seeded import PASSWORD
from tests.province.processes import Running


def test_an_officer_logs_in_and_sees_the_first_page(open_as: OpenWindow) -> None:
    window = open_as("phuong.unit")

    assert window.path == "/"
    assert window.page.locator("h1").count() == 1


def test_the_first_administrator_logs_in(browser: Browser, served: Running) -> None:
    with open_window(browser, served.url) as window:
        window.log_in("admin", served.password)
        assert window.path == "/"


def test_errors_and_other_hosts_are_faults(browser: Browser, served: Running) -> None:
    context = browser.new_context()
    window = Window(context, served.url)
    window.open("/login")
    window.page.evaluate("console.error('thử')")
    window.page.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
    window.page.evaluate("setTimeout(() => { throw new Error('hỏng') })")
    window.page.evaluate("document.body.setAttribute('style', 'color: red')")
    window.page.wait_for_timeout(100)
    context.close()

    told = " | ".join(window.faults)
    assert "thử" in told
    assert "hỏng" in told
    assert "127.0.0.1:1" in told
    assert "Content Security Policy" in told
    assert PASSWORD not in told
