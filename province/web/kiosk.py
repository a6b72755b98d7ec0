"""Kiosk page: one kiosk's history, what does not fit in it, and what an officer decides."""

from collections.abc import Callable

from fastapi import Response
from sqlalchemy import Connection

from province import vigil
from province.ledger import alarms, fleet, forks, held, kiosks
from province.ledger.fleet import BATCH_ROWS, BatchRow, Gap, KioskRow
from province.rights import Right
from province.web.doors import Doors
from province.web.fleet import count_days, tell_gib
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import redirect, render
from province.web.visit import Visit

Act = Callable[[Visit, Connection, str, str], None]
"""Does what an officer decides of a kiosk, for a reason."""

REASON_LENGTH = 200
_LONGEST_NUMBER = 15


def open_doors(doors: Doors) -> None:
    """Open the page of one kiosk, and its decisions."""
    doors.get("/fleet/{kiosk}", Right.SEE_FIGURES)(show_kiosk)
    doors.post("/fleet/{kiosk}/alarms", Right.MANAGE_KIOSKS)(see_alarm)
    doors.post("/fleet/{kiosk}/forks", Right.MANAGE_KIOSKS)(decide_fork)
    doors.post("/fleet/{kiosk}/held", Right.MANAGE_KIOSKS)(accept_held)
    doors.post("/fleet/{kiosk}/revoke", Right.MANAGE_KIOSKS)(revoke)
    doors.post("/fleet/{kiosk}/restore", Right.MANAGE_KIOSKS)(restore)


def show_kiosk(visit: Visit) -> Response:
    """Show what a kiosk said, when, and what an officer has to decide."""
    return _show(visit, fault="", status=200)


def see_alarm(visit: Visit) -> Response:
    """Let an alarm rest, with a note of what was found."""
    note = visit.posted.fields.get("note", "")[: alarms.NOTE_LENGTH]
    number = _read_number(visit.posted.fields.get("alarm", ""))
    if not note:
        return _show(visit, fault="fleet_note_missing", status=400)
    with visit.writing() as connection:
        row = _find(visit, connection)
        if row is None or number is None:
            return render("missing.html", visit, status=404)
        kind = alarms.acknowledge(
            connection,
            row.kiosk_id,
            number,
            seen_by=visit.visitor.name,
            note=note,
            now=visit.now,
        )
        if kind is not None:
            visit.note(connection, "alarm_seen", row.kiosk_id, kind=kind)
    return redirect(f"/fleet/{row.kiosk_id}")


def decide_fork(visit: Visit) -> Response:
    """Say that a fork or a restore was looked into, and why it may stand."""
    return _decide(visit, _close_fork)


def accept_held(visit: Visit) -> Response:
    """Let entries count that came after the kiosk was revoked."""
    return _decide(visit, _accept)


def revoke(visit: Visit) -> Response:
    """Hold what the kiosk sends from now on."""
    return _decide(visit, _revoke)


def restore(visit: Visit) -> Response:
    """Believe the kiosk's key again."""
    return _decide(visit, _restore)


def _decide(visit: Visit, act: Act) -> Response:
    """Do what an officer decides, with the reason kept in the audit."""
    reason = visit.posted.fields.get("reason", "")[:REASON_LENGTH]
    if not reason:
        return _show(visit, fault="fleet_reason_missing", status=400)
    with visit.writing() as connection:
        row = _find(visit, connection)
        if row is None:
            return render("missing.html", visit, status=404)
        act(visit, connection, row.kiosk_id, reason)
    return redirect(f"/fleet/{row.kiosk_id}")


def _close_fork(
    visit: Visit, connection: Connection, kiosk_id: str, reason: str
) -> None:
    epoch = visit.posted.fields.get("epoch", "")
    kind = visit.posted.fields.get("kind", "")
    if forks.decide(connection, kiosk_id, epoch, kind, visit.visitor.name):
        visit.note(
            connection, "fork_decided", kiosk_id, epoch=epoch, kind=kind, reason=reason
        )


def _accept(visit: Visit, connection: Connection, kiosk_id: str, reason: str) -> None:
    number = held.accept(connection, kiosk_id)
    visit.note(connection, "held_accepted", kiosk_id, entries=number, reason=reason)


def _revoke(visit: Visit, connection: Connection, kiosk_id: str, reason: str) -> None:
    kiosks.revoke(connection, kiosk_id, visit.now)
    visit.note(connection, "kiosk_revoked", kiosk_id, reason=reason)


def _restore(visit: Visit, connection: Connection, kiosk_id: str, reason: str) -> None:
    kiosks.restore(connection, kiosk_id)
    visit.note(connection, "kiosk_restored", kiosk_id, reason=reason)


def _find(visit: Visit, connection: Connection) -> KioskRow | None:
    return fleet.find_kiosk(connection, visit.scope, visit.path("kiosk"))


def _show(visit: Visit, *, fault: str, status: int) -> Response:
    before = _read_number(visit.ask("before"))
    is_file = bool(visit.ask("table"))
    with visit.reading() as connection:
        row = _find(visit, connection)
        if row is None:
            return render("missing.html", visit, status=404)
        listed = fleet.list_batches(
            connection,
            row.kiosk_id,
            None if is_file else before,
            most=None if is_file else BATCH_ROWS,
        )
        gaps = fleet.list_gaps(connection, row.kiosk_id)
        found = forks.list_forks(connection, row.kiosk_id)
        rung = alarms.list_of(connection, row.kiosk_id)
        waiting = held.count_by_kiosk(connection).get(row.kiosk_id, 0)
    batches, missing = _tell_batches(listed), _tell_gaps(gaps)
    issued = vigil.date_rosters(visit.services.publication, [row])
    return answer_download(visit, batches, missing) or render(
        "kiosk.html",
        visit,
        status,
        kiosk=row,
        batches=batches,
        gaps=missing,
        forks=found,
        alarms=rung,
        held=waiting,
        roster_days=count_days(row, issued, visit.now),
        disk=tell_gib(row.disk_free),
        fault=fault,
        is_later=before is not None,
        last=listed[-1].batch_id if len(listed) == BATCH_ROWS else None,
    )


def _tell_batches(listed: list[BatchRow]) -> Listing:
    return Listing(
        name="fleet_batches",
        columns=(
            Column(key="fleet_received", kind=Kind.MOMENT),
            Column(key="fleet_epoch"),
            Column(key="fleet_sequence", kind=Kind.NUMBER),
            Column(key="fleet_entries", kind=Kind.NUMBER),
            Column(key="fleet_covered", kind=Kind.MOMENT),
            Column(key="fleet_sent", kind=Kind.MOMENT),
            Column(key="fleet_backlog", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(
                    one.received_at,
                    one.epoch,
                    one.sequence,
                    one.count,
                    one.covered_until,
                    one.sent_at,
                    one.pending,
                )
            )
            for one in listed
        ],
    )


def _tell_gaps(gaps: list[Gap]) -> Listing:
    return Listing(
        name="fleet_gaps",
        columns=(
            Column(key="fleet_epoch"),
            Column(key="fleet_gap_first", kind=Kind.NUMBER),
            Column(key="fleet_gap_last", kind=Kind.NUMBER),
        ),
        rows=[Row(cells=(one.epoch, one.first, one.last)) for one in gaps],
    )


def _read_number(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else None
