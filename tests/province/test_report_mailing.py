"""Tests of reports that go by themselves, from the ledger to a real mail server."""

import io
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from province import dispatch, drafting, report_mailing
from province.keys import KeyFolder
from province.ledger import audit, report_letters, schedules
from province.ledger.audit import Search
from province.ledger.database import Database
from province.ledger.outbox import CLAIM, State
from province.ledger.scope import WHOLE
from province.mail import MailServer, Security
from province.publishing import Publication
from province.schedules import Rhythm, ScheduleKind
from province.services import Services
from tests.guards import LogWatch
from tests.province.builders import NOW
from tests.province.smtp import Office, serve_mail
from tests.province.weeks import ACTIVE_WEEK, lay

FRIDAY = Rhythm(weekday=5, month_day=None, minute=840)
SLOT = NOW + timedelta(hours=2)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(ledger: Database, keys: KeyFolder, tmp_path: Path) -> Services:
    """Return a province after the week of the letter of 620 points."""
    lay(ledger, ACTIVE_WEEK)
    return Services(
        database=ledger,
        keys=keys,
        publication=Publication(tmp_path, keys),
        clock=lambda: SLOT,
    )


@pytest.fixture
def small(sqlite: Database, keys: KeyFolder, tmp_path: Path) -> Services:
    """Return a province in which nothing happened: what is sent matters, not what it says."""
    return Services(
        database=sqlite,
        keys=keys,
        publication=Publication(tmp_path, keys),
        clock=lambda: SLOT,
    )


def use(office: Services, post: Office) -> None:
    server = MailServer(
        host="127.0.0.1",
        port=post.port,
        security=Security.NONE,
        user="",
        sender="tinh@tinh-mau.gov.vn",
    )
    with office.database.writing() as connection:
        dispatch.store_server(connection, server)


def run(office: Services, *recipients: str) -> Callable[[], None]:
    """Make Friday's draft for `recipients`; return what makes it as after a crash."""
    with office.database.writing() as connection:
        schedules.add(
            connection,
            ScheduleKind.REPORT,
            "",
            rhythm=FRIDAY,
            recipients=recipients,
            made_by="lan",
            now=NOW,
        )
        (schedule,) = schedules.list_on(connection)

    def run_it() -> None:
        drafting.run_schedule(office, schedule, SLOT)

    run_it()
    return run_it


def list_letters(office: Services) -> tuple[report_letters.ReportLetter, ...]:
    with office.database.reading() as connection:
        return report_letters.list_of(connection, WHOLE, [1, 2])


def list_acts(office: Services) -> list[tuple[str, str, str]]:
    with office.database.reading() as connection:
        kept = audit.list_notes(connection, Search(scope=WHOLE), before=None, most=9)
    return [(one.note.user_name, one.note.act, one.note.subject) for one in kept]


def read_attachments(letter: EmailMessage) -> dict[str, bytes]:
    return {
        str(one.get_filename()): one.get_content() for one in letter.iter_attachments()
    }


def test_fridays_report_arrives_with_the_right_figures(office: Services) -> None:
    run(office, "van.thu@mau.vn", "chanh.vp@mau.vn")
    with serve_mail() as post:
        use(office, post)
        for _ in range(2):
            report_mailing.send_due(office, SLOT)

    assert sorted(got["To"] for got in post.letters) == [
        "chanh.vp@mau.vn",
        "van.thu@mau.vn",
    ]
    got = post.letters[0]
    assert got["Subject"].startswith("Dự thảo báo cáo tuần 46 năm 2026")
    paper, sheet = read_attachments(got).items()
    assert (paper[0], sheet[0]) == (
        "bao-cao-01-2026-W46.docx",
        "bao-cao-01-2026-W46.xlsx",
    )
    told = "\n".join(one.text for one in Document(io.BytesIO(paper[1])).paragraphs)
    assert "620 điểm hoạt động trên 6.128 điểm, đạt 10,1%" in told
    assert load_workbook(io.BytesIO(sheet[1])).sheetnames
    assert {one.state for one in list_letters(office)} == {State.SENT}
    assert list_acts(office) == [("schedule 1", "report_sent", "1")] * 2


def test_a_schedule_run_again_after_a_crash_sends_nothing_more(
    small: Services,
) -> None:
    run_again = run(small, "a@mau.vn")
    with serve_mail() as post:
        use(small, post)
        report_mailing.send_due(small, SLOT)
        run_again()
        report_mailing.send_due(small, SLOT)

    assert len(post.letters) == 1


def test_what_a_crash_left_goes_under_the_same_name(small: Services) -> None:
    run(small, "a@mau.vn")
    with serve_mail() as post:
        use(small, post)
        with small.database.writing() as connection:
            (claimed,) = report_letters.claim_due(connection, SLOT, 9)
        report_mailing.send_due(small, SLOT)
        assert post.letters == []
        report_mailing.send_due(small, SLOT + CLAIM)

    assert [got["Message-ID"] for got in post.letters] == [claimed.message_id]


def test_a_busy_server_is_asked_again_and_a_refusal_is_final(
    small: Services, log_watch: LogWatch
) -> None:
    log_watch.expect("province.dispatch", "not sent")
    run(small, "a@mau.vn", "b@mau.vn")
    with serve_mail() as post:
        use(small, post)
        post.answers = ["450 Busy", "550 No such user"]
        report_mailing.send_due(small, SLOT)
        states = [one.state for one in list_letters(small)]
        report_mailing.send_due(small, SLOT + MINUTE)

    assert states == [State.AGAIN, State.FAILED]
    assert [got["To"] for got in post.letters] == ["a@mau.vn"]
    assert list_acts(small) == [
        ("schedule 1", "report_sent", "1"),
        ("schedule 1", "report_not_sent", "1"),
    ]


def test_without_recipients_it_is_in_the_list_alone(small: Services) -> None:
    run(small)

    report_mailing.send_due(small, SLOT)

    assert list_letters(small) == ()
