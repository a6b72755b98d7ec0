"""A visit says whose it is and whether it lasts suspiciously long."""

from datetime import timedelta
from uuid import UUID

import pytest

from kiosk.credentials.credential import Claim
from kiosk.reception import LONG_STAY, Leaving, Visit
from tests.fakes import START

A_MOMENT = timedelta(microseconds=1)


def a_visit(**changes: object) -> Visit:
    values: dict[str, object] = {
        "visit_id": UUID(int=1),
        "claims": {Claim.NAME: "Lê Văn Giả"},
        "fields": {},
        "came_at": START,
    }
    return Visit(**(values | changes))  # type: ignore[arg-type]  # a builder's values


@pytest.mark.parametrize(
    ("claims", "name"), [({Claim.NAME: "Lê Văn Giả"}, "Lê Văn Giả"), ({}, "")]
)
def test_a_visit_has_its_visitors_name(claims: dict[Claim, str], name: str) -> None:
    assert a_visit(claims=claims).name == name


@pytest.mark.parametrize(
    ("elapsed", "long"), [(LONG_STAY, False), (LONG_STAY + A_MOMENT, True)]
)
def test_more_than_twelve_hours_inside_are_long(elapsed: timedelta, long: bool) -> None:  # noqa: FBT001 - a parameter
    assert a_visit().is_long(START + elapsed) == long


def test_who_has_left_was_not_too_long() -> None:
    visit = a_visit(left_at=START + LONG_STAY, leaving=Leaving.PRESENTED)
    assert not visit.is_long(START + 2 * LONG_STAY)
