"""Running: what `kiosk run` needs with and without a window."""

import argparse
import atexit
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType

import msgspec

from kiosk.app import Road
from kiosk.commands.lines import print_words
from kiosk.commands.place import get_folder, load_settings, open_to_work
from kiosk.config import Config
from kiosk.errors import KioskError, OutsideError
from kiosk.managed import Managed, describe_fixed, read_enrol_code
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.scanner.framing import Terminator
from kiosk.scanner.reader import Gate, Reader
from kiosk.scanner.replay import ReplayReader
from kiosk.scanner.search import SearchingReader
from kiosk.scanner.way import Way
from kiosk.storage import lock, machine_mark, profiles
from kiosk.storage.damage import Damaged
from kiosk.storage.examination import examine
from kiosk.sync.route import plan

DEFAULT_GATE = "A"

SETTLED_WITHIN_S = 10.0
"""What a start loads once it is ready is waited for no longer, before it is frozen."""

USUAL_OBJECTS = 700
"""After so many new objects Python's garbage collector looks by itself."""


class RunsAlreadyError(OutsideError):
    """A kiosk runs on the data folder."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
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
        routed = msgspec.structs.replace(opened, route=plan(config))
        place = enrol_as_managed(wake(routed), managed, options.enrol_by)
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
                beside=partial(options.choose_beside, options, config, place),
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
    if isinstance(examine(folder), Damaged):
        options.mend(options, folder)


def wake(place: Place) -> Place:
    """Return the place, under a new epoch where its database was on another machine."""
    if not machine_mark.wake(place.database, machine_mark.name_machine(), place.now()):
        return place
    _tell(
        "kiosk: this database was on another machine before; its chain goes on under a "
        "new epoch. Where the other machine still runs, call the province."
    )
    return open_place(place.folder, place.database, place.now, place.route)


def enrol_as_managed(
    place: Place, managed: Managed, enrol: Callable[[Place, Managed, str], None]
) -> Place:
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
        enrol(place, managed, text)
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
    readers: list[Reader] = []
    if any(named.values()):
        readers += options.make_named_readers(named, gate, terminators=terminators)
    readers += [
        options.make_camera(text, gate) for text in options.camera or config.camera
    ]
    if options.replay is not None:
        readers.append(ReplayReader(options.replay, gate=gate))
    if readers or options.wedge:
        return readers
    find = partial(options.find_readers, terminators=terminators)
    return [SearchingReader(gate=gate, find=find)]


@contextmanager
def _hold_run_lock(place: Place) -> Iterator[None]:
    try:
        with lock.hold(place.folder.run_lock):
            yield
    except lock.HeldError as error:
        raise RunsAlreadyError(
            f"A kiosk already runs on {place.folder.path}: end it first, or name "
            "another folder with --data."
        ) from error
