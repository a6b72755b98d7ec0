"""Trace commands: what `province trace` and `province health-key` do, and what they answer."""

import argparse
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from province import join_key, tracing
from province.errors import RefusedError, UsageError
from province.keys import KeyFolder
from province.ledger import audit, cases, health_keys, users
from province.ledger.audit import Note
from province.ledger.cases import Case, Look
from province.ledger.database import Database
from province.ledger.health_keys import HealthKey
from province.ledger.users import User
from province.rights import Right, may
from province.tracing import Met, Sought, Way

Answer = Callable[[Mapping[str, Any]], None]
"""Prints one JSON object; `Any` because each command has its own keys."""
Tell = Callable[[str], None]

REMOTE = "shell"
"""Where an act of the audit came from that no browser did."""


def trace(
    database: Database,
    options: argparse.Namespace,
    now: datetime,
    answer: Answer,
    tell: Tell,
) -> bool:
    """Print whom a person met, a line each; say whether the person is known.

    Raises:
        UsageError: There is no such officer, no reason, or the period is none.
        RefusedError: The officer may not trace.
    """
    sought = _read_sought(options)
    tracing.check(sought, options.reason)
    secret = join_key.load(KeyFolder(options.data))
    left = tracing.catch_up(database, secret)
    if left:
        tell(f"{left} stretches of entries are not made stays of yet: ask again.")
    opened: list[tuple[Case, list[Met]]] = []
    with database.writing() as connection:
        officer = _find_officer(connection, options.officer)
        persons = tracing.find_persons(connection, secret, sought)
        if not persons:
            _note(connection, officer, now, "trace_found_nobody", "", way=sought.way)
            return False
        for person in tracing.group(sought, persons):
            case = tracing.open_case(
                connection,
                sought,
                person,
                reason=options.reason,
                made_by=(officer.name, officer.unit),
                now=now,
            )
            met = tracing.follow(connection, case).met
            told = {"contacts": len(met), "unmasked": options.unmasked}
            look = Look(at=now, user_name=officer.name, act="printed", told=told)
            cases.look(connection, case.case_id, look)
            _note(connection, officer, now, "case_opened", case.case_id, **told)
            opened.append((case, met))
    for case, met in opened:
        _print(case, met, answer, tell, is_masked=not options.unmasked)
    return True


def change_keys(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> Mapping[str, Any]:
    """Add, list or revoke keys of the health department; `Any` as JSON has it."""
    match options.action:
        case "add":
            return _add_key(database, options, now, tell)
        case "revoke":
            with database.writing() as connection:
                if not health_keys.revoke(connection, options.key, now):
                    raise UsageError(f"There is no key '{options.key}' in use.")
            return {"revoked": options.key}
        case _:
            with database.reading() as connection:
                listed = health_keys.list_keys(connection)
            return {"keys": [_describe_key(key) for key in listed]}


def _add_key(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> Mapping[str, Any]:
    if not options.name.strip():
        raise UsageError("Name the program that the key is for.")
    secret = secrets.token_urlsafe(32)
    key = HealthKey(
        key_id=f"H{secrets.token_hex(4)}",
        name=options.name.strip(),
        unit=options.unit,
        made_at=now,
    )
    with database.writing() as connection:
        health_keys.add(connection, key, secret)
    tell("The key is shown only now; the province keeps its hash.")
    return {"key": key.key_id, "secret": secret}


def _describe_key(key: HealthKey) -> dict[str, object]:
    return {
        "key": key.key_id,
        "name": key.name,
        "unit": key.unit,
        "made_at": key.made_at.isoformat(),
        "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
        "used_at": key.used_at.isoformat() if key.used_at else None,
    }


def _read_sought(options: argparse.Namespace) -> Sought:
    given = {
        Way.DOCUMENT: options.document,
        Way.PHONE: options.phone,
        Way.NAME: options.name,
    }
    named = [(way, value) for way, value in given.items() if value]
    if len(named) != 1:
        raise UsageError("Give one of --document, --phone and --name.")
    return Sought(
        way=named[0][0],
        value=named[0][1],
        birth_date=options.birth_date,
        period=(
            tracing.parse_moment(options.since, "--from"),
            tracing.parse_moment(options.until, "--until", is_end=True),
        ),
        window=timedelta(minutes=options.window),
    )


def _find_officer(connection: Connection, name: str) -> User:
    officer = users.find(connection, name)
    if officer is None or officer.disabled_at is not None:
        raise UsageError(
            f"There is no officer '{name}'. Add one with "
            "'province user add NAME --role health'."
        )
    if not may(officer.role, Right.TRACE):
        raise RefusedError(
            f"'{name}' has the role '{officer.role}', which may not trace. "
            "Name an officer of the role 'health'."
        )
    return officer


def _note(
    connection: Connection,
    officer: User,
    now: datetime,
    act: str,
    subject: str,
    **told: str | int | bool,
) -> None:
    audit.append(
        connection,
        Note(
            at=now,
            user_name=officer.name,
            unit=officer.unit,
            act=act,
            subject=subject,
            told=told,
            remote=REMOTE,
        ),
    )


def _print(
    case: Case, met: list[Met], answer: Answer, tell: Tell, *, is_masked: bool
) -> None:
    tell(f"Case {case.case_id}: {len(met)} contacts.")
    for one in met:
        person = tracing.hide(one.person) if is_masked else one.person
        answer(
            {
                "document": person.document,
                "name": person.name,
                "phone": person.phone,
                "point": one.point_id,
                "since": one.since.isoformat(),
                "overlap_min": one.overlap_min,
                "confidence": one.sureness.code,
                "reasons": [str(reason) for reason in one.reasons],
                "case": case.case_id,
            }
        )
