"""Roster: keys, lists and policy taken from a folder or the province's address."""

import argparse
import secrets
from pathlib import Path
from threading import Event

import msgspec

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look, read_route
from kiosk.errors import OutsideError, ProvinceError, UsageError
from kiosk.neighbours import register
from kiosk.place import Place
from kiosk.roster import grade
from kiosk.sending import is_watch_current, make_watch_sync
from kiosk.storage import roster as stored
from kiosk.sync import lease, roster
from kiosk.sync.enrolment import is_safe_address
from kiosk.sync.fault import Distrust, Fault, FaultClass
from kiosk.sync.files import RosterFiles
from kiosk.sync.roster import Delivered, Source
from kiosk.sync.transport import Transport
from kiosk.words import load_words

WAIT_S = 0.2
TURNS = 50
"""Ten seconds for a sender that is at work; it gives the lease back after each run."""


def run(options: argparse.Namespace) -> int:
    """Take the roster that `--from` names, and print which one is in use."""
    with open_to_look(options) as opened:
        place = msgspec.structs.replace(opened, route=read_route(options))
        if options.from_ is not None:
            _take(place, options.from_)
        print_line(describe(place))
    return 0


def describe(place: Place) -> dict[str, object]:
    """Return the keys of cli.md for the roster in use."""
    with place.database.read() as connection:
        current = stored.read_head(connection)
        fault = stored.read_policy_fault(connection)
        files = stored.list_files(connection)
    return {
        "version": current.version if current else 0,
        "state": grade(current, place.now().wall).value,
        "expires_at": current.expires_at.isoformat() if current else None,
        "files": files,
        "policy_fault": fault or None,
        "watch_current": is_watch_current(place, current),
    }


def _take(place: Place, source: str) -> None:
    if place.enrolment is None:
        raise UsageError(
            "This kiosk is not enrolled, so there is no root of trust that a roster "
            "could be verified by: run `kiosk enrol` with the province's code first."
        )
    owner = secrets.token_hex(8)
    _wait_for_turn(place, owner)
    try:
        fetched = _fetch(place, source, place.enrolment.root)
        if isinstance(fetched, Fault):
            if fetched.distrust is not None:
                print_line({**describe(place), "distrust": fetched.distrust.value})
            raise ProvinceError(_tell(source, fetched))
        roster.swap(place.database, fetched)
        if "://" not in source:  # over a network the running kiosk asks by itself
            register.fetch(
                RosterFiles(_find_folder(source)), place.database, place.identity
            )
    finally:
        with place.database.write() as connection:
            lease.give_back(connection, owner)


def _wait_for_turn(place: Place, owner: str, *, turns: int = TURNS) -> None:
    """Keep out of a sender's way: both write TUF's files."""
    pause = Event()
    for _ in range(turns):
        now_us = int(place.now().wall.timestamp() * 1_000_000)
        with place.database.write() as connection:
            if lease.take(connection, owner, now_us):
                return
        pause.wait(WAIT_S)
    raise OutsideError(
        "Another program is talking to the province for this kiosk: try again in a "
        "minute. The roster in use stays."
    )


def _fetch(place: Place, source: str, root: bytes) -> Delivered | Fault:
    if "://" not in source:
        return _fetch_from(RosterFiles(_find_folder(source)), place, root)
    if not is_safe_address(source):
        raise UsageError(
            f"The address '{source}' is not https: only https is used, and plain http "
            "to this machine itself."
        )
    transport = Transport(source, place.route)
    try:
        return _fetch_from(transport, place, root)
    finally:
        transport.close()


def _fetch_from(source: Source, place: Place, root: bytes) -> Delivered | Fault:
    """Fetch the roster, and the watch list that it names; without it the old one stays."""
    fetched = roster.fetch(source, place.folder.roster, root)
    if isinstance(fetched, Fault):
        return fetched
    done = make_watch_sync(place, source).take(fetched.head.watch, lambda: True)
    if isinstance(done, Fault):
        print_words(
            f"kiosk: the watch list of before stays ({done.detail}): bring a whole "
            "one, exported after this kiosk was enrolled."
        )
    return fetched


def _find_folder(source: str) -> Path:
    folder = Path(source)
    if not (folder / "metadata").is_dir():
        raise OutsideError(
            f"There is no roster in '{source}': name the folder that "
            "`province roster export` wrote. The roster in use stays."
        )
    return folder


def _tell(source: str, fault: Fault) -> str:
    if fault.distrust is None:
        told = _ADVICE.get(fault.fault_class, "Try again, or bring it on a stick.")
    else:
        words = load_words("en").say("distrust", fault.distrust)
        told = f"{words} {_TRUST_ADVICE[fault.distrust]}"
    return (
        f"The roster from '{source}' is not taken ({fault.detail}). "
        f"{told} The roster in use stays."
    )


_AGAIN = "Copy it again, else have the province export a new one."
_ADVICE = {FaultClass.NO_LINK: "Look at the stick or the network, and try again."}
_TRUST_ADVICE = {
    Distrust.ROLLED_BACK: "Have the province export a new one.",
    Distrust.EXPIRED: "Look at the clock, else have the province export a new one.",
    Distrust.ALTERED: f"{_AGAIN} Do not trust where this one came from.",
    Distrust.NOT_SIGNED: "Do not trust where this one came from; ask your province.",
    Distrust.INCOMPLETE: _AGAIN,
    Distrust.UNREADABLE: _AGAIN,
}
