"""Tests of the page where an invited officer chooses a password.

How an invitation is made and accepted is met in test_officers.py.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from province import invitations
from tests.province.builders import NOW
from tests.province.web.besieged import Besieged, Moving, besiege_in_thread


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Besieged]:
    """Give a province with officers."""
    with besiege_in_thread(tmp_path, Moving()) as province:
        yield province


def invite(office: Besieged) -> str:
    with office.services.database.writing() as connection:
        link = invitations.invite(connection, "xa.clerk", "tinh.admin", NOW)
    return link.removeprefix(office.url)


@pytest.mark.parametrize(
    ("chosen", "repeated", "box"),
    [
        ("ngắn", "ngắn", "chosen-fault"),
        ("xa.clerk-2026-xa", "xa.clerk-2026-xa", "chosen-fault"),
        ("con mèo trèo cây cau", "con chuột", "repeated-fault"),
    ],
)
def test_a_fault_stands_beside_its_box_and_the_link_still_opens(
    office: Besieged, chosen: str, repeated: str, box: str
) -> None:
    caller, link = office.visit(), invite(office)
    before = office.read_rows()
    token = caller.find_token(link)

    answer = caller.post(
        link, {"chosen": chosen, "repeated": repeated, "form_token": token}
    )

    assert answer.status_code == 422
    assert f'id="{box}"' in answer.text
    assert office.read_rows() == before


def test_a_form_of_another_site_chooses_nothing(office: Besieged) -> None:
    caller, link = office.visit(), invite(office)
    before = office.read_rows()
    fields = {"chosen": "con mèo trèo cây cau", "repeated": "con mèo trèo cây cau"}

    assert caller.post(link, fields).status_code == 403
    assert office.read_rows() == before


def test_links_that_open_nothing_all_look_alike(office: Besieged) -> None:
    link, newer = invite(office), invite(office)
    caller = office.visit()

    pages = {caller.get(one).text for one in (link, "/invitation/x", "/invitation/y")}

    assert len({page.replace(link, "") for page in pages}) == 1
    assert caller.get(newer).status_code == 200
