"""Seeded cases: a case that is traced, a report and a file of documents, one of each unit."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from province import drafting, join_key, policies, tracing
from province.keys import KeyFolder
from province.ledger import report_letters, schedules, uploads
from province.ledger.database import Database
from province.ledger.scope import WHOLE
from province.schedules import Rhythm, ScheduleKind
from province.tracing import Sought, Way

POLICY = b'{"version": 1, "default": {"accepted": ["can_cuoc"]}}'


def add_case(
    database: Database, keys: KeyFolder, unit: str, document: str, now: datetime
) -> dict[str, str]:
    """Open a case of who bears `document`; return its id and one contact's key."""
    secret = join_key.load(keys)
    tracing.catch_up(database, secret)
    sought = Sought(
        way=Way.DOCUMENT,
        value=document,
        period=(now - timedelta(days=1), now),
        window=timedelta(minutes=30),
    )
    with database.writing() as connection:
        case = tracing.open_case(
            connection,
            sought,
            tracing.find_persons(connection, secret, sought),
            reason="Ca bệnh để thử",
            made_by=("tinh.health", unit),
            now=now,
        )
        met = tracing.follow(connection, case).met
    return {"case": case.case_id, "person": met[0].person.person_key.hex()}


def add_report(connection: Connection, unit: str, now: datetime) -> dict[str, str]:
    """Draft last week's report of `unit`, which a clerk did not get, and a schedule for more.

    Its letter is given up, so that no upkeep tries it while a test looks on.
    """
    period = drafting.find_due(now, monthly=False)
    made = drafting.draft(connection, unit, period, made_by="tinh.clerk", now=now)
    report_letters.append(
        connection,
        made.report_id,
        unit,
        recipients=["van.thu@mau.vn"],
        made_by="schedule 1",
        now=now,
    )
    (letter,) = report_letters.list_of(connection, WHOLE, [made.report_id])
    number = letter.letter_id
    report_letters.OUTBOX.settle_failed(connection, number, "refused 550", None)
    rhythm = Rhythm(weekday=5, month_day=None, minute=840)
    schedule = schedules.add(
        connection,
        ScheduleKind.REPORT,
        unit,
        rhythm=rhythm,
        recipients=[letter.recipient],
        made_by="tinh.clerk",
        now=now,
    )
    return {
        "report": str(made.report_id),
        "letter": str(letter.letter_id),
        "reports.form": "docx",
        "reports.schedule": str(schedule),
    }


def add_rules(connection: Connection, unit: str, now: datetime) -> dict[str, str]:
    """Set a policy, and keep a file of documents that waits for an officer's word."""
    policies.put(connection, POLICY, "thử", made_by="tinh.admin", now=now)
    upload = uploads.keep(
        connection,
        b"document\r\n001099009999\r\n",
        kind="watch",
        user_name="tinh.admin" if unit == "00100" else "xa.admin",
        now=now,
    )
    return {"rules.upload": upload, "version": "1"}
