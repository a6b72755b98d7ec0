"""Reminder commands: what `province remind` does, and what it answers."""

import argparse
from datetime import datetime
from pathlib import Path

from province import dispatch
from province.dispatch import Order, find_last_week, load_letter_texts
from province.errors import OutsideError, UsageError
from province.files import write_whole
from province.ledger import reminders
from province.ledger.database import Database
from province.ledger.scope import Scope
from province.mail import is_address
from province.period import Period, parse_period
from province.reminder_sheet import write_sheet
from province.reminders import Silence
from province.schedules import SHELL


def remind(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    """Put a unit's letter into the outbox for each address, or keep it as a file.

    Raises:
        UsageError: The week or an address is none.
        OutsideError: The file can't be written.
    """
    period = _read_week(options.week, now)
    wrong = [one for one in options.to if not is_address(one)]
    if wrong:
        raise UsageError(f"'{wrong[0]}' is no mail address.")
    with database.reading() as connection:
        scope = Scope(unit=options.unit)
        silence = reminders.read_silence(connection, scope, period, now)
    made: list[int] = []
    if silence.points:
        order = Order(silence=silence, recipients=tuple(options.to), made_by=SHELL)
        with database.writing() as connection:
            made = dispatch.make_letters(connection, order, now)
    if options.out is not None:
        _write(options.out, silence)
    return {
        "week": period.week,
        "registered": silence.registered,
        "silent": silence.silent,
        "zero": silence.zero,
        "no_report": silence.no_report,
        "reminders": made,
    }


def _read_week(text: str | None, now: datetime) -> Period:
    if text is None:
        return find_last_week(now)
    period = parse_period({"week": text}, now)
    if period.week != text:
        raise UsageError(f"The week '{text}' is none such as 2026-W47.")
    return period


def _write(path: Path, silence: Silence) -> None:
    try:
        write_whole(path, write_sheet(silence.points, load_letter_texts()))
    except OSError as error:
        raise OutsideError(
            f"'{path}' can't be written: {error.strerror}. Give another file with --out."
        ) from error
