"""Tests of the mail server's page."""

import pytest

from province import dispatch, sealed
from province.services import Services
from tests.province.web.clerk import open_office
from tests.province.web.mailing import MAIL, fill


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "a b"},
        {"port": "0"},
        {"port": "99999"},
        {"security": "x"},
        {"sender": "x\nBcc: y@z.vn"},
        {"user": "tinh"},
        {"ca": "không phải PEM"},
    ],
)
def test_a_mail_server_that_can_not_work_is_refused(
    services: Services, changes: dict[str, str]
) -> None:
    clerk = open_office(services)

    response = fill(clerk, "/reminders/mail", "/reminders/mail", MAIL | changes)

    assert response.status_code == 422
    with services.database.reading() as connection:
        assert dispatch.read_server(connection) is None


def test_an_empty_password_stays_and_an_account_less_server_forgets_it(
    services: Services,
) -> None:
    clerk = open_office(services)
    safe = MAIL | {"security": "tls", "user": "tinh"}

    kept = []
    for server in (safe | {"password": "mật"}, safe, MAIL):
        fill(clerk, "/reminders/mail", "/reminders/mail", server)
        kept.append(sealed.read(services.keys, sealed.MAIL_PASSWORD))

    assert kept == ["mật", "mật", None]
