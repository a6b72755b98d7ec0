"""Tracing: whom a person met, as officers, the command line and the health department ask it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, time, timedelta
from enum import StrEnum
from time import monotonic

from sqlalchemy import Connection

from kiosk.credentials.credential import mask
from kiosk.decision import LOCAL
from province import join_key
from province.contacts import gather
from province.errors import UsageError
from province.identity import tell_number, tell_person, tell_phone
from province.ledger import cases, circles, joins, stays, tracing, untraced
from province.ledger.cases import Case
from province.ledger.columns import from_us
from province.ledger.database import Database
from province.ledger.tracing import ALL, Period, Person, Tally, Wanted
from province.services import Services
from province.stays import Doubt, Stay, Sureness

LONGEST_PERIOD = timedelta(days=92)
LONGEST_WINDOW = timedelta(hours=24)
SHORTEST_REASON = 5
LONGEST_REASON = 400
MOST_TURNS = 20
"""Transactions of stays that a look-up makes itself; the rest is told of."""
MOST_AT_ONCE = 200
"""Transactions of stays in one round of the upkeep, some 400,000 entries."""
MOST_FIRST = 2000
"""Contacts whose own contacts are asked for, the longest first."""
MOST_EACH = 50
MOST_SECOND = 20_000
TOGETHER = 50
"""Contacts asked for theirs by one question; fifty that are everywhere take two seconds."""
STEP_S = 1.0
"""How long one answer works on; then it tells how far it is."""


class Way(StrEnum):
    """By what a person is looked for."""

    DOCUMENT = "document"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Who is looked for, when, and how near others must have been."""

    way: Way
    value: str
    period: Period
    window: timedelta
    birth_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A contact as people read it: who, where, how long, how sure and why not surer."""

    person: Person
    point_id: str
    point_name: str
    since: datetime
    overlap: timedelta
    sureness: Sureness
    reasons: tuple[Doubt, ...]

    @property
    def overlap_min(self) -> float:
        """Return how many minutes both were there."""
        return round(self.overlap / timedelta(minutes=1), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Where the person of a case was, those wanted of whom they met, and how many these are."""

    stays: tuple[Stay, ...]
    met: list[Met]
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the contacts' own contacts are asked for."""

    done: int
    total: int

    @property
    def is_over(self) -> bool:
        """Say whether all were asked."""
        return self.done >= self.total


def check(sought: Sought, reason: str) -> None:
    """Refuse a look-up that can't be made.

    Raises:
        UsageError: There is no reason, nobody named, or the period is none.
    """
    start, end = sought.period
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise UsageError(
            f"A look-up needs a reason of {SHORTEST_REASON} to {LONGEST_REASON} letters."
        )
    if not any(one.isalnum() for one in sought.value):
        raise UsageError("Give the number or name of the person looked for.")
    if not timedelta(0) < end - start <= LONGEST_PERIOD:
        raise UsageError(
            f"The period must end after its start, within {LONGEST_PERIOD.days} days."
        )
    if not timedelta(0) <= sought.window <= LONGEST_WINDOW:
        raise UsageError("The window is 0 to 1440 minutes.")


def parse_moment(text: str, option: str, *, is_end: bool = False) -> datetime:
    """Return the moment `text` says; a day alone is its start, or its end.

    Raises:
        UsageError: It is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{option} '{text}' is not ISO 8601: write 2026-11-20 or "
            "2026-11-20T08:00:00+07:00."
        ) from error
    if len(text) <= len("2026-W47-5"):
        day = datetime.combine(moment, time(), LOCAL)
        # The last day that there is has no end.
        return day + timedelta(days=is_end and moment.year < MAXYEAR)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def catch_up(database: Database, secret: bytes) -> int:
    """Make stays of what has come; return how many stretches are left to be made."""
    stays.catch_up(database, secret, most=MOST_TURNS)
    with database.reading() as connection:
        return untraced.count(connection)


def keep_up(services: Services, now: datetime) -> None:
    """Make stays of what has come, so that a look-up need not wait for it.

    While kiosks send their backlogs this waits for a later round.
    """
    del now
    secret = join_key.load(services.keys)
    stays.catch_up(services.database, secret, most=MOST_AT_ONCE, gives_way=True)


def find_persons(
    connection: Connection, secret: bytes, sought: Sought
) -> tuple[bytes, ...]:
    """Return whom `sought` names: several where a name or a telephone is shared."""
    keys = joins.read(connection, secret).list_all(_tell(sought))
    found = tracing.list_persons(connection, keys)
    return tuple(sorted(found))


def group(sought: Sought, found: Sequence[bytes]) -> list[tuple[bytes, ...]]:
    """Return `found` person by person: who bears a number is one, whatever else they showed."""
    if sought.way is Way.DOCUMENT:
        return [tuple(found)] if found else []
    return [(key,) for key in found]


def open_case(
    connection: Connection,
    sought: Sought,
    persons: Sequence[bytes],
    *,
    reason: str,
    made_by: tuple[str, str],
    now: datetime,
) -> Case:
    """Keep a case of `persons`, who are one; `made_by` is an officer and their unit."""
    case = Case(
        case_id=f"V{secrets.token_hex(8)}",
        made_at=now,
        made_by=made_by[0],
        unit=made_by[1],
        reason=reason,
        way=sought.way.value,
        persons=tuple(persons),
        since=sought.period[0],
        until=sought.period[1],
        window=sought.window,
    )
    cases.add(connection, case)
    return case


def follow(connection: Connection, case: Case, wanted: Wanted = ALL) -> Ways:
    """Return where the person of a case was and whom they met there."""
    mine = list_stays(connection, case)
    found = tracing.list_contacts(
        connection, mine, case.persons, window_us=case.window_us, wanted=wanted
    )
    met = _describe(connection, case, mine, found.tallies)
    return Ways(stays=mine, met=met, people=found.people)


def list_stays(connection: Connection, case: Case) -> tuple[Stay, ...]:
    """Return where the person of a case was, in its period."""
    found = tracing.list_stays(
        connection, case.persons, (case.since, case.until), case.scope
    )
    return tuple(stay for _, stay in found)


def ask_second(database: Database, case: Case) -> Progress:
    """Ask for the contacts of contacts, for a second at most; return how far it is.

    Somebody counts from the moment at which they first met the person of the case.
    """
    with database.reading() as connection:
        mine = list_stays(connection, case)
        firsts = _list_firsts(connection, case, mine)
        done = max(0, case.second_done)
        ending = monotonic() + STEP_S
        found: dict[bytes, list[Tally]] = {}
        while done < len(firsts) and monotonic() < ending:
            some = firsts[done : done + TOGETHER]
            found |= _list_seconds(connection, case, some)
            done += len(some)
    with database.writing() as connection:
        if cases.count_second(connection, case.case_id) >= MOST_SECOND:
            done = len(firsts)
        leave_out = {*case.persons, *(one.person_key for one in firsts)}
        cases.keep_second(
            connection, case.case_id, found, leave_out=leave_out, done=done
        )
    return Progress(done=done, total=len(firsts))


def count_firsts(ways: Ways) -> int:
    """Return how many contacts are asked for theirs."""
    return min(ways.people, MOST_FIRST)


def hide(person: Person) -> Person:
    """Return `person` with numbers to their last four."""
    return Person(
        person_key=person.person_key,
        document=mask(person.document),
        name=person.name,
        phone=mask(person.phone),
        birth_date=person.birth_date,
    )


def _describe(
    connection: Connection, case: Case, mine: Sequence[Stay], tallies: list[Tally]
) -> list[Met]:
    """Return the contacts of `tallies`, a row for each point where they met."""
    keys = [one.person_key for one in tallies]
    people = tracing.describe(connection, keys)
    theirs = tracing.list_meeting_stays(
        connection, mine, keys, window_us=case.window_us
    )
    names = tracing.name_points(connection, {stay.point_id for stay in mine})
    return [
        Met(
            person=people.get(key, Person(person_key=key)),
            point_id=contact.point_id,
            point_name=names.get(contact.point_id, contact.point_id),
            since=from_us(contact.since_us),
            overlap=timedelta(microseconds=contact.overlap_us),
            sureness=contact.sureness,
            reasons=contact.reasons,
        )
        for key in keys
        for contact in gather(mine, theirs.get(key, []), case.window_us)
    ]


def _tell(sought: Sought) -> str:
    match sought.way:
        case Way.DOCUMENT:
            return tell_number(sought.value)
        case Way.PHONE:
            return tell_phone(sought.value)
        case Way.NAME:
            return tell_person(sought.value, sought.birth_date)


def _list_firsts(
    connection: Connection, case: Case, mine: Sequence[Stay]
) -> list[Tally]:
    """Return the contacts that are asked for theirs, the longest first."""
    return tracing.list_contacts(
        connection,
        mine,
        case.persons,
        window_us=case.window_us,
        wanted=Wanted(limit=MOST_FIRST),
    ).tallies


def _list_seconds(
    connection: Connection, case: Case, firsts: Sequence[Tally]
) -> dict[bytes, list[Tally]]:
    return circles.list_circles(
        connection,
        firsts,
        case.until,
        case.scope,
        window_us=case.window_us,
        most=MOST_EACH,
    )
