"""Holds: entries past their time that a case under way names, each kept on record.

A case names where its person was, who met them there, and who met those. It holds
until it was closed for `province.retention.AFTER_CASE`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, insert, or_, select

from province.ledger import cases, tracing
from province.ledger.cases import Case
from province.ledger.purge_tables import purge_holds
from province.ledger.scope import WHOLE, Scope
from province.ledger.trace_tables import case_contacts, case_looks, stays
from province.ledger.trace_tables import cases as case_table
from province.retention import AFTER_CASE
from province.stays import Stay

CLOSED = "closed"
"""The act by which a case was closed (province.web.cases)."""
_TOGETHER = 500

Named = Mapping[bytes, str]
"""Entries that cases name, each with one of these."""


def list_named(connection: Connection, now: datetime, until: datetime) -> Named:
    """Return the entries that cases under way name, of those with a day before `until`."""
    named: dict[bytes, str] = {}
    for case in _list_holding(connection, now):
        if case.since - case.window >= until:
            continue
        ends = (end for pair in _list_ends(connection, case) for end in pair)
        named |= {one: case.case_id for one in ends if one is not None}
    return named


def keep(connection: Connection, kept: Named) -> int:
    """Put `kept` on record; return how many were not yet."""
    known: set[bytes] = set()
    for some in _slice(kept):
        query = select(purge_holds.c.entry_id).where(purge_holds.c.entry_id.in_(some))
        known.update(connection.scalars(query))
    fresh = [
        {"entry_id": entry_id, "case_id": case_id}
        for entry_id, case_id in kept.items()
        if entry_id not in known
    ]
    if fresh:
        connection.execute(insert(purge_holds), fresh)
    return len(fresh)


def list_released(connection: Connection, named: Named) -> list[bytes]:
    """Return the entries on record that no case names any more."""
    found = connection.scalars(select(purge_holds.c.entry_id))
    return sorted(entry_id for entry_id in found if entry_id not in named)


def drop(connection: Connection, ids: Iterable[bytes]) -> None:
    """Take off the record what was destroyed."""
    these = purge_holds.c.entry_id.in_(list(ids))
    connection.execute(delete(purge_holds).where(these))


def count_by_case(connection: Connection, scope: Scope) -> list[tuple[str, int]]:
    """Return how many entries each case of `scope` keeps beyond their time."""
    query = (
        select(purge_holds.c.case_id, func.count())
        .join(case_table, case_table.c.case_id == purge_holds.c.case_id)
        .where(scope.holds(case_table.c.unit))
        .group_by(purge_holds.c.case_id)
        .order_by(purge_holds.c.case_id)
    )
    return [(case_id, number) for case_id, number in connection.execute(query)]


def list_over(connection: Connection, now: datetime, until: datetime) -> list[str]:
    """Return the cases that hold nothing any more and whose period ended before `until`.

    Of each of them keys of persons are left: their own, or those of contacts.
    """
    ended = _closed_at().subquery()
    has_contacts = (
        select(case_contacts.c.case_id)
        .where(case_contacts.c.case_id == case_table.c.case_id)
        .exists()
    )
    query = (
        select(case_table.c.case_id, case_table.c.persons, has_contacts.label("more"))
        .join(ended, ended.c.case_id == case_table.c.case_id)
        .where(
            case_table.c.is_closed.is_(True),
            case_table.c.until < until,
            ended.c.at < now - AFTER_CASE,
        )
    )
    rows = connection.execute(query)
    return [row.case_id for row in rows if row.persons or row.more]


def _list_holding(connection: Connection, now: datetime) -> Iterator[Case]:
    """Yield the cases that are under way, or were until lately."""
    ended = _closed_at().subquery()
    query = (
        select(case_table.c.case_id)
        .outerjoin(ended, ended.c.case_id == case_table.c.case_id)
        .where(
            or_(case_table.c.is_closed.is_(False), ended.c.at >= now - AFTER_CASE),
        )
        .order_by(case_table.c.case_id)
    )
    for case_id in connection.scalars(query).all():
        case = cases.find(connection, WHOLE, case_id)
        if case is not None:
            yield case


def _list_ends(
    connection: Connection, case: Case
) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Yield the entries in and out of every stay that a case names."""
    period = case.since, case.until
    mine = tracing.list_stays(connection, case.persons, period, case.scope)
    own = [stay for _, stay in mine]
    yield from map(_tell_ends, own)
    met = tracing.list_contacts(connection, own, case.persons, window_us=case.window_us)
    for some in _slice(one.person_key for one in met.tallies):
        theirs = tracing.list_meeting_stays(
            connection, own, some, window_us=case.window_us
        )
        yield from (_tell_ends(stay) for near in theirs.values() for stay in near)
    seconds = (
        select(stays.c.in_id, stays.c.out_id)
        .join(
            case_contacts,
            (case_contacts.c.person_key == stays.c.person_key)
            & (stays.c.since <= case_contacts.c.since)
            & (stays.c.until >= case_contacts.c.since),
        )
        .where(case_contacts.c.case_id == case.case_id)
    )
    yield from ((in_id, out_id) for in_id, out_id in connection.execute(seconds))


def _tell_ends(stay: Stay) -> tuple[bytes | None, bytes | None]:
    return stay.in_id, stay.out_id


def _closed_at() -> Select[tuple[str, datetime]]:
    """Return when each case was closed, by who looked into it."""
    closed = func.max(case_looks.c.at, type_=case_looks.c.at.type)
    query = select(case_looks.c.case_id, closed.label("at"))
    return query.where(case_looks.c.act == CLOSED).group_by(case_looks.c.case_id)


def _slice(ids: Iterable[bytes]) -> Iterator[list[bytes]]:
    listed = list(ids)
    for first in range(0, len(listed), _TOGETHER):
        yield listed[first : first + _TOGETHER]
