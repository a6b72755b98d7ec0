"""Tests of the pages on which officers answer places that ask."""

import pytest
from sqlalchemy import select

from province.ledger import applications
from province.ledger.office_tables import audit
from province.services import Services
from tests.province.builders import NOW, add_point
from tests.province.ledger.places import PLACE
from tests.province.web.clerk import open_office


@pytest.fixture
def page(services: Services) -> str:
    """Return the page of an application for a point of unit 04."""
    with services.database.writing() as connection:
        number = applications.apply(connection, PLACE, NOW)
    return f"/applications/{number}"


def list_acts(services: Services) -> list[str]:
    with services.database.reading() as connection:
        acts = connection.scalars(select(audit.c.act)).all()
    return [act for act in acts if act.startswith("application")]


def test_an_approval_makes_the_point(services: Services, page: str) -> None:
    clerk = open_office(services)
    assert page in clerk.read("/applications")

    done = clerk.send(f"{page}/approve", at=page)

    assert done.headers["Location"] == "/points/P000001?told=added"
    assert "0912000001" in clerk.read("/points/P000001")
    assert page not in clerk.read("/applications")
    assert page in clerk.read("/applications?show=answered")
    assert "/points/P000001" in clerk.read(page)
    assert list_acts(services)[:2] == ["application_seen", "application_approved"]


def test_a_refusal_has_a_reason(services: Services, page: str) -> None:
    clerk = open_office(services)

    silent = clerk.send(f"{page}/refuse", at=page, reason="")
    told = clerk.send(f"{page}/refuse", at=page, reason="Ngoài địa bàn")

    assert (silent.status_code, 'id="reason-fault"' in silent.text) == (422, True)
    assert told.status_code == 303
    assert "Ngoài địa bàn" in clerk.read(page)
    assert "/approve" not in clerk.read(page)


def test_a_second_answer_changes_nothing(services: Services, page: str) -> None:
    clerk = open_office(services)
    clerk.send(f"{page}/refuse", at=page, reason="x")

    done = clerk.send(f"{page}/approve", at="/profile")

    assert done.headers["Location"] == page
    assert "P000001" not in clerk.read("/points")


def test_a_point_of_the_same_name_is_shown_before_the_answer(
    services: Services, page: str
) -> None:
    point = add_point(services.database, "quan mau")

    assert f"/points/{point}" in open_office(services).read(page)


def test_another_unit_s_application_and_none_look_alike(
    services: Services, page: str
) -> None:
    clerk = open_office(services, "unit", "05")

    assert page not in clerk.read("/applications")
    for path in (page, "/applications/x"):
        assert clerk.get(path).status_code == 404
        for form in ("approve", "refuse"):
            sent = clerk.send(f"{path}/{form}", at="/profile", reason="x")
            assert sent.status_code == 404
    assert list_acts(services) == []


@pytest.mark.parametrize("after", ["x", "1-", "9" * 18 + "-x", "9" * 40, "-"])
def test_an_address_without_sense_shows_the_list(
    services: Services, page: str, after: str
) -> None:
    clerk = open_office(services)

    assert clerk.get(f"/applications?after={after}").status_code == 200
    assert page
