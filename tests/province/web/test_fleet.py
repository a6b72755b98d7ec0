"""Tests of the fleet's page: who is silent, filtered, sorted and taken along."""

from dataclasses import replace
from datetime import timedelta

import pytest

from province import vigil
from province.ledger.arrivals import append_batch
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, enrol
from tests.province.web.clerk import Clerk, open_office

HEARD, MUTE = FakeKiosk(1), FakeKiosk(2)


@pytest.fixture
def late(services: Services) -> Services:
    """Return a province three days later: one kiosk spoke at `NOW`, one never."""
    for kiosk, unit in ((HEARD, "04"), (MUTE, "05")):
        point = add_point(services.database, f"Chợ <b>{unit}</b>", unit=unit)
        enrol(services.database, kiosk, point)
    append_batch(services.database, FakeKiosk(1).sign(), NOW)
    later = NOW + timedelta(hours=11)
    made = replace(services, clock=lambda: later)
    vigil.review(made, NOW + timedelta(days=3))
    return made


@pytest.fixture
def clerk(late: Services) -> Clerk:
    """Return an officer of the whole province."""
    return open_office(late)


def find_shown(page: str) -> set[str]:
    kiosks = (HEARD, MUTE)
    return {one.kiosk_id for one in kiosks if f"/fleet/{one.kiosk_id}" in page}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {HEARD, MUTE}),
        ("unit=05", {MUTE}),
        ("alarm=silent", {HEARD, MUTE}),
        ("alarm=disk", set()),
        ("use=revoked", set()),
        ("q=cho", {HEARD, MUTE}),
        (f"q={MUTE.kiosk_id}", {MUTE}),
        ("order=contact", {HEARD, MUTE}),
        ("order=nothing&alarm=%27&page=x&use=--", {HEARD, MUTE}),
        ("page=9999", set()),
    ],
)
def test_the_fleet_is_filtered(clerk: Clerk, query: str, shown: set[FakeKiosk]) -> None:
    page = clerk.read(f"/fleet?{query}").partition('class="listing"')[2]

    assert find_shown(page) == {one.kiosk_id for one in shown}


def test_silence_is_shown_in_words(clerk: Clerk) -> None:
    page = clerk.read("/fleet")

    assert '<td class="text">Im lặng quá lâu</td>' in page
    assert "có máy chưa từng báo" in page


def test_another_units_kiosks_are_not_there(late: Services) -> None:
    officer = open_office(late, "unit", "04")

    assert find_shown(officer.read("/fleet?unit=05")) == set()
    assert find_shown(officer.read("/fleet")) == {HEARD.kiosk_id}


def test_the_whole_fleet_is_taken_along(clerk: Clerk) -> None:
    table = clerk.get("/fleet?table=fleet_title&form=csv").content.decode("utf-8-sig")

    assert HEARD.kiosk_id in table
    assert MUTE.kiosk_id in table
    assert "Chợ <b>04</b>" in table


def test_names_are_text(clerk: Clerk) -> None:
    assert "<b>04" not in clerk.read("/fleet")
