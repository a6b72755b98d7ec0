"""Tests of letters to silent units, from the ledger to a real mail server."""

from datetime import timedelta
from pathlib import Path

import pytest

from province import dispatch, sealed
from province.dispatch import MOST_ATTEMPTS, Order, find_next_try
from province.keys import KeyFolder
from province.ledger import reminders, schedules
from province.ledger.database import Database
from province.ledger.outbox import CLAIM, State
from province.ledger.scope import WHOLE, Scope
from province.mail import Failed, MailFault, MailServer, Security
from province.publishing import Publication
from province.reminders import write_letter
from province.schedules import Rhythm, ScheduleKind
from province.services import Services
from tests.guards import LogWatch
from tests.province.builders import NOW, add_point
from tests.province.smtp import PASSWORD, USER, Office, serve_mail

MONDAY = Rhythm(weekday=1, month_day=None, minute=8 * 60)


@pytest.fixture
def office(ledger: Database, keys: KeyFolder, tmp_path: Path) -> Services:
    """Return a province with two silent points of unit 04 and one of 05."""
    for name, unit in (("Cổng A", "04"), ("Cổng B", "04"), ("Chợ C", "05")):
        add_point(ledger, name, unit)
    return Services(
        database=ledger,
        keys=keys,
        publication=Publication(tmp_path, keys),
        clock=lambda: LATER,
    )


LATER = NOW + timedelta(days=7)
"""The points were there for the whole of the week before."""


def use(office: Services, post: Office) -> None:
    with office.database.writing() as connection:
        server = MailServer(
            host="127.0.0.1",
            port=post.port,
            security=Security.STARTTLS if post.ca else Security.NONE,
            user=USER if post.ca else "",
            sender="tinh@tinh-mau.gov.vn",
            ca=post.ca,
        )
        dispatch.store_server(connection, server)


def write(office: Services, unit: str, *recipients: str) -> list[int]:
    with office.database.writing() as connection:
        period = dispatch.find_last_week(LATER)
        scope = Scope(unit=unit)
        silence = reminders.read_silence(connection, scope, period, LATER)
        order = Order(silence=silence, recipients=recipients, made_by="lan")
        return dispatch.make_letters(connection, order, LATER)


def find(office: Services, number: int) -> reminders.Reminder:
    with office.database.reading() as connection:
        found = reminders.find(connection, WHOLE, number)
    assert found is not None
    return found


def test_a_letter_goes_out_once_and_says_what_is_silent(office: Services) -> None:
    with serve_mail(starttls=True) as post:
        use(office, post)
        sealed.keep(office.keys, sealed.MAIL_PASSWORD, PASSWORD)
        (number,) = write(office, "04", "xa@mau.vn")
        for _ in range(3):
            dispatch.send_due(office, LATER)

    (got,) = post.letters
    body = got.get_body()
    assert body is not None
    text = body.get_content()
    assert "Kính gửi: 04" in text
    assert "có 2 điểm kiểm soát phải hoạt động" in text
    assert ("Cổng A" in text, "Chợ C" in text) == (True, False)
    assert find(office, number).state is State.SENT


def test_each_address_gets_its_own(office: Services, log_watch: LogWatch) -> None:
    log_watch.expect("province.dispatch", "not sent")
    with serve_mail() as post:
        use(office, post)
        made = write(office, "04", "a@mau.vn", "b@mau.vn", "a@mau.vn")
        post.answers = ["550 No such user", "250 OK"]
        dispatch.send_due(office, LATER)

    assert [find(office, n).state for n in made] == [State.FAILED, State.SENT]
    assert [got["To"] for got in post.letters] == ["b@mau.vn"]


def test_a_server_that_says_later_is_asked_again_when_it_is_time(
    office: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.dispatch", "not sent")
    with serve_mail() as post:
        use(office, post)
        (number,) = write(office, "04", "a@mau.vn")
        post.answers = ["450 Busy"]
        dispatch.send_due(office, LATER)
        waiting = find(office, number)
        dispatch.send_due(office, LATER + timedelta(seconds=59))
        assert post.letters == []
        dispatch.send_due(office, LATER + timedelta(seconds=60))

    assert (waiting.state, waiting.fault) == (State.AGAIN, "later 450 Busy")
    assert find(office, number).attempts == 2
    assert len(post.letters) == 1


def test_what_a_crash_left_is_sent_again_under_the_same_name(office: Services) -> None:
    with serve_mail() as post:
        use(office, post)
        (number,) = write(office, "04", "a@mau.vn")
        with office.database.writing() as connection:
            (claimed,) = reminders.claim_due(connection, LATER, 9)
        dispatch.send_due(office, LATER)
        assert post.letters == []
        dispatch.send_due(office, LATER + CLAIM)

    assert [got["Message-ID"] for got in post.letters] == [claimed.message_id]
    assert find(office, number).state is State.SENT


def test_without_a_server_it_waits(office: Services, log_watch: LogWatch) -> None:
    log_watch.expect("province.dispatch", "not sent")
    (number,) = write(office, "04", "a@mau.vn")

    dispatch.send_due(office, LATER)

    assert find(office, number).fault == "not_set_up"
    assert find(office, number).state is State.AGAIN


def test_a_file_is_kept_and_goes_nowhere(office: Services) -> None:
    (number,) = write(office, "04")

    dispatch.send_due(office, LATER)

    assert (find(office, number).state, find(office, number).attempts) == (
        State.FILE,
        0,
    )


def test_a_schedule_writes_to_each_unit_below_and_only_once(office: Services) -> None:
    with office.database.writing() as connection:
        for unit in ("04", "05"):
            reminders.store_addresses(connection, unit, [f"xa{unit}@mau.vn"])
        schedules.add(
            connection,
            ScheduleKind.REMINDER,
            "",
            rhythm=MONDAY,
            recipients=(),
            made_by="lan",
            now=NOW,
        )
        (schedule,) = schedules.list_on(connection)

    for _ in range(2):
        dispatch.run_schedule(office, schedule, LATER)

    with office.database.reading() as connection:
        sent = reminders.list_page(connection, WHOLE)
    assert [(one.unit, one.recipient, one.points) for one in sent] == [
        ("05", "xa05@mau.vn", 1),
        ("04", "xa04@mau.vn", 2),
    ]


def test_tries_end_and_waits_grow() -> None:
    later = Failed(fault=MailFault.LATER, detail="")

    times = [find_next_try(n, later, NOW) for n in range(1, MOST_ATTEMPTS + 1)]

    waits = [None if at is None else (at - NOW) // timedelta(minutes=1) for at in times]
    assert waits == [1, 4, 16, 64, 256, 360, 360, None]


@pytest.mark.parametrize(("language", "word"), [("vi", "Kính gửi"), ("en", "To:")])
def test_letters_are_written_in_both_languages(
    office: Services, language: str, word: str
) -> None:
    scope, week = Scope(unit="04"), dispatch.find_last_week(LATER)
    with office.database.reading() as connection:
        silence = reminders.read_silence(connection, scope, week, LATER)

    text = write_letter(silence, dispatch.load_letter_texts(language), LATER)

    assert text.body.startswith(f"{word}")
    assert "2026-W47" in text.subject
    assert "{" not in text.subject + text.body
