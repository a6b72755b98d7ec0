"""Running: what `kiosk run` needs with and without a window."""

import argparse
import atexit
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock, Timeout

from kiosk.app import Beside, Road
from kiosk.clock import system_clock
from kiosk.commands.lines import print_words
from kiosk.commands.place import get_folder, load_settings, open_to_work, read_terms
from kiosk.commands.salvage import tell as tell_mended
from kiosk.config import Config
from kiosk.disposal import Disposed, purge_nightly
from kiosk.errors import KioskError, OutsideError
from kiosk.inquiry import inquire_on
from kiosk.managed import (
    Managed,
    describe_fixed,
    read_enrol_code,
    refuse_other_server,
)
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.recovery import mend_if_damaged, watch_over
from kiosk.safekeeping import Plan, keep_safe
from kiosk.scanner.framing import Terminator
from kiosk.scanner.named import make_named_readers
from kiosk.scanner.option import Way
from kiosk.scanner.reader import Gate, Reader
from kiosk.scanner.replay import ReplayReader
from kiosk.scanner.search import SearchingReader, find_readers
from kiosk.storage import machine_mark, profiles
from kiosk.sync import enrolment
from kiosk.sync.route import plan
from kiosk.version import VERSION

DEFAULT_GATE = "A"

USUAL_OBJECTS = 700
"""After so many new objects Python's garbage collector looks by itself."""


class RunsAlreadyError(OutsideError):
    """A kiosk runs on the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A road that is about to run, and what its window shows of the place."""

    road: Road
    readers: Sequence[Reader]
    gate: Gate
    title: str
    config: Config
    place: Place


@contextmanager
def open_road(options: argparse.Namespace) -> Iterator[Running]:
    """Open the place, take its run lock and compose the road."""
    managed, config = load_settings(options)
    _tell(describe_fixed(managed))
    _mend(options)
    with open_to_work(options) as opened, _hold_run_lock(opened):
        routed = replace(opened, route=plan(config))
        place = enrol_as_managed(wake(routed), managed)
        gate = choose_gate(options, config, place)
        readers = choose_readers(options, config, gate, terminators=read_taught(place))
        sync = config.sync and not options.no_sync
        yield Running(
            road=Road(
                place,
                readers,
                sync=sync,
                night_hour=None if config.night_hour == "off" else config.night_hour,
                neighbours=options.make_neighbours(place, asks=sync)
                if config.neighbours and place.enrolment
                else None,
                keeps_reserve=True,
                beside={
                    **choose_beside(config, place),
                    **choose_care(place),
                    "disposal": choose_disposal(options, config, place),
                },
            ),
            readers=readers,
            gate=gate,
            title=place.enrolment.point_name if place.enrolment else "",
            config=config,
            place=place,
        )


def _mend(options: argparse.Namespace) -> None:
    """Mend the database where it is damaged: a gate that opens is worth some seconds."""
    folder = get_folder(options)
    mended = mend_if_damaged(folder, options.upgrade, system_clock()())
    if mended is not None:
        tell_mended(mended.state)


def choose_care(place: Place) -> Mapping[str, Beside]:
    """Return what looks after the database beside the road, and asks for what it lost."""
    return {
        "scrub": partial(watch_over, place.folder, place.database, place.now),
        "inquiry": partial(inquire_on, place),
    }


def wake(place: Place) -> Place:
    """Return the place, under a new epoch where its database was on another machine."""
    if not machine_mark.wake(place.database, machine_mark.name_machine(), place.now()):
        return place
    _tell(
        "kiosk: this database was on another machine before; its chain goes on under a "
        "new epoch. Where the other machine still runs, call the province."
    )
    return open_place(place.folder, place.database, place.now, place.route)


def choose_beside(config: Config, place: Place) -> Mapping[str, Beside]:
    """Return what runs beside the road: backups, where they have a folder."""
    if not config.backup_dir:
        return {}
    plan = Plan(to=Path(config.backup_dir), every=timedelta(hours=config.backup_hours))
    return {"backup": partial(keep_safe, place, plan)}


def choose_disposal(
    options: argparse.Namespace, config: Config, place: Place
) -> Beside:
    """Return what destroys contents past their time, and carries what was not sent."""
    card = Path(config.backup_dir) if config.backup_dir else None
    return partial(
        purge_nightly,
        place.database,
        now=place.now,
        hour=0 if config.night_hour == "off" else config.night_hour,
        find_terms=partial(read_terms, place),
        on_done=partial(_carry, options, place, card),
        card=card,
    )


def _carry(
    options: argparse.Namespace, place: Place, card: Path | None, disposed: Disposed
) -> None:
    """Bundle what is overdue; what that needs is not loaded where nothing is."""
    if disposed.overdue or place.folder.overdue.exists():
        options.carry(place, disposed.plan, card)


def enrol_as_managed(place: Place, managed: Managed) -> Place:
    """Return the place, enrolled with the policy's code where it was not yet.

    What keeps it from that is told, and never keeps the gate from opening: the
    next start tries again. The recovery passphrase is not printed, as it would
    end in a log; the province's recovery key opens the database too.
    """
    if place.enrolment is not None:
        return place
    try:
        text = read_enrol_code(managed)
        if text is None:
            return place
        code = enrolment.read_code(text)
        refuse_other_server(managed, code.url)
        enrolment.enrol(place.database, place.folder, code, VERSION, route=place.route)
    except KioskError as error:
        _tell(f"kiosk: not enrolled yet. {error}")
    return open_place(place.folder, place.database, place.now, place.route)


def _tell(sentence: str) -> None:
    if sentence:
        print_words(sentence)


def freeze_start() -> None:
    """Take what the start left in memory out of the garbage collector's rounds.

    A full round over it stops every thread for 40 ms (measured while 100,000
    entries drained: the window's worst frame was 41 ms late, and 8 ms after).
    From then on it looks as often as ever, which it does not while a kiosk starts.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(USUAL_OBJECTS)
    atexit.register(gc.unfreeze)  # else zxing-cpp prints of leaks at the end


def choose_gate(options: argparse.Namespace, config: Config, place: Place) -> Gate:
    """Return the gate of readers that name none: option, config, enrolment, `A`."""
    enrolled = place.enrolment.gate if place.enrolment else ""
    return Gate(
        name=options.gate or config.gate or enrolled or DEFAULT_GATE,
        direction=Direction(options.direction or config.direction),
    )


def read_taught(place: Place) -> Mapping[str, Terminator]:
    """Return what the readers were taught to end their codes with."""
    with place.database.read() as connection:
        return profiles.read_terminators(connection)


def choose_readers(
    options: argparse.Namespace,
    config: Config,
    gate: Gate,
    *,
    terminators: Mapping[str, Terminator] = MappingProxyType({}),
) -> Sequence[Reader]:
    """Return the readers that are named, or else those that are found."""
    named = {
        Way.SERIAL: options.serial or config.serial,
        Way.EVDEV: options.evdev or config.evdev,
        Way.HIDRAW: options.hidraw or config.hidraw,
        Way.RAWINPUT: options.rawinput or config.rawinput,
    }
    readers = make_named_readers(named, gate, terminators=terminators)
    readers += [
        options.make_camera(text, gate) for text in options.camera or config.camera
    ]
    if options.replay is not None:
        readers.append(ReplayReader(options.replay, gate=gate))
    if readers or options.wedge:
        return readers
    find = partial(find_readers, terminators=terminators)
    return [SearchingReader(gate=gate, find=find)]


@contextmanager
def _hold_run_lock(place: Place) -> Iterator[None]:
    try:
        with FileLock(place.folder.run_lock, timeout=0):
            yield
    except Timeout as error:
        raise RunsAlreadyError(
            f"A kiosk already runs on {place.folder.path}: end it first, or name "
            "another folder with --data."
        ) from error
