"""Salvage: look at every page and entry of the database, and recover what is damaged."""

import argparse
from contextlib import closing
from pathlib import Path

import msgspec

from kiosk.clock import system_clock
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import get_folder, open_to_look, read_route
from kiosk.errors import OutsideError
from kiosk.inquiry import inquire
from kiosk.place import Place
from kiosk.recovery import MendState, describe, mend, mend_if_damaged
from kiosk.sending import make_transport
from kiosk.storage import lost, refilling
from kiosk.storage.folder import Folder
from kiosk.storage.refilling import Inquired
from kiosk.sync.fault import Fault
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Print what was recovered and what is missing; exit 1 where anything is, or may be."""
    route = read_route(options)
    mended = mend(get_folder(options), options.upgrade, system_clock()())
    with open_to_look(options) as opened:
        place = msgspec.structs.replace(opened, route=route)
        asked = _ask_province(place)
        with place.database.read() as connection:
            missing = lost.count(connection)
            is_end_known = lost.is_end_known(connection)
            said = refilling.read(connection)
    report = {
        **(describe(mended) if mended else {"damage": None}),
        "missing": missing,
        "end_known": is_end_known,
        "province": None if said is None else _tell(said, asked=asked),
    }
    print_line(report)
    if options.report is not None:
        _write(options.report, report)
    tell(mended.state if mended else MendState.SOUND)
    return 0 if is_end_known and not missing else 1


def mend_and_tell(options: argparse.Namespace, folder: Folder) -> None:
    """Mend a database that looked damaged, before the gate opens, and say how it ended."""
    mended = mend_if_damaged(folder, options.upgrade, system_clock()())
    if mended is not None:
        tell(mended.state)


def tell(state: MendState) -> None:
    """Say in both languages how it ended, for people."""
    for language in LANGUAGES:
        print_words(load_words(language).say("salvage", state.value))


def _ask_province(place: Place) -> bool:
    """Ask what the province holds of what is missing; say whether it answered."""
    if place.enrolment is None:
        return False
    with closing(make_transport(place, place.enrolment)) as transport:
        answer: object = None
        while isinstance(answer := inquire(place, transport), Inquired):
            pass  # an answer holds so many; the rest is asked for again
    return not isinstance(answer, Fault)


def _tell(said: Inquired, *, asked: bool) -> dict[str, object]:
    return {
        "held": said.held,
        "put_back": said.put_back,
        "highest": said.highest,
        "asked": asked,
    }


def _write(path: Path, report: dict[str, object]) -> None:
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    except OSError as error:
        raise OutsideError(
            f"Report {path}: {error.strerror or error}. The database was mended all the "
            "same; the report stands beside the damaged files too."
        ) from error
