"""Tests of what happens by itself: letters and reports, at the foot of their pages."""

import re

import pytest

from province.ledger import schedules
from province.ledger.scope import WHOLE
from province.schedules import Rhythm, Schedule
from province.services import Services
from province.web.schedules import (
    REMINDERS,
    REPORTS,
    Desk,
    read_recipients,
    read_rhythm,
)
from tests.province.web.clerk import Answer, Clerk, open_office

DESKS = pytest.mark.parametrize("desk", [REMINDERS, REPORTS])


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the province, who reminds and reports."""
    return open_office(services)


def add(clerk: Clerk, desk: Desk, **fields: str) -> Answer:
    told = {"day": "w5", "time": "14:00", "unit": "04", "recipients": ""} | fields
    return clerk.send(f"/{desk.area}/schedules", at=f"/{desk.area}", **told)


def list_kept(services: Services, desk: Desk) -> tuple[Schedule, ...]:
    with services.database.reading() as connection:
        return schedules.list_in(connection, WHOLE, desk.kind)


@DESKS
def test_a_schedule_is_made_shown_and_switched_off(
    clerk: Clerk, services: Services, desk: Desk
) -> None:
    made = add(clerk, desk, recipients="a@mau.vn, b@mau.vn a@mau.vn")

    assert made.status_code == 303
    page = clerk.read(f"/{desk.area}")
    assert "14:00:00 20/11/2026" in page
    assert "a@mau.vn b@mau.vn" in page
    (place,) = set(re.findall(rf"/{desk.area}/schedules/\d+", page))
    clerk.send(place, at=f"/{desk.area}", is_on="no")
    assert "đang tắt" in clerk.read(f"/{desk.area}")
    (kept,) = list_kept(services, desk)
    assert (kept.is_on, kept.recipients) == (False, ("a@mau.vn", "b@mau.vn"))


@DESKS
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"time": "25:00"}, "Giờ phải viết"),
        ({"day": "w8"}, "Giờ phải viết"),
        ({"unit": "zz"}, "Không có đơn vị"),
        ({"recipients": "x"}, "không hợp lệ"),
        ({"recipients": " ".join(f"a{n}@mau.vn" for n in range(21))}, "quá 20"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_told(
    clerk: Clerk, services: Services, desk: Desk, changes: dict[str, str], said: str
) -> None:
    answer = add(clerk, desk, **changes)

    assert answer.status_code == 422
    assert said in answer.text
    assert list_kept(services, desk) == ()


def test_schedules_of_another_area_are_not_switched(clerk: Clerk) -> None:
    add(clerk, REMINDERS)
    places = [f"/reports/schedules/{number}" for number in ("1", "x", "9" * 30)]

    answers = [clerk.send(place, at="/reports", is_on="no") for place in places]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert "đang bật" in clerk.read("/reminders")


@pytest.mark.parametrize(
    ("desk", "day", "at", "rhythm"),
    [
        (REPORTS, "w5", "14:00", Rhythm(weekday=5, month_day=None, minute=840)),
        (REPORTS, "m3", "08:30", Rhythm(weekday=None, month_day=3, minute=510)),
        (REMINDERS, "w5", "14:00", Rhythm(weekday=5, month_day=None, minute=840)),
        (REMINDERS, "m3", "08:30", None),
        (REPORTS, "w8", "14:00", None),
        (REPORTS, "m0", "14:00", None),
        (REPORTS, "5", "14:00", None),
        (REPORTS, "w5", "24:00", None),
    ],
)
def test_a_day_and_a_time_make_a_rhythm(
    desk: Desk, day: str, at: str, rhythm: Rhythm | None
) -> None:
    assert read_rhythm(desk, day, at) == rhythm


def test_nobody_is_a_recipient_too() -> None:
    assert (read_recipients(" , "), read_recipients("a@b.vn; c")) == ((), None)
