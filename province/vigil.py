"""Vigil: the fleet looked over at regular times, so that silence is an alarm."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from province.fleet import AlarmKind, State, find_alarms, read_version
from province.ledger import alarms, fleet
from province.ledger.alarms import Changed
from province.ledger.fleet import Filter, KioskRow
from province.ledger.scope import WHOLE
from province.publishing import Publication
from province.services import Services

EVERY = timedelta(minutes=1)

log = logging.getLogger(__name__)


def watch(services: Services, now: datetime) -> None:
    """Look the fleet over; a duty of the upkeep."""
    done = review(services, now)
    if done.begun or done.over:
        log.info("alarms: %d new, %d over", done.begun, done.over)


def review(services: Services, now: datetime) -> Changed:
    """Begin and end alarms by what every kiosk in use said last."""
    with services.database.reading() as connection:
        listed = fleet.list_kiosks(connection, WHOLE, Filter(), page=None)
    issued = date_rosters(services.publication, listed)
    newest = find_newest(listed)
    wrong: list[tuple[AlarmKind, str]] = [
        (kind, row.kiosk_id)
        for row in listed
        if not row.is_suspended
        for kind in find_alarms(_judge(row, issued), newest, now)
    ]
    with services.database.writing() as connection:
        return alarms.renew(connection, wrong, now)


def date_rosters(
    publication: Publication, listed: Iterable[KioskRow]
) -> dict[int, datetime]:
    """Return when the rosters that these kiosks use were published, as far as known."""
    versions = {row.roster_version for row in listed if row.roster_version}
    dated = ((one, publication.date_version(one)) for one in versions)
    return {version: at for version, at in dated if at is not None}


def find_newest(listed: Iterable[KioskRow]) -> str | None:
    """Return the newest program that any of these kiosks runs."""
    known = [row.app_version for row in listed if row.app_version]
    return max(known, key=read_version, default=None)


def _judge(row: KioskRow, issued: dict[int, datetime]) -> State:
    return State(
        kiosk_id=row.kiosk_id,
        enrolled_at=row.enrolled_at,
        last_contact=row.last_contact,
        pending=row.pending,
        drained_at=row.drained_at,
        covered_until=row.covered_until,
        drift_s=row.drift_s,
        app_version=row.app_version,
        # One that is not here any more is no reason to wake anybody.
        roster_issued_at=issued.get(row.roster_version, row.last_contact)
        if row.roster_version
        else None,
        disk_free=row.disk_free,
        reader_faults=row.reader_faults,
    )
