"""Kiosk commands: what `province kiosk` does, and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from province.errors import RefusedError, UsageError
from province.ledger import audit, kiosks
from province.ledger.audit import Note
from province.ledger.database import Database
from province.schedules import SHELL

Answer = Callable[[Mapping[str, object]], None]
LONGEST_REASON = 200
"""As the kiosk's page takes it."""
_ACTS = {"revoke": "kiosk_revoked", "restore": "kiosk_restored"}


def run(
    database: Database, options: argparse.Namespace, now: datetime, answer: Answer
) -> None:
    """List every kiosk, one a line, or change one.

    Raises:
        RefusedError: No kiosk with this id was ever enrolled.
        UsageError: The reason is too long.
    """
    if options.action == "list":
        _list(database, answer)
    else:
        answer(_change(database, options, now))


def _list(database: Database, answer: Answer) -> None:
    with database.reading() as connection:
        found = kiosks.list_kiosks(connection)
    for one in found:
        answer(
            {
                "kiosk": one.kiosk_id,
                "point": one.point_id,
                "gate": one.gate,
                "machine": one.machine,
                "enrolled_at": one.enrolled_at.isoformat(),
                "revoked_at": _tell(one.revoked_at),
                "last_contact": _tell(one.last_contact),
                "pending": one.last_pending,
            }
        )


def _change(
    database: Database, options: argparse.Namespace, now: datetime
) -> dict[str, object]:
    if len(options.reason) > LONGEST_REASON:
        raise UsageError(f"A reason has at most {LONGEST_REASON} letters.")
    with database.writing() as connection:
        if options.action == "restore":
            is_known, since = kiosks.restore(connection, options.kiosk), None
        else:
            since = kiosks.revoke(connection, options.kiosk, now)
            is_known = since is not None
        if is_known:
            _note(connection, options, now)
    if not is_known:
        raise RefusedError(
            f"No kiosk '{options.kiosk}' was ever enrolled here. "
            "'province kiosk list' tells which there are."
        )
    return {"kiosk": options.kiosk, "revoked_at": _tell(since)}


def _note(connection: Connection, options: argparse.Namespace, now: datetime) -> None:
    """Keep it as the page does; nobody is logged in, so the shell did it."""
    audit.append(
        connection,
        Note(
            at=now,
            user_name=SHELL,
            unit="",
            act=_ACTS[options.action],
            subject=options.kiosk,
            told={"reason": options.reason},
            remote=SHELL,
        ),
    )


def _tell(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
