"""Place: the open data folder of one kiosk, with what works on it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.clock import Instant
from kiosk.lane import Lane
from kiosk.protocol import batch
from kiosk.roster import Roster, grade
from kiosk.storage import clock, entries, roster, settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.settings import Enrolment, Identity
from kiosk.storage.watch import WatchFolder, get_root_name
from kiosk.sync.roster import Source
from kiosk.sync.route import Route
from kiosk.sync.rules import read_rules
from kiosk.sync.sender import Sender, SyncReport
from kiosk.sync.transport import Transport
from kiosk.sync.uploader import Uploader
from kiosk.sync.watch import WatchSync
from kiosk.version import VERSION

STATUS_TAIL = 20_000
"""Links that `status` checks: 0.1 s, whatever the number of entries."""

_DIRECT = Route()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The open data folder of one kiosk."""

    folder: Folder
    database: Database
    identity: Identity
    enrolment: Enrolment | None
    now: Callable[[], Instant]
    route: Route = _DIRECT


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
        )


def make_lane(place: Place) -> Lane:
    """Return the lane of `place`, with the roster that is in use."""
    with place.database.read() as connection:
        rules = read_rules(connection, place.folder, place.now().boot)
    return Lane(place.database, place.identity.hash_key, rules, now=place.now)


def make_sender(
    place: Place, enrolment: Enrolment, on_progress: Callable[[SyncReport], None]
) -> Sender:
    """Return what moves the entries of `place` to its province."""
    route = replace(place.route, pinned_ca=enrolment.ca)
    transport = Transport(enrolment.url, route)
    uploader = Uploader(
        place.database,
        place.identity,
        transport,
        now=place.now,
        health=lambda pending: read_batch_health(place, pending),
    )
    return Sender(
        place.database,
        place.folder,
        enrolment,
        uploader,
        transport,
        make_watch_sync(place, transport),
        now=place.now,
        on_progress=on_progress,
    )


def make_watch_sync(place: Place, source: Source) -> WatchSync:
    """Return what brings the watch list of `place` from its province, or a stick."""
    folder = WatchFolder(place.folder.watch)
    return WatchSync(source, place.database, folder, place.identity)


def is_watch_current(place: Place, current: Roster | None) -> bool:
    """Say whether the watch list in use is the one that the roster names."""
    root = WatchFolder(place.folder.watch).read_root()
    return get_root_name(root) == (current.watch if current else "")


def read_batch_health(place: Place, pending: int) -> batch.Health:
    """Return what a batch says of how the kiosk is."""
    with place.database.read() as connection:
        current = roster.read_head(connection)
        clock_state = clock.read(connection, place.now().boot)
    return batch.Health(
        app_version=VERSION,
        clock=clock_state.value,
        pending=pending,
        roster_version=current.version if current else 0,
        disk_free=shutil.disk_usage(place.folder.path).free,
    )


def read_status(place: Place) -> dict[str, object]:
    """Return what `kiosk status` prints (cli.md)."""
    with place.database.read() as connection:
        head = entries.read_head(connection)
        waiting = entries.count_waiting(connection)
        current = roster.read_head(connection)
        policy_fault = roster.read_policy_fault(connection)
        chain = entries.find_chain_fault(connection, tail=STATUS_TAIL)
        clock_state = clock.read(connection, place.now().boot)
    now = place.now().wall
    age_s = None if current is None else int((now - current.issued_at).total_seconds())
    return {
        "entries": head.position - head.admin,
        "pending": waiting.pending,
        "settled": head.position - head.admin - waiting.pending - waiting.refused,
        "refused": waiting.refused,
        "chain": chain,
        "roster_age_s": age_s,
        "roster_state": grade(current, now).value,
        "policy_fault": policy_fault or None,
        "watch_current": is_watch_current(place, current),
        "clock": clock_state.value,
        "disk_free": shutil.disk_usage(place.folder.path).free,
        "kiosk_id": place.identity.kiosk_id if place.enrolment else None,
        "version": VERSION,
    }
