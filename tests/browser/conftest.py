"""Conftest: a served province with something in it, and a browser to look at it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from province.keys import KeyFolder
from province.ledger.database import open_database
from tests.browser.browsing import WIDE, Window, open_window, start_chromium
from tests.browser.seeded import PASSWORD, Seeded, seed
from tests.province.processes import Running, serve

OpenWindow = Callable[..., Window]
"""`open_as(name="admin", *, width=1280, dark=False)`; an empty name logs nobody in."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep all tests of the browser on one worker, which starts one province."""
    here = Path(__file__).parent
    for one in items:
        if one.path.is_relative_to(here):
            one.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a province on SQLite that serves on loopback, as a real process."""
    with serve(tmp_path_factory.mktemp("browser") / "data") as running:
        yield running


@pytest.fixture(scope="session")
def seeded(served: Running) -> Seeded:
    """Return what was put into the served province: two units, each with some of all."""
    with closing(open_database(served.data)) as database:
        return seed(database, KeyFolder(served.data))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give one Chromium for a module's tests.

    Not for the whole session: playwright's loop runs as long as it does, and other
    modules' tests start loops of their own.
    """
    with start_chromium() as started:
        yield started


@pytest.fixture(scope="session")
def tickets() -> dict[str, str]:
    """Return the sessions of officers who have logged in once, by name."""
    return {}


@pytest.fixture(scope="module")
def keep_as(
    browser: Browser, served: Running, seeded: Seeded, tickets: dict[str, str]
) -> Iterator[OpenWindow]:
    """Give what opens a window that the module's next tests look through, too.

    For tests that only look: the first page of a new window costs more than most.
    """
    del seeded  # its officers must be there
    with ExitStack() as opened:
        kept: dict[tuple[str, int], Window] = {}

        def keep_one(name: str, *, width: int = WIDE) -> Window:
            if (name, width) not in kept:
                window = open_window(browser, served.url, width=width)
                kept[name, width] = opened.enter_context(window)
                _enter(kept[name, width], name, tickets)
            return kept[name, width]

        yield keep_one


@pytest.fixture
def open_as(
    browser: Browser, served: Running, seeded: Seeded, tickets: dict[str, str]
) -> Iterator[OpenWindow]:
    """Give what opens a window with the officer `name` of `seeded` logged in.

    The form is filled in once for each; a test that ends sessions or changes an
    account takes an officer of its own, or logs in itself.
    """
    del seeded  # its officers must be there
    with ExitStack() as opened:

        def open_one(
            name: str = "tinh.admin", *, width: int = WIDE, dark: bool = False
        ) -> Window:
            window = opened.enter_context(
                open_window(browser, served.url, width=width, dark=dark)
            )
            _enter(window, name, tickets)
            return window

        yield open_one


def _enter(window: Window, name: str, tickets: dict[str, str]) -> None:
    if name in tickets:
        window.enter(tickets[name])
    elif name:
        window.log_in(name, PASSWORD)
        tickets[name] = window.read_session()
