"""Tests of the rows behind a figure: paged, whole as a file, within a unit."""

import re

import pytest

from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.services import Services
from tests.province import weeks
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.web.clerk import Clerk, open_office
from tests.province.weeks import Letter

A_WEEK = Letter(active=400, zero=150, no_report=90, change=-100)
"""Four points in each commune."""
_POINT = re.compile(r">(P\d{6})</a></td>")


@pytest.fixture
def clerk(services: Services, sqlite: Database) -> Clerk:
    """Return a clerk of a province with a week."""
    weeks.lay(sqlite, A_WEEK)
    return open_office(services)


def test_pages_follow_each_other_without_gap(clerk: Clerk) -> None:
    first = clerk.read("/figures/zero?week=2026-W46")
    link = re.search(r'href="(/figures/zero\?[^"]*after=[^"]+)"', first)
    assert link is not None
    second = clerk.read(link[1].replace("&amp;", "&"))

    listed = _POINT.findall(first) + _POINT.findall(second)

    assert listed == [f"P{number:06d}" for number in range(401, 551)]


def test_a_file_has_all_rows(clerk: Clerk) -> None:
    file = clerk.read("/figures/zero?week=2026-W46&table=dashboard_rows&form=csv")

    assert len(file.strip().splitlines()) == 151


def test_a_category_narrows_the_rows(clerk: Clerk) -> None:
    page = clerk.read("/figures/registered?week=2026-W46&category=market")

    assert 0 < len(_POINT.findall(page)) <= 100
    assert "; Chợ." in page


def test_an_hour_tells_what_each_point_admitted_in_it(clerk: Clerk) -> None:
    page = clerk.read("/figures/entries?week=2026-W46&hour=8")

    assert "từ 8 giờ đến 9 giờ. 34 điểm." in page
    assert "Lượt cho qua trong giờ này" in page


def test_a_days_point_leads_to_its_entries(
    services: Services, sqlite: Database
) -> None:
    kiosk = FakeKiosk()
    enrol(sqlite, kiosk, add_point(sqlite))
    append_batch(sqlite, kiosk.sign(an_entry(-1)), NOW)
    place = "/entries?day=2026-11-20&amp;point=P000001"

    pages = [
        open_office(services, role).read("/figures/entries?day=2026-11-20")
        for role in ("province", "clerk")
    ]

    assert [place in page for page in pages] == [True, False]
    assert "/points/P000001" in pages[1]


@pytest.mark.parametrize(
    "place", ["/figures/x", "/figures/zero?unit=99999", "/figures/%00"]
)
def test_what_is_not_there_is_missing(clerk: Clerk, place: str) -> None:
    assert clerk.get(place).status_code == 404


def test_an_officer_gets_the_own_rows_only(
    services: Services, sqlite: Database
) -> None:
    weeks.lay(sqlite, A_WEEK)
    officer = open_office(services, "unit", "08007")

    page = officer.read("/figures/registered?week=2026-W46")

    assert len(_POINT.findall(page)) == 4
    assert officer.get("/figures/registered?unit=08008").status_code == 404


@pytest.mark.parametrize("hour", ["24", "-1", "x", "٣"])
def test_an_hour_without_sense_is_no_hour(clerk: Clerk, hour: str) -> None:
    page = clerk.read(f"/figures/no_report?week=2026-W46&hour={hour}")

    assert "90 điểm." in page
