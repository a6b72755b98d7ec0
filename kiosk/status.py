"""Status: how a place is, as `kiosk status` says it."""

import shutil

from kiosk.place import Place
from kiosk.protocol import notices
from kiosk.roster import grade
from kiosk.sending import is_watch_current
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
)
from kiosk.storage.opening import KeySource
from kiosk.sync import waiting
from kiosk.sync.fault import FaultClass
from kiosk.version import VERSION

STATUS_TAIL = 20_000
"""Links that `status` checks: 0.1 s, whatever the number of entries."""


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
