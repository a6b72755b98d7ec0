"""Tests of viewpoints: what addresses lead to, and who may look from where."""

from datetime import date

import pytest

from province.ledger.scope import Scope
from province.period import Period, find_week
from province.services import Services
from province.web.viewpoint import Viewpoint
from tests.province.builders import add_point
from tests.province.web.clerk import open_office

WEEK = find_week(date(2026, 11, 9))


def test_the_own_unit_is_not_named_in_an_address() -> None:
    own = Viewpoint(scope=Scope(unit="04"), period=WEEK, is_own=True)

    assert own.link("/") == "/?week=2026-W46"
    assert own.link("/", unit="0401", by="rate") == "/?week=2026-W46&unit=0401&by=rate"


def test_another_day_is_looked_at_from_the_same_unit() -> None:
    view = Viewpoint(scope=Scope(unit="04"), period=WEEK, is_own=False)
    day = Period(first=WEEK.first, last=WEEK.first)

    assert view.link_at("/figures/entries", day) == (
        "/figures/entries?unit=04&day=2026-11-09"
    )


@pytest.mark.parametrize(
    ("role", "own", "asked", "expected"),
    [
        ("province", "", "04", 200),
        ("province", "", "05", 404),
        ("unit", "04", "04", 200),
        ("unit", "04", "", 200),
        ("unit", "05", "04", 404),
    ],
)
def test_an_officer_looks_at_the_own_units_that_are(
    services: Services, role: str, own: str, asked: str, expected: int
) -> None:
    add_point(services.database, unit="04")

    answer = open_office(services, role, own).get(f"/?unit={asked}")

    assert answer.status_code == expected
