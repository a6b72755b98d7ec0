"""Clerk: an officer who is logged in and clicks, without a browser or a socket."""

import re
from typing import Protocol

from fastapi.testclient import TestClient

from province.accounts import DECOY, NOWHERE, open_session
from province.api.app import create_app
from province.ledger import users
from province.ledger.users import User
from province.services import Services
from province.web.session import SESSION_COOKIE

_TOKEN = re.compile(r'name="form_token" value="(\w+)"')


class Headers(Protocol):
    """Headers by name, whatever its letters."""

    def __getitem__(self, name: str) -> str: ...


class Answer(Protocol):
    """What a test looks at of a response."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Headers: ...


class Clerk:
    """Asks for pages and sends forms, each with the token of the page it stands on."""

    def __init__(self, services: Services) -> None:
        self.client = TestClient(
            create_app(services), base_url="http://127.0.0.1", follow_redirects=False
        )

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.client.get(path)

    def read(self, path: str) -> str:
        """Return a page that must be there."""
        response = self.get(path)
        assert response.status_code == 200, response.text
        return response.text

    def send(self, path: str, *, at: str = "/points", **fields: str) -> Answer:
        """Send the form that stands on the page `at` to `path`."""
        told = {"form_token": self.find_token(at)} | fields
        return self.client.post(path, data=told)

    def upload(self, path: str, content: bytes, *, at: str = "") -> Answer:
        """Send a file by the form that stands on `at`, by a name that leads astray.

        The form stands on `path` itself where `at` is not given.
        """
        told = {"form_token": self.find_token(at or path)}
        return self.client.post(
            path, data=told, files={"file": ("../tệp.csv", content)}
        )

    def find_token(self, path: str) -> str:
        """Return the token of the forms on a page."""
        found = _TOKEN.search(self.get(path).text)
        assert found is not None
        return found[1]


def open_office(services: Services, role: str = "province", unit: str = "") -> Clerk:
    """Return a clerk of `unit` who has logged in."""
    # By the door a login takes 0.3 s of argon2: tests/browser and test_pages use it.
    name = f"{role}{unit}"
    user = User(name=name, role=role, unit=unit, password_hash=DECOY)
    now = services.clock()
    with services.database.writing() as connection:
        users.insert_user(connection, user, now)
        token = open_session(connection, name, now, NOWHERE).token
    clerk = Clerk(services)
    clerk.client.cookies.set(SESSION_COOKIE, token)
    return clerk
