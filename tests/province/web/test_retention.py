"""Tests of retention's page."""

import pytest

from province.ledger import settings
from province.ledger.arrivals import append_batch
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, enrol
from tests.province.past import came, purge_now
from tests.province.web.clerk import open_office


@pytest.fixture
def point_id(services: Services) -> str:
    """Return a point with two entries past their time and one that is not."""
    made = add_point(services.database, unit="04")
    kiosk = FakeKiosk()
    enrol(services.database, kiosk, made)
    rows = came(1, 31), came(2, 40), came(3, 2)
    append_batch(services.database, kiosk.sign(*rows), NOW)
    return made


def set_days(services: Services, point_id: str, days: int) -> None:
    text = f'{{"version": 1, "points": {{"{point_id}": {{"retention_days": {days}}}}}}}'
    with services.database.writing() as connection:
        settings.store(connection, "policy", text)


@pytest.mark.usefixtures("point_id")
def test_what_is_due_tonight_is_told_and_then_on_record(services: Services) -> None:
    clerk = open_office(services)
    before = clerk.read("/retention")

    purge_now(services.database)

    after = clerk.read("/retention")
    due = "<dt>Số lượt đến hạn huỷ đêm tới</dt><dd>{}</dd>"
    assert due.format(2) in before
    assert due.format(0) in after
    assert "tự động" not in before
    assert '<td class="text">tự động</td>' in after
    cells = '<td class="day">21/10/2026</td><td class="number">2</td>'
    assert cells in "".join(line.strip() for line in after.splitlines())


@pytest.mark.usefixtures("point_id")
def test_what_is_due_is_that_of_the_own_units(services: Services) -> None:
    page = open_office(services, "admin", "79").read("/retention")

    assert "<dt>Số lượt đến hạn huỷ đêm tới</dt><dd>0</dd>" in page


def test_points_with_own_days_are_told_within_the_own_units(
    services: Services, point_id: str
) -> None:
    set_days(services, point_id, 60)

    assert f'href="/points/{point_id}"' in open_office(services).read("/retention")
    other = open_office(services, "admin", "79").read("/retention")
    assert point_id not in other


@pytest.mark.usefixtures("point_id")
def test_the_record_is_taken_along(services: Services) -> None:
    purge_now(services.database)

    file = open_office(services).get("/retention?table=retention_purges&form=csv")

    assert file.status_code == 200
    assert "tự động,21/10/2026,2,0" in file.text


def test_only_who_manages_rules_sees_it(services: Services) -> None:
    assert open_office(services, "clerk").get("/retention").status_code == 403
