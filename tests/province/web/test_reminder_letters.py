"""Tests of one letter's page."""

from province import dispatch
from province.mail import MailServer, Security
from province.services import Services
from tests.guards import LogWatch
from tests.province.builders import NOW, add_point
from tests.province.smtp import serve_mail
from tests.province.web.clerk import open_office
from tests.province.web.mailing import write_letter


def test_a_fault_is_told_in_words_and_tried_again(
    services: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.dispatch", "not sent: refused")
    add_point(services.database, "=Cổng <A>", "04")
    clerk = open_office(services)
    with serve_mail() as post:
        with services.database.writing() as connection:
            server = MailServer(
                host="127.0.0.1",
                port=post.port,
                security=Security.NONE,
                user="",
                sender="tinh@mau.vn",
            )
            dispatch.store_server(connection, server)
        place = write_letter(clerk, way="mail", recipients="a@mau.vn")
        post.answers = ["550 5.1.1 Không có hộp thư"]
        dispatch.send_due(services, NOW)
        page = clerk.read(place)
        clerk.send(f"{place}/retry", at=place)
        dispatch.send_due(services, NOW)

    assert "Máy chủ thư từ chối thư này." in page
    assert "máy chủ thư đã nhận" in clerk.read(place)


def test_a_file_is_kept_with_its_letter_and_list(services: Services) -> None:
    add_point(services.database, "=Cổng <A>", "04")
    clerk = open_office(services)

    place = write_letter(clerk)

    page = clerk.read(place)
    assert "đã lập văn bản" in page
    assert "Chợ C" not in page
    sheet = clerk.get(f"{place}?table=reminders_points_named&form=csv").text
    assert "'=Cổng <A>" in sheet
