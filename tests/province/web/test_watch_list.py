"""Tests of the watch list's pages, masked everywhere."""

import re

import pytest

from province import watching
from province.services import Services
from tests.province.web.clerk import Clerk, open_office

FILE = "document,ghi chú\n001099000001,\n1099000002,\nabc,\n001099000001,\nB1234567,\n"


def count(services: Services) -> int:
    return len(list(watching.list_documents(services.database)))


def upload(clerk: Clerk, content: bytes) -> str:
    response = clerk.upload("/rules/watch/files", content, at="/rules/watch")
    assert response.status_code == 303, response.text
    return response.headers["location"]


def test_a_document_comes_and_goes_and_is_only_shown_masked(
    services: Services,
) -> None:
    clerk = open_office(services)

    clerk.send("/rules/watch/add", at="/rules/watch", document="001 099 000 001")
    page = clerk.read("/rules/watch")
    file = clerk.get("/rules/watch?table=rules_watch_list&form=csv").text

    assert "0001" in page
    assert "001099000001" not in page + file
    found = re.search(r'name="entry" value="(\w+)"', page)
    assert found is not None
    clerk.send("/rules/watch/remove", at="/rules/watch", entry=found[1])
    assert count(services) == 0


def test_a_document_is_taken_off_by_its_number(services: Services) -> None:
    clerk = open_office(services)
    for path in ("add", "remove"):
        clerk.send(f"/rules/watch/{path}", at="/rules/watch", document="001099000001")

    assert count(services) == 0


def test_a_file_is_looked_at_before_it_is_taken(services: Services) -> None:
    clerk = open_office(services)

    place = upload(clerk, FILE.encode())
    page = clerk.read(place)

    assert "2 số giấy tờ dùng được, 2 dòng không dùng được" in page
    assert "<td>3</td><td>Có 10 hoặc 11" in page
    assert "001099000001" not in page
    assert count(services) == 0
    for _ in range(2):
        assert clerk.send(place, at=place).status_code == 303
    assert count(services) == 2


@pytest.mark.parametrize(
    "content", [b"", b"name\nA\n", b"\xff\xfe\x00", b"PK\x03\x04rubbish"]
)
def test_a_file_that_is_no_list_is_told(services: Services, content: bytes) -> None:
    clerk = open_office(services)

    response = clerk.upload("/rules/watch/files", content, at="/rules/watch")

    assert response.status_code == 422
    assert 'role="alert"' in response.text


@pytest.mark.parametrize("path", ["add", "remove"])
def test_what_is_no_document_is_told(services: Services, path: str) -> None:
    clerk = open_office(services)

    response = clerk.send(f"/rules/watch/{path}", at="/rules/watch", document="x")

    assert response.status_code == 422


def test_another_officers_file_is_missing(services: Services) -> None:
    place = upload(open_office(services), FILE.encode())

    assert open_office(services, "admin").get(place).status_code == 404
