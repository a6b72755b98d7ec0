"""Tests of mail, against a real SMTP server on loopback."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as change

from province.mail import (
    Arrived,
    Attachment,
    Failed,
    Letter,
    MailFault,
    MailServer,
    Security,
    compose,
    is_address,
    send,
)
from tests.province.builders import NOW
from tests.province.smtp import PASSWORD, USER, Office, serve_mail

LETTER = Letter(
    message_id="<reminder.1.2@province.invalid>",
    written_at=NOW,
    recipient="van.thu@xa-mau.gov.vn",
    subject="Đôn đốc điểm kiểm soát tuần 2026-W46",
    text="Kính gửi: Xã Mẫu\n\nĐề nghị…\n",
    attachments=(Attachment(name="diem.xlsx", content=b"PK"),),
)


def a_server(office: Office, security: Security = Security.NONE) -> MailServer:
    return MailServer(
        host="127.0.0.1",
        port=office.port,
        security=security,
        user="" if security is Security.NONE else USER,
        sender="tinh@tinh-mau.gov.vn",
        ca=office.ca,
    )


def deliver(
    server: MailServer, password: str = PASSWORD, timeout_s: float = 20
) -> Arrived | Failed:
    return send(server, password, compose(server, LETTER), timeout_s)


def test_a_letter_arrives_whole() -> None:
    with serve_mail() as office:
        assert deliver(a_server(office)) == Arrived()

    (got,) = office.letters
    body = got.get_body()
    assert body is not None
    assert body.get_content().splitlines() == LETTER.text.splitlines()
    assert got["Subject"] == LETTER.subject
    assert got["Message-ID"] == LETTER.message_id
    (sheet,) = got.iter_attachments()
    assert (sheet.get_filename(), sheet.get_content()) == ("diem.xlsx", b"PK")


def test_over_starttls_with_a_login() -> None:
    with serve_mail(starttls=True) as office:
        assert deliver(a_server(office, Security.STARTTLS)) == Arrived()

    assert office.users == [USER]


def test_over_tls_with_a_login() -> None:
    with serve_mail(tls=True) as office:
        assert deliver(a_server(office, Security.TLS)) == Arrived()

    assert office.users == [USER]


def test_a_certificate_that_nobody_signed_is_not_taken() -> None:
    with serve_mail(starttls=True) as office:
        server = change(a_server(office, Security.STARTTLS), ca="")
        outcome = deliver(server)

    assert isinstance(outcome, Failed)
    assert outcome.fault is MailFault.UNSAFE
    assert office.letters == []


def test_a_server_without_tls_gets_no_password() -> None:
    with serve_mail() as office:
        outcome = deliver(a_server(office, Security.STARTTLS))

    assert isinstance(outcome, Failed)
    assert outcome.fault is MailFault.UNSAFE


def test_a_wrong_password_is_told_and_tried_again() -> None:
    with serve_mail(starttls=True) as office:
        outcome = deliver(a_server(office, Security.STARTTLS), "sai")

    assert isinstance(outcome, Failed)
    assert (outcome.fault, outcome.is_final) == (MailFault.LOGIN, False)
    assert "sai" not in outcome.detail


@pytest.mark.parametrize(
    ("answer", "fault", "is_final"),
    [
        ("450 4.2.1 Mailbox busy", MailFault.LATER, False),
        ("550 5.1.1 No such user", MailFault.REFUSED, True),
    ],
)
def test_a_recipient_is_refused_for_now_or_for_good(
    answer: str, fault: MailFault, *, is_final: bool
) -> None:
    with serve_mail() as office:
        office.answers = [answer]
        outcome = deliver(a_server(office))

    assert outcome == Failed(fault=fault, detail=answer, is_final=is_final)


@pytest.mark.parametrize(
    ("answer", "is_final"), [("451 4.3.0 Try later", False), ("554 5.7.1 Spam", True)]
)
def test_a_letter_is_refused_for_now_or_for_good(
    answer: str, *, is_final: bool
) -> None:
    with serve_mail() as office:
        office.data_answer = answer
        outcome = deliver(a_server(office))

    assert isinstance(outcome, Failed)
    assert (outcome.detail, outcome.is_final) == (answer, is_final)


def test_a_server_that_hangs_is_left() -> None:
    with serve_mail() as office:
        office.hangs = True
        outcome = deliver(a_server(office), timeout_s=0.3)

    assert isinstance(outcome, Failed)
    assert (outcome.fault, outcome.is_final) == (MailFault.TIMED_OUT, False)


def test_a_server_that_is_not_there_is_told() -> None:
    with serve_mail() as office:
        server = a_server(office)

    outcome = deliver(server)

    assert isinstance(outcome, Failed)
    assert outcome.fault is MailFault.UNREACHABLE


@pytest.mark.parametrize(
    "text",
    [
        "a@b.vn\nBcc: x@y.vn",
        "a@b.vn\r\n",
        "",
        "a",
        "a@",
        "@b",
        "a b@c.vn",
        "a@b..vn",
        "<a@b.vn>",
        "a@b.vn,c@d.vn",
        "đ@b.vn",
        f"{'a' * 250}@b.vn",
        "a@-b.vn",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert not is_address(text)


def test_a_units_name_makes_no_header() -> None:
    with serve_mail() as office:
        server = a_server(office)
        evil = replace(LETTER, subject="Đôn đốc\r\nBcc: x@y.vn\n\nTrúng thưởng")
        assert send(server, "", compose(server, evil)) == Arrived()

    (got,) = office.letters
    assert got["Bcc"] is None
    assert got["Subject"] == "Đôn đốc Bcc: x@y.vn Trúng thưởng"
