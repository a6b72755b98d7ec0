"""Dispatch: letters to silent units written, put into the outbox, and sent from it."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

import msgspec
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province import mail, sealed, words
from province.errors import KeyFileError
from province.keys import KeyFolder
from province.ledger import reminders, settings
from province.ledger.outbox import Outbox, State, find_state
from province.ledger.reminders import Reminder
from province.ledger.scope import Scope
from province.mail import Arrived, Attachment, Failed, Letter, MailFault, MailServer
from province.period import Period, find_week
from province.reminder_sheet import write_sheet
from province.reminders import Silence, Text, Way, write_letter
from province.schedules import Schedule
from province.services import Services

MOST_AT_ONCE = 20
"""Letters a round: a mail server that hangs then keeps other duties for ten minutes."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
MOST_ATTEMPTS = 8
"""With waits of 1, 4, 16 … minutes, up to 6 hours: some 18 hours in all."""
_SETTING = "mail_server"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be written: to whom, by whom; `recipients` empty makes a file."""

    silence: Silence
    recipients: tuple[str, ...]
    made_by: str


def read_server(connection: Connection) -> MailServer | None:
    """Return the mail server that letters go to, None before it was set."""
    said = settings.read(connection, _SETTING)
    return None if said is None else msgspec.json.decode(said, type=MailServer)


def store_server(connection: Connection, server: MailServer) -> None:
    """Let letters go to `server`."""
    settings.store(connection, _SETTING, msgspec.json.encode(server).decode())


def load_letter_texts(language: str = "vi") -> dict[str, str]:
    """Return the texts that letters are written with."""
    phrases = words.load_page_texts().items()
    return {key: getattr(phrase, language) for key, phrase in phrases}


def find_last_week(now: datetime) -> Period:
    """Return the last local week that is over."""
    return find_week(now.astimezone(LOCAL).date()).previous


def make_letters(connection: Connection, order: Order, now: datetime) -> list[int]:
    """Keep a letter for each recipient, or one as a file; return their ids."""
    text = write_letter(order.silence, load_letter_texts(), now)
    if not order.recipients:
        return [_append(connection, order, text, way=Way.FILE, recipient="", now=now)]
    return [
        _append(connection, order, text, way=Way.MAIL, recipient=recipient, now=now)
        for recipient in dict.fromkeys(order.recipients)
    ]


def _append(
    connection: Connection,
    order: Order,
    text: Text,
    *,
    way: Way,
    recipient: str,
    now: datetime,
) -> int:
    return reminders.append(
        connection,
        order.silence,
        text,
        way=way,
        recipient=recipient,
        made_by=order.made_by,
        now=now,
    )


def run_schedule(services: Services, schedule: Schedule, slot: datetime) -> None:
    """Put the letters of a schedule into the outbox, each once for its week.

    Without recipients every unit below that has an address gets its own list;
    a unit without silent points gets none.
    """
    period, now = find_last_week(slot), services.clock()
    made_by = f"schedule {schedule.schedule_id}"
    with services.database.reading() as connection:
        wanted = list(_choose(connection, schedule))
    for unit, recipients in wanted:
        # A transaction for each: kiosks' batches wait no longer than for one.
        with services.database.reading() as connection:
            silence = reminders.read_silence(connection, Scope(unit=unit), period, now)
            left = tuple(
                one
                for one in recipients
                if not reminders.is_made(
                    connection, unit, one, period=period, made_by=made_by
                )
            )
        if not silence.points or not left:
            continue
        order = Order(silence=silence, recipients=left, made_by=made_by)
        with services.database.writing() as connection:
            make_letters(connection, order, now)


def _choose(
    connection: Connection, schedule: Schedule
) -> Iterator[tuple[str, Sequence[str]]]:
    if schedule.recipients:
        yield schedule.unit, schedule.recipients
        return
    scope = Scope(unit=schedule.unit)
    yield from reminders.list_addressed(connection, scope).items()


def send_due(services: Services, now: datetime) -> None:
    """Send what waits in the outbox and is due, a bounded number of letters."""
    with services.database.writing() as connection:
        server = read_server(connection)
        claimed = reminders.claim_due(connection, now, MOST_AT_ONCE)
    for reminder in claimed:
        outcome = post(services.keys, server, _pack(reminder))
        with services.database.writing() as connection:
            settle(
                connection,
                reminders.OUTBOX,
                reminder.reminder_id,
                outcome,
                attempts=reminder.attempts,
                now=services.clock(),
            )


def post(
    keys: KeyFolder, server: MailServer | None, letter: Letter
) -> Arrived | Failed:
    """Hand `letter` to the province's mail server."""
    if server is None:
        return Failed(fault=MailFault.NOT_SET_UP, detail="")
    try:
        password = sealed.read(keys, sealed.MAIL_PASSWORD) if server.user else None
    except KeyFileError as error:
        return Failed(fault=MailFault.LOGIN, detail=str(error))
    return mail.send(server, password or "", mail.compose(server, letter))


def settle(
    connection: Connection,
    outbox: Outbox,
    number: int,
    outcome: Arrived | Failed,
    *,
    attempts: int,
    now: datetime,
) -> State:
    """Note what became of a letter, and when it is tried again; return that."""
    kind = outbox.table.name
    match outcome:
        case Arrived():
            outbox.settle_sent(connection, number, now)
            log.info("%s: letter %d sent", kind, number)
            return State.SENT
        case Failed():
            fault = f"{outcome.fault} {outcome.detail}".rstrip()
            next_at = find_next_try(attempts, outcome, now)
            outbox.settle_failed(connection, number, fault, next_at)
            log.warning("%s: letter %d not sent: %s", kind, number, outcome.fault)
            return find_state(None, next_at, fault)
        case _:
            assert_never(outcome)


def find_next_try(attempts: int, failed: Failed, now: datetime) -> datetime | None:
    """Return when a letter is tried again after `attempts`, None where never."""
    if failed.is_final or attempts >= MOST_ATTEMPTS:
        return None
    wait = FIRST_WAIT * int(4 ** max(0, attempts - 1))
    return now + min(wait, LONGEST_WAIT)


def _pack(reminder: Reminder) -> Letter:
    first = reminder.since.astimezone(LOCAL)
    return Letter(
        message_id=reminder.message_id,
        written_at=reminder.made_at,
        recipient=reminder.recipient,
        subject=reminder.subject,
        text=reminder.text,
        attachments=(
            Attachment(
                name=f"diem-im-lang-{first:%G-W%V}.xlsx",
                content=write_sheet(reminder.points, load_letter_texts()),
            ),
        ),
    )
