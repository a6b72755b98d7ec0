"""Purge: retention now, or what it would do."""

import argparse
import signal
import threading
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import load_settings, open_to_look
from kiosk.commands.terms import read_terms
from kiosk.disposal import SHARE, Disposed, dispose, look_ahead
from kiosk.retention import PurgeState
from kiosk.storage import lock
from kiosk.storage.folder import Folder
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Purge and print what went; exit 1 where it waits for the clock."""
    _, config = load_settings(options)
    card = Path(config.backup_dir) if config.backup_dir else None
    with open_to_look(options) as place:
        terms = read_terms(place)
        if options.dry_run:
            return _tell(look_ahead(place.database, terms, place.now(), card=card))
        stop = _stop_at_signals()
        disposed = dispose(
            place.database,
            terms,
            now=place.now,
            wait=stop.wait,
            share=SHARE if _is_running(place.folder) else 0,
            card=card,
        )
        options.carry(place, disposed.plan, card)
        return _tell(disposed)


def _is_running(folder: Folder) -> bool:
    """Say whether a kiosk works there, which a purge must not slow down."""
    try:
        with lock.hold(folder.run_lock):
            return False
    except lock.HeldError:
        return True


def _stop_at_signals() -> threading.Event:
    """Return what SIGTERM and SIGINT set: the step under way is ended, no more begun."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _tell(disposed: Disposed) -> int:
    until = disposed.until
    print_line(
        {
            "purged": disposed.destroyed.purged,
            "kept_pending": disposed.overdue,
            "unsettled": disposed.destroyed.unsettled,
            "copies": disposed.copies,
            "copies_held": disposed.copies_held,
            "until": None if until is None else until.isoformat(timespec="seconds"),
            "state": disposed.state.value,
        }
    )
    if disposed.state is PurgeState.WHOLE:
        return 0
    for language in LANGUAGES:
        print_words(load_words(language).say("purge", disposed.state.value))
    return 1
