"""Command line: one dispatch table, the only place that imports late.

What a command does not need is not loaded: `status` never sees Qt, and
nothing but a first start sees Alembic.
"""

import argparse
import gc
import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kiosk.errors import KioskError
from kiosk.log import start_log
from kiosk.options import parse

if TYPE_CHECKING:
    from contextlib import ExitStack
    from pathlib import Path

    from kiosk.app import Beside
    from kiosk.commands.running import Running
    from kiosk.config import Config
    from kiosk.managed import Managed
    from kiosk.neighbours.neighbours import Neighbours
    from kiosk.payload import Payload
    from kiosk.place import Place
    from kiosk.scanner.framing import Terminator
    from kiosk.scanner.reader import Gate, Reader
    from kiosk.scanner.way import Way
    from kiosk.storage.connection import Connection
    from kiosk.storage.deadlines import Plan
    from kiosk.storage.folder import Folder
    from kiosk.ui.admin_calls import Admin, PictureTrouble
    from kiosk.ui.behind import Open
    from kiosk.ui.picture_desk import Sighted
    from kiosk.ui.setup.calls import CheckShown, SetupAnswer, SetupRequest

log = logging.getLogger(__name__)

BUG_EXIT = 70

START_OBJECTS = 100_000
"""After so many new objects the garbage collector looks while a kiosk starts. What a start makes
stays: rounds after every 700, Python's own, were a tenth of its CPU."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that was asked for and return its exit code."""
    os.umask(0o077)  # what a kiosk writes is its owner's alone
    options = parse(arguments)
    lend(options)
    start_log(verbose=options.verbose)
    try:
        return COMMANDS[options.command](options)
    except KioskError as error:
        sys.stderr.write(f"kiosk: {error}\n")
        return error.exit_code
    except Exception:  # the process's boundary: the bug is reported
        log.exception("%s ended by a bug", options.command)
        return BUG_EXIT


def lend(options: argparse.Namespace) -> None:
    """Lend a command what it may need and does not load itself."""
    options.upgrade = _upgrade
    options.load_behind = _load_behind
    options.open_admin = _open_admin
    options.examine = _examine
    options.make_camera = _make_camera
    options.make_neighbours = _make_neighbours
    options.carry = _carry
    options.mend = _mend
    options.choose_beside = _choose_beside
    options.enrol_by = _enrol_by
    options.find_readers = _find_readers
    options.make_named_readers = _make_named_readers


def _upgrade(connection: "Connection") -> None:
    from kiosk.storage.migration import upgrade

    upgrade(connection)


def _open_admin(
    place: "Place",
    submit: "Callable[[Payload], None]",
    gate: "Gate",
    *,
    set_up: "Callable[[SetupRequest], SetupAnswer]",
) -> "Admin":
    from kiosk.ui.admin_desk import AdminDesk
    from kiosk.ui.picture_desk import PictureDesk

    return AdminDesk(place, PictureDesk(submit, gate, _read_codes), set_up=set_up)


def _load_behind(
    options: argparse.Namespace, running: "Running", opened: "ExitStack"
) -> "Open":
    from kiosk.commands.behind import prepare

    return prepare(options, running, opened)


def _examine(options: argparse.Namespace) -> "tuple[CheckShown, ...]":
    from kiosk.commands.checkup import examine

    return examine(options)


def _read_codes(picture: bytes) -> "Sighted | PictureTrouble":
    from kiosk.ui.picture_codes import read_codes

    return read_codes(picture)


def _make_camera(text: str, gate: "Gate") -> "Reader":
    from kiosk.scanner.camera import make_camera

    return make_camera(text, gate)


def _make_neighbours(place: "Place", *, asks: bool) -> "Neighbours":
    from kiosk.neighbours.discovery import Discovery
    from kiosk.neighbours.mailbox import Mailbox
    from kiosk.neighbours.neighbours import Neighbours

    return Neighbours(place, Mailbox(), Discovery, asks=asks)


def _carry(place: "Place", plan: "Plan", card: "Path | None") -> "Path | None":
    from kiosk.export.overdue import carry

    return carry(place, plan, card)


def _mend(options: argparse.Namespace, folder: "Folder") -> None:
    from kiosk.commands.salvage import mend_and_tell

    mend_and_tell(options, folder)


def _choose_beside(
    options: argparse.Namespace, config: "Config", place: "Place"
) -> "Mapping[str, Beside]":
    from kiosk.commands.beside import choose

    return choose(options, config, place)


def _enrol_by(place: "Place", managed: "Managed", text: str) -> None:
    from kiosk.commands.enrol import enrol_by_policy

    enrol_by_policy(place, managed, text)


def _find_readers(
    gate: "Gate", terminators: "Mapping[str, Terminator]"
) -> "list[Reader]":
    from kiosk.scanner.attached import find_readers

    return find_readers(gate, terminators)


def _make_named_readers(
    named: "Mapping[Way, Iterable[str]]",
    default: "Gate",
    *,
    terminators: "Mapping[str, Terminator]",
) -> "list[Reader]":
    from kiosk.scanner.named import make_named_readers

    return make_named_readers(named, default, terminators=terminators)


def _run(options: argparse.Namespace) -> int:
    usual = gc.get_threshold()
    gc.set_threshold(START_OBJECTS)
    try:
        return _run_as_named(options)
    finally:
        gc.set_threshold(*usual)


def _run_as_named(options: argparse.Namespace) -> int:
    from kiosk.commands.place import load_settings

    if options.headless or load_settings(options)[1].headless:
        from kiosk.commands import headless

        return headless.run(options)
    from kiosk.commands import window

    return window.run(options)


def _check(options: argparse.Namespace) -> int:
    from kiosk.commands import check

    if options.data is None:  # then no database is opened, nor loaded
        return check.run(options)
    from kiosk.commands.place import read_rules_in_use

    return check.run(options, read_rules_in_use(options))


def _read(options: argparse.Namespace) -> int:
    from kiosk.commands import read

    return read.run(options)


def _enrol(options: argparse.Namespace) -> int:
    from kiosk.commands import enrol

    return enrol.run(options)


def _sync(options: argparse.Namespace) -> int:
    from kiosk.commands import sync

    return sync.run(options)


def _status(options: argparse.Namespace) -> int:
    from kiosk.commands import status

    return status.run(options)


def _void(options: argparse.Namespace) -> int:
    from kiosk.commands import acts

    return acts.void(options)


def _settle(options: argparse.Namespace) -> int:
    from kiosk.commands import acts

    return acts.settle(options)


def _keys(options: argparse.Namespace) -> int:
    from kiosk.commands import keys

    return keys.run(options)


def _pin(options: argparse.Namespace) -> int:
    from kiosk.commands import pin

    return pin.run(options)


def _doctor(options: argparse.Namespace) -> int:
    if options.screen_only:
        from kiosk.ui import probe

        return probe.run()
    if options.camera_only:
        from kiosk.scanner import camera_probe

        return camera_probe.run(options.camera_only)
    from kiosk.commands import doctor

    return doctor.run(options)


def _hosts(options: argparse.Namespace) -> int:
    from kiosk.commands import hosts

    return hosts.run(options)


def _export(options: argparse.Namespace) -> int:
    from kiosk.commands import export

    return export.run(options)


def _verify(options: argparse.Namespace) -> int:
    from kiosk.commands import verify

    return verify.run(options)


def _receipts(options: argparse.Namespace) -> int:
    from kiosk.commands import receipts

    return receipts.run(options)


def _roster(options: argparse.Namespace) -> int:
    from kiosk.commands import roster

    return roster.run(options)


def _backup(options: argparse.Namespace) -> int:
    from kiosk.commands import backup

    return backup.run(options)


def _restore(options: argparse.Namespace) -> int:
    from kiosk.commands import restore

    return restore.run(options)


def _trust(options: argparse.Namespace) -> int:
    from kiosk.commands import trust

    return trust.run(options)


def _purge(options: argparse.Namespace) -> int:
    from kiosk.commands import purge

    return purge.run(options)


def _salvage(options: argparse.Namespace) -> int:
    from kiosk.commands import salvage

    return salvage.run(options)


def _words(options: argparse.Namespace) -> int:
    from kiosk.commands import words

    return words.run(options)


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "check": _check,
    "read": _read,
    "enrol": _enrol,
    "sync": _sync,
    "status": _status,
    "void": _void,
    "settle": _settle,
    "keys": _keys,
    "pin": _pin,
    "doctor": _doctor,
    "hosts": _hosts,
    "export": _export,
    "verify": _verify,
    "receipts": _receipts,
    "roster": _roster,
    "backup": _backup,
    "restore": _restore,
    "trust": _trust,
    "purge": _purge,
    "salvage": _salvage,
    "words": _words,
}
