"""Browsing: a real Chromium, whose pages tell on themselves."""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

from province.web.session import SESSION_COOKIE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = 1280
NARROW = 360
HEIGHT = 900
COLOURS = 64
"""Of a picture that is kept: a page has few, and its guide is in the repository."""
WITHIN_MS = 20_000
"""Two cores may be shared by eight tests."""


@contextmanager
def start_chromium() -> Iterator[Browser]:
    """Give Debian's own Chromium; where it is absent the test is skipped."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.getuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=arguments, timeout=60_000
        )
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """An officer's window on the province at `url`; `faults` is what its pages did wrong.

    A fault is an error on the console (a breach of the CSP is one), an exception of a
    script, and a request to any other host.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.context = context
        self.faults: list[str] = []
        self._documents: set[str] = set()
        context.set_default_timeout(WITHIN_MS)
        context.on("request", self._watch_request)
        context.on("response", self._watch_response)
        context.on("console", self._watch_console)
        context.on("weberror", lambda error: self.faults.append(f"{error.error}"))
        self.page: Page = context.new_page()

    def open(self, path: str) -> int:
        """Go to `path` and return the answer's status."""
        response = self.page.goto(f"{self.url}{path}")
        assert response is not None
        return response.status

    def log_in(self, name: str, password: str) -> None:
        """Log in by the form, as an officer does."""
        self.open("/login")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: urlsplit(url).path != "/login")

    def read_session(self) -> str:
        """Return the session that the province has given this window."""
        cookies = self.context.cookies(self.url)
        return next(c["value"] for c in cookies if c["name"] == SESSION_COOKIE)

    def enter(self, session: str) -> None:
        """Go on with a session from before, at the first page."""
        self.context.add_cookies(
            [{"name": SESSION_COOKIE, "value": session, "url": self.url}]
        )
        self.open("/")

    def take_faults(self) -> list[str]:
        """Return what pages did wrong since it was asked last."""
        taken, self.faults = self.faults, []
        return taken

    @property
    def path(self) -> str:
        """Return where the window is."""
        return urlsplit(self.page.url).path

    def keep_picture(self, name: str, *, full_page: bool = True) -> Path | None:
        """Keep what is seen as NAME.png in GALLERY_DIR; None where that is not set."""
        folder = os.environ.get("GALLERY_DIR")
        if folder is None:
            return None
        file = Path(folder, f"{name}.png")
        file.parent.mkdir(parents=True, exist_ok=True)
        shot = self.page.screenshot(full_page=full_page, animations="disabled")
        with Image.open(io.BytesIO(shot)) as picture:
            # The median cut would lose a red figure among grey edges of letters.
            few = picture.convert("RGB").quantize(
                COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
        few.save(file, optimize=True)
        return file

    def _watch_request(self, request: Request) -> None:
        parts, ours = urlsplit(request.url), urlsplit(self.url)
        if (
            parts.scheme not in {"data", "blob", "about"}
            and parts.netloc != ours.netloc
        ):
            self.faults.append(f"request to another host: {request.url}")

    def _watch_response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self._documents.add(response.url)

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        # A page that says 404 is an error to the console, and none to us.
        is_load = "Failed to load resource" in message.text
        if is_load and message.location["url"] in self._documents:
            return
        self.faults.append(f"console: {message.text} ({message.location['url']})")


@contextmanager
def open_window(
    browser: Browser, url: str, *, width: int = WIDE, dark: bool = False
) -> Iterator[Window]:
    """Give a window without cookies, which fails the test if its pages had faults."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        accept_downloads=True,
    )
    try:
        window = Window(context, url)
        yield window
    finally:
        context.close()
    assert not window.faults, "; ".join(window.faults)
