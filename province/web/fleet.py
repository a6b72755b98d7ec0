"""Fleet page: every kiosk with what it said last, filtered, sorted and taken along."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from fastapi import Response

from province import vigil
from province.fleet import AlarmKind
from province.ledger import alarms, completeness, fleet
from province.ledger.alarms import Alarm
from province.ledger.fleet import PAGE_ROWS, Filter, KioskRow, Order, Use
from province.rights import Right
from province.web.doors import Doors
from province.web.listing import Column, Kind, Listing, Row, answer_download
from province.web.page import load_sets, load_texts, render
from province.web.visit import Visit

_Choice = TypeVar("_Choice", bound=StrEnum)
_GIB = 1024**3
_DAY = timedelta(days=1)
_LONGEST_PAGE = 4

COLUMNS = (
    Column(key="fleet_kiosk"),
    Column(key="point"),
    Column(key="name"),
    Column(key="unit"),
    Column(key="gate"),
    Column(key="fleet_alarms"),
    Column(key="last_contact", kind=Kind.MOMENT),
    Column(key="fleet_covered", kind=Kind.MOMENT),
    Column(key="fleet_backlog", kind=Kind.NUMBER),
    Column(key="fleet_roster_days", kind=Kind.NUMBER),
    Column(key="fleet_drift", kind=Kind.NUMBER),
    Column(key="fleet_version"),
    Column(key="fleet_disk", kind=Kind.NUMBER),
    Column(key="fleet_readers", kind=Kind.NUMBER),
)


def open_doors(doors: Doors) -> None:
    """Open the fleet's page."""
    doors.get("/fleet", Right.SEE_FIGURES)(show_fleet)


def show_fleet(visit: Visit) -> Response:
    """Show the kiosks of the officer's units, whatever is wrong with them first in words."""
    wanted, order, page = _read_filter(visit), _choose(visit, "order", Order), 0
    if visit.ask("page").isascii() and visit.ask("page").isdigit():
        page = int(visit.ask("page")[:_LONGEST_PAGE])
    is_file = bool(visit.ask("table"))
    with visit.reading() as connection:
        rows = fleet.list_kiosks(
            connection,
            visit.scope,
            wanted,
            order or Order.POINT,
            page=None if is_file else page,
        )
        number = fleet.count_kiosks(connection, visit.scope, wanted)
        rung = alarms.list_open(connection, [row.kiosk_id for row in rows])
        counts = alarms.count_open(connection, visit.scope)
        complete = completeness.complete_until(connection, visit.scope)
    listing = _tell(visit, rows, rung)
    return answer_download(visit, listing) or render(
        "fleet.html",
        visit,
        listing=listing,
        wanted=wanted,
        order=order or Order.POINT,
        orders=list(Order),
        uses=list(Use),
        kinds=list(AlarmKind),
        counts=counts,
        number=number,
        complete=complete,
        page=page,
        is_last=(page + 1) * PAGE_ROWS >= number,
    )


def _read_filter(visit: Visit) -> Filter:
    return Filter(
        unit=visit.ask("unit"),
        point_id=visit.ask("point").upper(),
        text=visit.ask("q"),
        alarm=_choose(visit, "alarm", AlarmKind),
        use=_choose(visit, "use", Use) or Use.IN_USE,
    )


def _choose(visit: Visit, name: str, kinds: type[_Choice]) -> _Choice | None:
    """Return what the address says for `name`, None where that is nothing known."""
    asked = visit.ask(name)
    return kinds(asked) if asked in set(kinds) else None


def _tell(
    visit: Visit, rows: list[KioskRow], rung: Mapping[str, tuple[Alarm, ...]]
) -> Listing:
    texts, names = load_texts(visit.language), load_sets(visit.language)["alarm"]
    issued = vigil.date_rosters(visit.services.publication, rows)
    listed = []
    for row in rows:
        kinds = [names[one.kind] for one in rung.get(row.kiosk_id, ())]
        if row.revoked_at is not None:
            kinds.append(texts["fleet_revoked"])
        listed.append(
            Row(
                cells=(
                    row.kiosk_id,
                    row.point_id,
                    row.point_name,
                    row.unit,
                    row.gate,
                    "; ".join(kinds),
                    row.last_contact or texts["never"],
                    row.covered_until,
                    row.pending if row.last_contact else None,
                    count_days(row, issued, visit.now),
                    row.drift_s,
                    row.app_version,
                    tell_gib(row.disk_free),
                    row.reader_faults,
                ),
                place=f"/fleet/{row.kiosk_id}",
            )
        )
    return Listing(name="fleet_title", columns=COLUMNS, rows=listed)


def count_days(row: KioskRow, issued: dict[int, datetime], now: datetime) -> int | None:
    """Return the age of a kiosk's roster in days, None where it is not known."""
    at = issued.get(row.roster_version or 0)
    return None if at is None else max(0, (now - at) // _DAY)


def tell_gib(size: int | None) -> float | None:
    """Return bytes as GiB with one decimal."""
    return None if size is None else round(size / _GIB, 1)
