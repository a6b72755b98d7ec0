"""Job: one export, from what is asked for to the verified file on an ejected stick."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path

from kiosk.decision import LOCAL
from kiosk.errors import OutsideError
from kiosk.export import source, tables
from kiosk.export.bundle import Origin, write_bundle
from kiosk.export.columns import Where
from kiosk.export.fault import ExportFault
from kiosk.export.period import Period
from kiosk.export.source import Scope
from kiosk.export.sticks import Sticks, choose_sticks, find_stick
from kiosk.export.writing import (
    Phase,
    Produce,
    Progress,
    Sink,
    Watch,
    Written,
    check_room,
    write_verified,
)
from kiosk.place import Place
from kiosk.protocol.content import Act
from kiosk.sending import read_batch_health
from kiosk.storage import admin_log, checkpoints, entries, roster
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.key_slots.passphrase import make as make_passphrase


class ExportKind(StrEnum):
    """What is written."""

    CSV = "csv"
    XLSX = "xlsx"
    ZIP = "zip"
    BUNDLE = "bundle"


_ROW_BYTES = {
    ExportKind.CSV: 300,
    ExportKind.XLSX: 120,
    ExportKind.ZIP: 120,
    ExportKind.BUNDLE: 120,
}
"""What a row takes, for the free-space check (measured on CCCD entries, rounded up)."""

_FIXED_BYTES = 16 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked for: the entries in `period`, for whom the admin log names.

    `unsettled` are only those that the province has not confirmed, with what it
    refused.
    """

    kind: ExportKind
    folder: Path
    period: Period
    who: str
    unsettled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A verified export; `passphrase` is shown once and kept nowhere.

    `ejected` is None where the folder is on no stick. `unsent` are entries
    that the province has not confirmed, in the export or not.
    """

    written: Written
    rows: int
    unsent: int
    ejected: bool | None
    passphrase: str | None


@dataclass(frozen=True, slots=True)
class Watching:
    """Who wants to know how far it is, and who may end it."""

    on_progress: Callable[[Progress], None] = field(default=lambda _: None)
    is_cancelled: Callable[[], bool] = field(default=lambda: False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is about to be written; the admin log has it as `act`."""

    name: str
    scope: Scope
    rows: int
    unsent: int
    act: bytes
    made_at_us: int


def run_export(
    place: Place,
    request: Request,
    watching: Watching | None = None,
    *,
    sticks: Sticks | None = None,
) -> Exported | ExportFault:
    """Export as asked; the act is in the admin log before a byte leaves.

    Raises:
        StorageError: the database can't be read, or the act not kept.
        OutsideError: a bundle is asked of a kiosk that has no province.
    """
    asked = watching or Watching()
    origin = _make_origin(place) if request.kind is ExportKind.BUNDLE else None
    fault = check_room(request.folder, _FIXED_BYTES)
    if fault is not None:
        return fault
    plan = _start(place, request)
    passphrase = make_passphrase() if request.kind is ExportKind.ZIP else None
    written = write_verified(
        request.folder,
        plan.name,
        _choose(place, request, plan, origin, passphrase),
        expected_bytes=_FIXED_BYTES + plan.rows * _ROW_BYTES[request.kind],
        watch=Watch(asked.on_progress, asked.is_cancelled),
    )
    if isinstance(written, ExportFault):
        _note_fault(place, plan, written)
        return written
    asked.on_progress(Progress(phase=Phase.EJECTING, done_bytes=0, total_bytes=0))
    return Exported(
        written=written,
        rows=plan.rows,
        unsent=plan.unsent,
        ejected=_eject(sticks or choose_sticks(), request.folder),
        passphrase=passphrase,
    )


def _make_origin(place: Place) -> Origin:
    if place.enrolment is None:
        raise OutsideError(
            "This kiosk is not enrolled, so there is no province to make a bundle for: "
            "run `kiosk enrol` first, or export as csv, xlsx or zip."
        )
    with place.database.read() as connection:
        current = roster.read_head(connection)
        pending = entries.read_head(connection).pending
    return Origin(
        identity=place.identity,
        enrolment=place.enrolment,
        recipients=() if current is None else current.bundle_recipients,
        health=read_batch_health(place, pending),
    )


def _start(place: Place, request: Request) -> _Plan:
    """Count what will leave and put the act into the admin log, as one transaction."""
    now = place.now().wall
    name = _name(place, request, now)
    with place.database.write() as connection:
        head = entries.read_head(connection)
        scope = Scope(
            period=request.period, last=head.position, unsettled=request.unsettled
        )
        rows = source.estimate_rows(connection, scope, head)
        unsent = entries.count_waiting(connection).pending
        said = _describe(request, name, rows)
        act = admin_log.append(connection, Act.EXPORTED, said, at=place.now())
        made_at_us = (now - _EPOCH) // timedelta(microseconds=1)
        checkpoints.put(connection, place.identity, Occasion.EXPORT, made_at_us)
        return _Plan(
            name=name,
            scope=replace(scope, last=head.position + 1),  # the act goes along
            rows=rows,
            unsent=unsent,
            act=act,
            made_at_us=made_at_us,
        )


def _choose(
    place: Place,
    request: Request,
    plan: _Plan,
    origin: Origin | None,
    passphrase: str | None,
) -> Produce:
    if origin is not None:
        return partial(_write_bundle, place, plan, origin)
    where = _make_where(place)
    pages = source.read_pages(place.database, plan.scope)
    if passphrase is not None:
        return lambda sink: tables.write_zip(
            where, pages, sink, passphrase=passphrase, rows=plan.rows
        )
    if request.kind is ExportKind.XLSX:
        return lambda sink: tables.write_xlsx(
            where, pages, sink, folder=place.folder.path
        )
    return lambda sink: tables.write_csv(where, pages, sink)


def _make_where(place: Place) -> Where:
    enrolment = place.enrolment
    return Where(
        kiosk_id=place.identity.kiosk_id,
        point=enrolment.point if enrolment else "",
        point_name=enrolment.point_name if enrolment else "",
    )


def _write_bundle(place: Place, plan: _Plan, origin: Origin, sink: Sink) -> None:
    write_bundle(
        place.database,
        plan.scope,
        sink,
        origin=origin,
        rows=plan.rows,
        made_at_us=plan.made_at_us,
    )


def _name(place: Place, request: Request, now: datetime) -> str:
    """Return a name that FAT takes and no file has yet."""
    stem = f"kiosk-{place.identity.kiosk_id}_{now.astimezone(LOCAL):%Y-%m-%d_%H%M%S}"
    suffixes = itertools.chain([""], (f"-{number}" for number in itertools.count(2)))
    names = (f"{stem}{suffix}.{request.kind.value}" for suffix in suffixes)
    return next(name for name in names if not (request.folder / name).exists())


def _describe(request: Request, name: str, rows: int) -> dict[str, object]:
    return {
        "who": request.who,
        "kind": request.kind.value,
        "from": _format(request.period.from_us),
        "until": _format(request.period.until_us),
        "unsent": request.unsettled,
        "rows": rows,
        "file": name,
    }


def _note_fault(place: Place, plan: _Plan, fault: ExportFault) -> None:
    said = {"outcome": fault.value}
    with place.database.write() as connection:
        admin_log.append(
            connection, Act.EXPORTED, said, at=place.now(), refers=plan.act
        )


def _eject(sticks: Sticks, folder: Path) -> bool | None:
    try:
        stick = find_stick(sticks, folder)
    except OSError:  # gone already: what was verified is verified
        return None
    return None if stick is None else sticks.eject(stick)


def _format(at_us: int | None) -> str | None:
    return (
        None if at_us is None else (_EPOCH + timedelta(microseconds=at_us)).isoformat()
    )
