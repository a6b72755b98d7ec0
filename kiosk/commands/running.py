"""Running: what `kiosk run` needs with and without a window."""

import argparse
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from filelock import FileLock, Timeout

from kiosk.app import Road
from kiosk.commands.lines import print_words
from kiosk.commands.place import get_folder, open_to_work
from kiosk.config import Config, load_config
from kiosk.errors import KioskError, OutsideError
from kiosk.managed import (
    Managed,
    apply,
    describe_fixed,
    load_managed,
    read_enrol_code,
    refuse_other_server,
)
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.scanner.option import parse_serial_option
from kiosk.scanner.reader import Gate, Reader
from kiosk.scanner.replay import ReplayReader
from kiosk.scanner.search import SearchingReader
from kiosk.scanner.serial import SerialReader
from kiosk.sync import enrolment
from kiosk.version import VERSION

DEFAULT_GATE = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A road that is about to run, and what its window shows of the place."""

    road: Road
    gate: Gate
    title: str
    config: Config
    place: Place


@contextmanager
def open_road(options: argparse.Namespace) -> Iterator[Running]:
    """Open the place, take its run lock and compose the road."""
    managed = load_managed(options.policy)
    config = apply(managed, load_config(get_folder(options).config))
    _tell(describe_fixed(managed))
    with open_to_work(options) as opened, _hold_run_lock(opened):
        place = enrol_as_managed(opened, managed)
        gate = choose_gate(options, config, place)
        yield Running(
            road=Road(
                place,
                choose_readers(options, config, gate),
                sync=config.sync and not options.no_sync,
            ),
            gate=gate,
            title=place.enrolment.point_name if place.enrolment else "",
            config=config,
            place=place,
        )


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
        enrolment.enrol(place.database, place.folder, code, VERSION)
    except KioskError as error:
        _tell(f"kiosk: not enrolled yet. {error}")
    return open_place(place.folder, place.database, place.now)


def _tell(sentence: str) -> None:
    if sentence:
        print_words(sentence)


def freeze_start() -> None:
    """Take what the start left in memory out of the garbage collector's rounds.

    A full round over it stops every thread for 40 ms (measured while 100,000
    entries drained: the window's worst frame was 41 ms late, and 8 ms after).
    """
    gc.collect()
    gc.freeze()


def choose_gate(options: argparse.Namespace, config: Config, place: Place) -> Gate:
    """Return the gate of readers that name none: option, config, enrolment, `A`."""
    enrolled = place.enrolment.gate if place.enrolment else ""
    return Gate(
        name=options.gate or config.gate or enrolled or DEFAULT_GATE,
        direction=Direction(options.direction or config.direction),
    )


def choose_readers(
    options: argparse.Namespace, config: Config, gate: Gate
) -> Sequence[Reader]:
    """Return the readers that are named, or else those that are found."""
    readers: list[Reader] = [
        _make_serial(text, gate) for text in options.serial or config.serial
    ]
    if options.replay is not None:
        readers.append(ReplayReader(options.replay, gate=gate))
    if readers or options.wedge:
        return readers
    return [SearchingReader(gate=gate)]


def _make_serial(text: str, gate: Gate) -> SerialReader:
    option = parse_serial_option(text, gate)
    return SerialReader(option.path, gate=option.gate, baud=option.baud)


@contextmanager
def _hold_run_lock(place: Place) -> Iterator[None]:
    try:
        with FileLock(place.folder.run_lock, timeout=0):
            yield
    except Timeout as error:
        raise OutsideError(
            f"A kiosk already runs on {place.folder.path}: end it first, or name "
            "another folder with --data."
        ) from error
