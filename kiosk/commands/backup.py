"""Backup: a verified copy of the database on a card or second path, now."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import load_settings, open_to_look
from kiosk.errors import OutsideError, UsageError
from kiosk.place import Place
from kiosk.storage import slots
from kiosk.storage.backup import BackedUp, BackupFault, Wanted, back_up
from kiosk.storage.copying import Pace
from kiosk.storage.slots import SlotKind
from kiosk.words import LANGUAGES, load_words

REST = 1.0
"""Somebody waits for it, and a gate may be open beside it: half the time each."""

_ELSEWHERE = {SlotKind.PASSPHRASE, SlotKind.PROVINCE}
"""Slots that open a backup on another machine."""


def run(options: argparse.Namespace) -> int:
    """Back up, also beside a running kiosk, and print what was made."""
    to = _find_folder(options)
    wanted = Wanted(to=to, with_key_file=options.with_key_file)
    with open_to_look(options) as place, _stop_at_signals() as stop:
        pace = Pace(rest=REST, stop=stop)
        made = back_up(place.folder, place.database, wanted, at=place.now(), pace=pace)
        match made:
            case BackedUp():
                return _tell(place, made)
            case BackupFault():
                return _tell_fault(made)


def _find_folder(options: argparse.Namespace) -> Path:
    """Return the folder, made where only its own name is missing."""
    named: Path | None = options.to
    if named is None:
        configured = load_settings(options)[1].backup_dir
        if not configured:
            raise UsageError(
                "There is no folder to back up to: name one with --to, or set "
                "backup_dir in kiosk.toml."
            )
        return Path(configured)
    try:
        named.mkdir(exist_ok=True)
    except OSError as error:
        raise OutsideError(
            f"Folder {named}: {error.strerror or error}. "
            "Put the card in, or name a folder that is there with --to."
        ) from error
    return named


@contextmanager
def _stop_at_signals() -> Iterator[threading.Event]:
    """Let SIGTERM and SIGINT cancel; the former backups stay."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _tell(place: Place, made: BackedUp) -> int:
    print_line(
        {
            "backup": str(made.generation.path),
            "entries": made.head.position - made.head.admin,
            "pending": made.head.pending,
            "bytes": made.size,
            "verified": True,
            "dropped": made.dropped,
            "apart": made.is_apart,
            "key_file": made.has_key_file,
        }
    )
    if not made.is_apart:
        print_words(
            "kiosk: the backup is on the same disk as the data: a disk that dies takes both."
        )
    print_words(_tell_key(place, made))
    return 0


def _tell_key(place: Place, made: BackedUp) -> str:
    """Return in words what will open the backup."""
    if made.has_key_file:
        return (
            "kiosk: the key file is in it: whoever has this folder can read "
            "every entry. Lock it away."
        )
    kinds = {slot.kind for slot in slots.load(place.folder.slots).slots}
    if kinds & _ELSEWHERE:
        return (
            "kiosk: the key file is not in it: on another machine the recovery "
            "passphrase, or the province's recovery key, opens it."
        )
    return (
        "kiosk: on another machine NOTHING opens this backup yet: print a recovery "
        "passphrase with `kiosk keys add`, then back up again."
    )


def _tell_fault(fault: BackupFault) -> int:
    print_line({"backup": None, "verified": False, "fault": fault.value})
    for language in LANGUAGES:
        print_words(load_words(language).say("backup", fault.value))
    return 1 if fault is BackupFault.CANCELLED else 3
