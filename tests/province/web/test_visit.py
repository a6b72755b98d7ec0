"""Tests of what an officer's request may reach in the database."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from sqlalchemy import select

from province.accounts import NOWHERE, Visitor, open_session
from province.api.app import create_app
from province.ledger.database import open_database
from province.ledger.office_tables import audit
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.ledger.walls import Wall
from province.services import Services
from province.web.session import SESSION_COOKIE, Posted
from province.web.visit import Visit
from tests.browser.seeded import seed
from tests.province.builders import NOW, add_point
from tests.province.web.route_table import list_doors

CHANGING = ("/profile/code", "/audit", "/tracing/")
"""Pages that are another at each look: a new secret, and who has looked."""


def make_visit(services: Services, unit: str) -> Visit:
    scope = {"type": "http", "path": "/", "query_string": b"", "headers": []}
    return Visit(
        services=services,
        request=Request(scope | {"client": ("127.0.0.1", 1)}),
        visitor=Visitor(name="lan", role="unit", unit=unit),
        scope=Scope(unit=unit),
        now=NOW,
        language="vi",
        form_token="",
        posted=Posted(),
    )


@pytest.mark.parametrize(("unit", "found"), [("04", ["04"]), ("", ["04", "08"])])
def test_postgresql_binds_reading_and_writing_to_the_officers_unit(
    services: Services, postgres_url: str, tmp_path: Path, unit: str, found: list[str]
) -> None:
    query = select(points.c.unit).order_by(points.c.unit)
    with contextlib.closing(open_database(tmp_path, postgres_url)) as database:
        for one in ("04", "08"):
            add_point(database, one, one)
        visit = make_visit(replace(services, database=database), unit)
        with visit.reading() as connection:
            assert list(connection.scalars(query)) == found
        with visit.writing() as connection:
            assert list(connection.scalars(query)) == found
            visit.note(connection, "points_listed", unit, rows=len(found))
        with database.reading() as connection:
            assert connection.scalar(select(audit.c.unit)) == unit


@pytest.mark.parametrize("name", ["tinh.admin", "phuong.unit", "phuong.health"])
def test_every_page_behind_the_wall_is_that_in_front_of_it(
    services: Services, postgres_url: str, tmp_path: Path, name: str
) -> None:
    """What the wall hides is what the queries leave out: no more, no less."""
    with contextlib.closing(open_database(tmp_path, postgres_url)) as database:
        seeded = seed(database, services.keys, NOW)
        with database.writing() as connection:
            token = open_session(connection, name, NOW, NOWHERE).token
        browser = open_browser(replace(services, database=database), token)
        paths = [
            seeded.fill(door.path, ids)
            for ids in (seeded.own, seeded.foreign)
            for door in list_doors("GET")
        ]
        behind = [read_page(browser, path) for path in paths]
        database.wall = Wall.MISSING
        assert behind == [read_page(browser, path) for path in paths]


def open_browser(services: Services, token: str) -> TestClient:
    return TestClient(
        create_app(services),
        base_url="http://127.0.0.1",
        cookies={SESSION_COOKIE: token},
        follow_redirects=False,
    )


def read_page(browser: TestClient, path: str) -> tuple[str, int, str]:
    """Return a page; of one that changes, and of a file, only whether it is there."""
    response = browser.get(path)
    is_text = response.headers.get("content-type", "").startswith("text/html")
    is_lasting = is_text and not path.startswith(CHANGING)
    return path, response.status_code, response.text if is_lasting else ""


def test_a_note_tells_who_did_what_from_where(services: Services) -> None:
    visit = make_visit(services, "04")
    with visit.writing() as connection:
        visit.note(connection, "point_added", "P000001", rooms=2)
    with visit.reading() as connection:
        row = connection.execute(select(audit)).one()
    assert (row.user_name, row.act, row.told, row.remote) == (
        "lan",
        "point_added",
        {"rooms": 2},
        "127.0.0.1",
    )
