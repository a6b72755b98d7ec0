"""Tests of the reminders' pages, from a week's list to the letter that was sent."""

import pytest

from province import dispatch
from province.services import Services
from tests.province.builders import NOW, add_point
from tests.province.smtp import PASSWORD, USER, serve_mail
from tests.province.web.clerk import Clerk, open_office
from tests.province.web.mailing import MAIL, fill, write_letter


@pytest.fixture
def office(services: Services) -> Services:
    """Return a province with silent points of two units."""
    for name, unit in (("=Cổng <A>", "04"), ("Chợ C", "05")):
        add_point(services.database, name, unit)
    return services


def log_in(office: Services, role: str = "province", unit: str = "") -> Clerk:
    return open_office(office, role, unit)


def test_a_weeks_silent_points_stand_there_with_the_letter(office: Services) -> None:
    page = log_in(office).read("/reminders?week=2026-W47")

    assert "=Cổng &lt;A&gt;" in page
    assert "2 điểm phải hoạt động, 0 điểm hoạt động, 2 điểm im lặng" in page
    assert "Kính gửi:" in page


def test_a_letter_goes_to_the_mail_server_and_the_page_says_so(
    office: Services,
) -> None:
    clerk = log_in(office, "admin")
    with serve_mail(starttls=True) as post:
        server = MAIL | {"port": str(post.port), "security": "starttls", "user": USER}
        server |= {"password": PASSWORD, "ca": post.ca}
        saved = fill(clerk, "/reminders/mail", "/reminders/mail", server)
        place = write_letter(
            clerk, way="mail", recipients="a@mau.vn, b@mau.vn", remember="yes"
        )
        dispatch.send_due(office, NOW)

    assert saved.status_code == 200
    assert PASSWORD not in saved.text + clerk.read("/reminders/mail")
    assert [got["To"] for got in post.letters] == ["a@mau.vn", "b@mau.vn"]
    assert "máy chủ thư đã nhận" in clerk.read(place)
    assert "a@mau.vn b@mau.vn" in clerk.read("/reminders?unit=04&week=2026-W47")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"way": "mail", "recipients": ""}, "địa chỉ thư không hợp lệ"),
        ({"way": "mail", "recipients": "a@b.vn\nBcc: x@y.vn"}, "không hợp lệ"),
        ({"week": "2026-W99"}, "Tuần phải viết như"),
        ({"unit": "không"}, "Không có đơn vị này"),
    ],
)
def test_what_can_not_be_sent_is_told_beside_its_field(
    office: Services, fields: dict[str, str], said: str
) -> None:
    clerk = log_in(office)
    told = {"week": "2026-W47", "unit": "", "way": "file"} | fields

    response = fill(clerk, "/reminders", "/reminders", told)

    assert response.status_code == 422
    assert said in response.text


def test_an_officer_sees_and_sends_for_the_own_unit_only(office: Services) -> None:
    place = write_letter(log_in(office), unit="")
    mine = log_in(office, "unit", "05")

    page = mine.read("/reminders?week=2026-W47")

    assert ("Chợ C" in page, "Cổng" in page) == (True, False)
    assert mine.get(place).status_code == 404
    assert "Không có đơn vị này" in mine.read("/reminders?week=2026-W47&unit=04")
    asked = {"week": "2026-W47", "unit": "04", "way": "file"}
    assert fill(mine, "/reminders", "/reminders", asked).status_code == 422
