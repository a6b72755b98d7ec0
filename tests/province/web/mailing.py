"""Mailing: what tests of letters send to the reminders' pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.province.web.clerk import Clerk

MAIL = {
    "host": "127.0.0.1",
    "port": "25",
    "security": "none",
    "sender": "tinh@mau.vn",
    "user": "",
    "password": "",
    "ca": "",
}
"""A mail server's form, filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for a form."""

    status_code: int
    text: str
    place: str


def fill(clerk: Clerk, path: str, at: str, fields: Mapping[str, str]) -> Answer:
    """Send the form that stands on the page `at` to `path`, filled with `fields`."""
    told = {"form_token": clerk.find_token(at), **fields}
    response = clerk.client.post(path, data=told)
    return Answer(
        status_code=response.status_code,
        text=response.text,
        place=response.headers.get("location", ""),
    )


def write_letter(clerk: Clerk, **fields: str) -> str:
    """Send the form of a week's letter, and return where the letter is."""
    told = {"week": "2026-W47", "unit": "04", "way": "file"} | fields
    answer = fill(clerk, "/reminders", "/reminders?week=2026-W47", told)
    assert answer.status_code == 303, answer.text
    return answer.place
