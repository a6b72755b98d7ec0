"""Export: write entries to a folder or stick, read back and verified."""

import argparse
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import name_user, open_to_look
from kiosk.errors import OutsideError
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request, Watching, run_export
from kiosk.export.period import parse_period
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Export and print what was written; the passphrase of a ZIP only here."""
    kind = ExportKind(options.format)
    period = parse_period(options.from_, options.until)
    request = Request(
        kind=kind,
        folder=_find_folder(options.to),
        period=period,
        who=name_user(),
        # A bundle without days is what the province still lacks (cli.md).
        unsettled=options.unsent
        or (kind is ExportKind.BUNDLE and period.is_everything),
    )
    with open_to_look(options) as place, _stop_at_signals() as stop:
        ended = run_export(place, request, Watching(is_cancelled=stop.is_set))
    match ended:
        case Exported():
            return _tell(ended)
        case ExportFault():
            return _tell_fault(ended)


def _find_folder(folder: Path) -> Path:
    """Return the folder, made where only its own name is missing."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutsideError(
            f"Folder {folder}: {error.strerror or error}. "
            "Put the stick in, or name a folder that is there with --to."
        ) from error
    return folder


@contextmanager
def _stop_at_signals() -> Iterator[threading.Event]:
    """Let SIGTERM and SIGINT cancel, so that nothing half-written is left."""
    stop = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: stop.set()) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _tell(done: Exported) -> int:
    answer: dict[str, object] = {
        "file": str(done.written.path),
        "rows": done.rows,
        "sha256": done.written.sha256,
        "verified": True,
        "ejected": bool(done.ejected),
        "unsent": done.unsent,
    }
    if done.passphrase is not None:
        answer["passphrase"] = done.passphrase
    print_line(answer)
    if done.ejected is False:
        print_words("kiosk: verified; eject the stick before you pull it out.")
    return 0


def _tell_fault(fault: ExportFault) -> int:
    print_line(
        {
            "file": None,
            "rows": 0,
            "sha256": None,
            "verified": False,
            "ejected": False,
            "fault": fault.value,
        }
    )
    for language in LANGUAGES:
        print_words(load_words(language).say("export", fault.value))
    return 1 if fault is ExportFault.CANCELLED else 3
