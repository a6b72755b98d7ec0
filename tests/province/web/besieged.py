"""Besieged: a province in this process, and a client that tries its doors."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import select

from province.accounts import NOWHERE, open_session
from province.clock import Clock, read_now
from province.keys import KeyFolder
from province.ledger import leases, settings
from province.ledger.database import Database, open_database
from province.ledger.every_table import metadata
from province.publishing import Publication
from province.services import Services
from province.upkeep import LEASE
from province.web.session import SESSION_COOKIE, Forms
from tests.browser.seeded import Seeded, seed
from tests.province.builders import NOW
from tests.province.loopback import serve_in_thread
from tests.province.processes import Running, serve

UNKNOWN = "khong-co-9"
TIMEOUT_S = 60
WITHOUT = {"sessions", "audit"}
"""What a look at a page may change."""


class Moving:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Besieged:
    """A running province with `seeded` in it."""

    url: str
    services: Services
    seeded: Seeded

    def visit(self, name: str = "") -> "Caller":
        """Return a client with a session of the officer `name`; without one for none."""
        caller = Caller(self.url)
        if name:
            with self.services.database.writing() as connection:
                opened = open_session(connection, name, self.services.clock(), NOWHERE)
            caller.session.cookies.set(
                SESSION_COOKIE, opened.token, domain="127.0.0.1", path="/"
            )
        return caller

    def read_rows(self) -> dict[str, list[Any]]:
        """Return all that the ledger holds; `Any` as the rows are."""
        return read_rows(self.services.database)


class Caller:
    """A client that follows nothing by itself."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def get(self, path: str, **query: str) -> requests.Response:
        return self.session.get(
            f"{self.url}{path}", params=query, timeout=TIMEOUT_S, allow_redirects=False
        )

    def post(self, path: str, data: Any = None, **more: Any) -> requests.Response:
        return self.session.post(
            f"{self.url}{path}",
            data=data,
            timeout=TIMEOUT_S,
            allow_redirects=False,
            **more,
        )

    def make_token(self) -> str:
        """Return the form token of this session, as its pages would have it."""
        session = self.session.cookies.get(SESSION_COOKIE, domain="127.0.0.1") or ""
        return Forms(is_https=False).make_token(session)

    def find_token(self, path: str = "/profile") -> str:
        """Return the form token of this session."""
        found = re.search(r'name="form_token" value="(\w+)"', self.get(path).text)
        assert found is not None, path
        return found[1]


def read_rows(database: Database) -> dict[str, list[Any]]:
    """Return all rows, as text and sorted."""
    with database.reading() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table))))
            for name, table in metadata.tables.items()
            if name not in WITHOUT
        }


@contextmanager
def besiege(folder: Path) -> Iterator[Besieged]:
    """Give a province that serves as a process, with something in it.

    A bug that a request meets is in its log, and fails whoever besieged it. Its upkeep
    is held off: whatever changes here was changed by a request.
    """
    data = folder / "data"
    KeyFolder(data).create_missing()
    with (
        closing(open_database(data)) as database,
        serve_held(data, database) as running,
    ):
        services = make_services(database, running.data, read_now)
        yield Besieged(
            url=running.url, services=services, seeded=seed(database, services.keys)
        )
        told = running.log.read_text()
    assert "Traceback" not in told, told[-4000:]


@contextmanager
def serve_held(data: Path, database: Database) -> Iterator[Running]:
    """Give a province that serves while another holds its upkeep's lease."""
    with database.writing() as connection:
        leases.take(connection, LEASE, "siege", now=read_now(), life=timedelta(days=1))
    with serve(data) as running:
        yield running


@contextmanager
def besiege_in_thread(folder: Path, clock: Clock) -> Iterator[Besieged]:
    """Give a province that serves in a thread, at the time of `clock`."""
    KeyFolder(folder / "data").create_missing()
    with closing(open_database(folder)) as database:
        services = make_services(database, folder / "data", clock)
        services.publication.publish_if_due(NOW)
        seeded = seed(database, services.keys, NOW)
        with serve_in_thread(services) as url:
            with database.writing() as connection:
                settings.store(connection, settings.PUBLIC_URL, url)
            yield Besieged(url=url, services=services, seeded=seeded)


def make_services(database: Database, folder: Path, clock: Clock) -> Services:
    keys = KeyFolder(folder)
    return Services(
        database=database,
        keys=keys,
        publication=Publication(folder, keys),
        clock=clock,
    )
