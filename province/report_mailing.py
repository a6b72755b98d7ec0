"""Report mailing: drafts that a schedule made, sent to whom it names with their documents."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from province import dispatch, report_commands
from province.errors import LedgerError
from province.ledger import audit, report_letters, reports
from province.ledger.audit import Note
from province.ledger.outbox import State
from province.ledger.report_letters import ReportLetter
from province.ledger.scope import WHOLE
from province.mail import Attachment, Letter
from province.reports import wording
from province.reports.report import Report
from province.services import Services

MOST_AT_ONCE = 5
"""Letters a round: with a mail server that hangs they end before their claim does."""
_ACTS = {State.SENT: "report_sent", State.FAILED: "report_not_sent"}
"""What the audit keeps; that a letter is tried again is told where it stands."""


def send_due(services: Services, now: datetime) -> None:
    """Send the drafts that wait and are due, a bounded number of letters."""
    with services.database.writing() as connection:
        server = dispatch.read_server(connection)
        claimed = report_letters.claim_due(connection, now, MOST_AT_ONCE)
    documents: dict[int, tuple[Report, tuple[Attachment, ...]]] = {}
    for one in claimed:
        if one.report_id not in documents:
            documents[one.report_id] = _make(services, one.report_id)
        letter = compose(one, *documents[one.report_id], dispatch.load_letter_texts())
        outcome = dispatch.post(services.keys, server, letter)
        ended = services.clock()
        with services.database.writing() as connection:
            state = dispatch.settle(
                connection,
                report_letters.OUTBOX,
                one.letter_id,
                outcome,
                attempts=one.attempts,
                now=ended,
            )
            _note(connection, one, state, ended)


def compose(
    one: ReportLetter,
    report: Report,
    attachments: tuple[Attachment, ...],
    texts: Mapping[str, str],
) -> Letter:
    """Return the letter that `report` goes with."""
    facts = {
        "period": wording.name_period(report.full.period),
        "unit": " ".join(report.full.unit_name.split()),
        "number": report.number,
        "made_at": wording.tell_moment(report.made_at),
    }
    return Letter(
        message_id=one.message_id,
        written_at=one.made_at,
        recipient=one.recipient,
        subject=texts["reports_letter_subject"].format(**facts),
        text=texts["reports_letter_text"].format(**facts),
        attachments=attachments,
    )


def _make(services: Services, report_id: int) -> tuple[Report, tuple[Attachment, ...]]:
    with services.database.reading() as connection:
        report = reports.read(connection, WHOLE, report_id)
    if report is None:
        raise LedgerError(
            f"The draft {report_id} of a letter is gone: restore the ledger from a backup."
        )
    name = report_commands.name_document(report)
    made = (
        Attachment(
            name=f"{name}{ending}",
            content=report_commands.make_document(report, ending),
        )
        for ending in (".docx", ".xlsx")
    )
    return report, tuple(made)


def _note(
    connection: Connection, one: ReportLetter, state: State, now: datetime
) -> None:
    if state in _ACTS:
        note = Note(
            at=now,
            user_name=one.made_by,
            unit=one.unit,
            act=_ACTS[state],
            subject=str(one.report_id),
            told={"letter": one.letter_id, "attempts": one.attempts},
            remote="",
        )
        audit.append(connection, note)
