"""Place: the open data folder of one kiosk, with what works on it."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from kiosk.clock import ClockJudge, Instant
from kiosk.lane import Lane
from kiosk.protocol import batch, notices
from kiosk.roster import Roster, grade
from kiosk.storage import (
    attention,
    backup_record,
    clock,
    copies,
    damage,
    entries,
    lost,
    overdue,
    reader_faults,
    retention,
    room,
    roster,
    settings,
)
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from kiosk.storage.opening import KeySource
from kiosk.storage.settings import Enrolment, Identity
from kiosk.storage.watch import WatchFolder, get_root_name
from kiosk.sync import waiting
from kiosk.sync.fault import FaultClass
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
    clock_judge: ClockJudge = field(default_factory=ClockJudge)


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


def read_status(place: Place) -> dict[str, object]:
    """Return what `kiosk status` prints (cli.md)."""
    with place.database.read() as connection:
        head = entries.read_head(connection)
        waiting = entries.count_waiting(connection)
        current = roster.read_head(connection)
        policy_fault = roster.read_policy_fault(connection)
        told = roster.read_file(connection, notices.TARGET)
        chain = entries.find_chain_fault(connection, tail=STATUS_TAIL)
        clock_state = clock.read_state(connection, place.now())
        ended = retention.read_unsettled(connection)
        late = overdue.read(connection)
        held = copies.read_held(connection)
        left = room.measure(connection, place.database.path, place.now().wall)
        backup = backup_record.read(connection)
        holes, gone = lost.count_holes(connection), lost.count(connection)
    found = damage.read_mark(place.folder.database)
    now = place.now().wall
    age_s = None if current is None else int((now - current.issued_at).total_seconds())
    return {
        "entries": head.position - head.admin - holes,
        "pending": waiting.pending,
        "settled": head.position
        - head.admin
        - waiting.pending
        - waiting.refused
        - ended
        - holes,
        "refused": waiting.refused,
        "purged": head.purged,
        "purged_unsettled": ended,
        "overdue": late,
        "copies_held": held,
        "chain": chain,
        "lost": gone,
        "damage": None if found is None else found.part.value,
        "roster_age_s": age_s,
        "roster_state": grade(current, now).value,
        "policy_fault": policy_fault or None,
        "notice": _find_notice(place, told) or None,
        **_tell_sending(place),
        "watch_current": is_watch_current(place, current),
        "clock": clock_state.value,
        "disk_free": shutil.disk_usage(place.folder.path).free,
        "disk_state": left.state.value,
        "disk_days": left.days,
        "backup_age_s": backup.get_age_s(now),
        "backup_fault": backup.fault or None,
        **_tell_key(place.database.source),
        "kiosk_id": place.identity.kiosk_id if place.enrolment else None,
        "version": VERSION,
    }


def _find_notice(place: Place, told: bytes) -> str:
    enrolment = place.enrolment
    return "" if enrolment is None else notices.find(told, enrolment.point)


def _tell_sending(place: Place) -> dict[str, object]:
    """Return why sending waits and for how long, and what keeps entries back."""
    with place.database.read() as connection:
        waits = waiting.read(connection)
        causes = attention.count_causes(connection)
        faults = reader_faults.read(connection)
    left_s = max(0, round(waits.find_left_s(place.now())))
    return {
        "fault": waits.fault or FaultClass.NONE.value,
        "next_attempt_s": left_s if waits.fault else None,
        "refused_by": {cause.value: number for cause, number in causes.items()},
        "reader_faults": faults,
    }


def _tell_key(source: KeySource | None) -> dict[str, object]:
    """Return which slot opened the database, and whether a better one failed."""
    if source is None:
        return {"key": None, "key_fallback": None}
    return {"key": source.kind.value, "key_fallback": bool(source.failed)}
