"""Sending: what moves the entries of a place to its province."""

import shutil
from collections.abc import Callable
from dataclasses import replace

from kiosk.place import Place
from kiosk.protocol import batch
from kiosk.roster import Roster
from kiosk.storage import clock, reader_faults, roster
from kiosk.storage.settings import Enrolment
from kiosk.storage.watch import WatchFolder, get_root_name
from kiosk.sync.roster import Source
from kiosk.sync.sender import Sender, SyncReport
from kiosk.sync.transport import Transport
from kiosk.sync.uploader import Uploader
from kiosk.sync.watch import WatchSync
from kiosk.version import VERSION


def make_sender(
    place: Place,
    enrolment: Enrolment,
    on_progress: Callable[[SyncReport], None],
    is_gate_busy: Callable[[], bool] = lambda: False,
) -> Sender:
    """Return what moves the entries of `place` to its province, slower while people pass."""
    transport = make_transport(place, enrolment)
    uploader = Uploader(
        place.database,
        place.identity,
        transport,
        now=place.now,
        health=lambda pending: read_batch_health(place, pending),
    )
    made = Sender(
        place.database,
        place.folder,
        enrolment,
        uploader,
        transport,
        make_watch_sync(place, transport),
        now=place.now,
        on_progress=on_progress,
    )
    made.is_gate_busy = is_gate_busy
    return made


def make_transport(place: Place, enrolment: Enrolment) -> Transport:
    """Return the way to the province, by the settings' route and the code's CA."""
    return Transport(enrolment.url, replace(place.route, pinned_ca=enrolment.ca))


def make_watch_sync(place: Place, source: Source) -> WatchSync:
    """Return what brings the watch list of `place` from its province, or a stick."""
    folder = WatchFolder(place.folder.watch)
    return WatchSync(source, place.database, folder, place.identity)


def is_watch_current(place: Place, current: Roster | None) -> bool:
    """Say whether the watch list in use is the one that the roster names."""
    root = WatchFolder(place.folder.watch).read_root()
    return get_root_name(root) == (current.watch if current else "")


def read_batch_health(place: Place, pending: int) -> batch.Health:
    """Return what a batch says of how the kiosk is, now: it is sent at once."""
    at = place.now()
    with place.database.read() as connection:
        current = roster.read_head(connection)
        clock_state = clock.read_state(connection, at)
        faults = reader_faults.count_untold(connection)
    return batch.Health(
        app_version=VERSION,
        clock=clock_state.value,
        pending=pending,
        roster_version=current.version if current else 0,
        disk_free=shutil.disk_usage(place.folder.path).free,
        reader_faults=faults,
        boot=at.boot,
        monotonic_ms=at.monotonic_ms,
    )
