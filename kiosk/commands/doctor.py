"""Doctor: JSON lines of what was found for programs, Vietnamese and English for people."""

import argparse
from collections.abc import Mapping
from dataclasses import replace

import msgspec

from assets.folder import ASSETS
from kiosk.clock import system_clock
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import get_folder, load_settings
from kiosk.config import Config
from kiosk.doctor import Finding, Patient, examine, find_server
from kiosk.errors import KioskError, StorageError
from kiosk.machine import Computer
from kiosk.patient import Kept, Unopened
from kiosk.storage import (
    backup_record,
    clock,
    entries,
    opening,
    profiles,
    renewal,
    room,
    roster,
    schema,
    settings,
    slots,
)
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder, find_safes
from kiosk.sync.route import Route, plan
from kiosk.words import LANGUAGES

TAIL = 20_000
"""Links that are checked, as `status` does."""

Words = Mapping[str, Mapping[str, str]]


def run(options: argparse.Namespace) -> int:
    """Look at everything and change nothing; 0 where all is well, 1 otherwise."""
    findings, _ = look(options, Computer(get_folder(options)))
    tell(findings)
    return 0 if all(finding.ok for finding in findings) else 1


def look(
    options: argparse.Namespace,
    machine: Computer,
    *,
    cameras: tuple[str, ...] | None = None,
) -> tuple[list[Finding], Config]:
    """Return what was found, and the settings; `cameras` are opened in place of theirs."""
    folder = get_folder(options)
    managed, config = load_settings(options)
    kept = look_into(folder)
    server = find_server(kept, managed) if config.sync else ""
    patient = Patient(
        folder=folder.path,
        config=config if cameras is None else replace(config, camera=cameras),
        managed=managed,
        kept=kept,
        answer=machine.ask(server, _plan(config, kept)) if server else None,
        now=system_clock()().wall,
    )
    return examine(patient, machine), config


def _plan(config: Config, kept: Kept | Unopened) -> Route:
    enrolment = kept.enrolment if isinstance(kept, Kept) else None
    return plan(config, enrolment.ca if enrolment else b"")


def look_into(folder: Folder) -> Kept | Unopened:
    """Return what the database says, by a connection that can't write."""
    if not folder.database.exists() and not folder.slots.exists():
        return Unopened(is_new=True)
    try:
        held = slots.load(folder.slots)
        if not folder.database.exists():
            raise StorageError(f"Database {folder.database} is missing.")
        held = renewal.pick(held, folder.database)
        key = opening.require_key(held, find_safes(folder), folder.slots).key
        return _read(Database(folder.database, key.hex(), read_only=True), folder)
    except KioskError as error:
        return Unopened(is_new=False, sentence=str(error))
    except OSError as error:
        return Unopened(is_new=False, sentence=f"{folder.path}: {error.strerror}.")


def tell(findings: list[Finding]) -> None:
    """Print one line for each finding, and what people need of it."""
    vietnamese, english = (load_doctor_words(language) for language in LANGUAGES)
    for finding in findings:
        detail, fix = say(finding, english)
        print_line(
            {
                "check": finding.check.value,
                "ok": finding.ok,
                "code": finding.code,
                "detail": detail,
                "fix": fix,
            }
        )
        mark = "✓" if finding.ok else "✗"
        print_words(f"{mark} {_write_line(finding, vietnamese)}")
        print_words(f"  {_write_line(finding, english)}")


def say(finding: Finding, words: Words) -> tuple[str, str]:
    """Return what was found, and what to do about it (empty where all is well)."""
    name = f"{finding.check}.{finding.code}"
    detail = words["detail"][name].format(**finding.values)
    fix = words["fix"].get(name, "").format(**finding.values)
    return detail, fix


def load_doctor_words(language: str) -> Words:
    """Return the doctor's sentences in `language`."""
    source = ASSETS / "locale" / language / "doctor.json"
    return msgspec.json.decode(source.read_bytes(), type=dict[str, dict[str, str]])


def _write_line(finding: Finding, words: Words) -> str:
    detail, fix = say(finding, words)
    return f"{words['check'][finding.check]}: {detail} {fix}".rstrip()


def _read(database: Database, folder: Folder) -> Kept | Unopened:
    try:
        with database.read() as connection:
            revision = schema.read_revision(connection)
            schema.refuse_newer(folder.database, revision)
            if revision != schema.HEAD_REVISION:
                return Unopened(
                    is_new=False,
                    sentence=f"Schema {revision} is older than {schema.HEAD_REVISION}: "
                    "start the kiosk once, it brings the database up to date.",
                )
            head = entries.read_head(connection)
            return Kept(
                enrolment=settings.read_enrolment(connection),
                roster=roster.read_head(connection),
                clock=clock.read_state(connection, system_clock()()),
                chain=entries.find_chain_fault(connection, tail=TAIL),
                entries=head.position,
                pending=head.pending,
                refused=head.refused,
                profiles=tuple(profiles.read(connection).values()),
                backup=backup_record.read(connection),
                room=room.measure(connection, folder.database, system_clock()().wall),
            )
    finally:
        database.close()
