"""Place: the open data folder of one kiosk, with the lane that works on it."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from kiosk.clock import ClockJudge, Instant
from kiosk.lane import Lane
from kiosk.storage import clock, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Enrolment, Identity
from kiosk.sync.route import Route
from kiosk.sync.rules import read_rules

if TYPE_CHECKING:  # they lend their types; no start sends
    from kiosk.sync.sender import Sender, SyncReport

_DIRECT = Route()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The open data folder of one kiosk."""

    folder: Folder
    database: Database
    identity: Identity
    enrolment: Enrolment | None
    now: Callable[[], Instant]
    route: Route = _DIRECT
    clock_judge: ClockJudge = msgspec.field(default_factory=ClockJudge)


def open_place(
    folder: Folder,
    database: Database,
    now: Callable[[], Instant],
    route: Route = _DIRECT,
) -> Place:
    """Return who and where the kiosk of an open database is."""
    with database.read() as connection:
        return Place(
            folder=folder,
            database=database,
            identity=settings.read_identity(connection),
            enrolment=settings.read_enrolment(connection),
            now=now,
            route=route,
            clock_judge=clock.read_judge(connection),
        )


def make_lane(place: Place) -> Lane:
    """Return the lane of `place`, with the roster that is in use."""
    with place.database.read() as connection:
        rules = read_rules(connection, place.folder)
    return Lane(
        place.database,
        place.identity.hash_key,
        rules,
        now=place.now,
        clock_judge=place.clock_judge,
    )


def make_sender(
    place: Place,
    enrolment: Enrolment,
    on_progress: "Callable[[SyncReport], None]",
    is_gate_busy: Callable[[], bool] = lambda: False,
) -> "Sender":
    """Return what `kiosk.sending` makes, which is loaded where something is sent."""
    sending = importlib.import_module("kiosk.sending")
    made: Sender = sending.make_sender(place, enrolment, on_progress, is_gate_busy)
    return made
