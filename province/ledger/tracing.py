"""Tracing: whose stays met whose, asked of the ledger.

`province.contacts` says what a meeting is; the sums here are the same, made
where the stays lie, since a busy point has tens of thousands of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    SmallInteger,
    Text,
    bindparam,
    case,
    cast,
    column,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB

from kiosk.credentials.credential import Claim
from province.contacts import clip
from province.ledger import told, vault
from province.ledger.columns import from_us, to_us
from province.ledger.entry_tables import entries
from province.ledger.scope import Scope
from province.ledger.stays import read_stay
from province.ledger.tables import points
from province.ledger.trace_tables import person_aliases, stays
from province.stays import LONGEST_US, SPANS_US, Stay, Sureness

Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A contact as the ledger sums it up: all meetings with one person."""

    person_key: bytes
    since_us: int
    overlap_us: int
    sureness: Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a join key stands for, as the newest of their entries says."""

    person_key: bytes
    document: str = ""
    name: str = ""
    phone: str = ""
    birth_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the contacts are to be listed, the longest first."""

    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """The contacts that were wanted, and how many people there are."""

    tallies: list[Tally]
    people: int


ALL = Wanted()


def list_persons(connection: Connection, keys: Iterable[bytes]) -> set[bytes]:
    """Return the persons that any of `keys`, of words about them, stands for."""
    asked = list(keys)
    known = select(stays.c.person_key).where(stays.c.person_key.in_(asked)).distinct()
    named = select(person_aliases.c.person_key).where(
        person_aliases.c.alias_key.in_(asked)
    )
    return {*connection.scalars(known), *connection.scalars(named)}


def list_stays(
    connection: Connection, persons: Iterable[bytes], period: Period, scope: Scope
) -> list[tuple[bytes, Stay]]:
    """Return the stays of `persons` in `period` at points of `scope`, each within it."""
    start, end = period
    earliest = from_us(max(0, to_us(start) - LONGEST_US))
    query = (
        select(stays)
        .where(
            stays.c.person_key.in_(list(persons)),
            stays.c.since.between(earliest, end),
            stays.c.until >= start,
        )
        .order_by(stays.c.since)
    )
    if not scope.is_whole:
        query = query.join(points, points.c.point_id == stays.c.point_id)
        query = query.where(scope.holds(points.c.unit))
    bounds = to_us(start), to_us(end)
    clipped = (
        (row.person_key, clip(read_stay(row), *bounds))
        for row in connection.execute(query)
    )
    return [(key, stay) for key, stay in clipped if stay is not None]


def list_point_stays(
    connection: Connection, point_id: str, period: Period, most: int
) -> list[tuple[bytes, Stay]]:
    """Return who was at a point in `period`, the first to come first."""
    start, end = period
    earliest = from_us(max(0, to_us(start) - LONGEST_US))
    query = (
        select(stays)
        .where(
            stays.c.point_id == point_id,
            stays.c.since.between(earliest, end),
            stays.c.until >= start,
        )
        .order_by(stays.c.since)
        .limit(most)
    )
    return [(row.person_key, read_stay(row)) for row in connection.execute(query)]


def list_contacts(
    connection: Connection,
    mine: Sequence[Stay],
    own: Iterable[bytes],
    *,
    window_us: int,
    wanted: Wanted = ALL,
) -> Contacts:
    """Return who met `mine`, the longest first; `own` are the keys of the same person."""
    if not mine:
        return Contacts(tallies=[], people=0)
    query = _ask_contacts(connection.dialect.name, is_cut=wanted.limit is not None)
    told = bind(mine, window_us) | {"own": list(own)}
    if wanted.limit is not None:
        told |= {"offset": wanted.offset, "limit": wanted.limit}
    rows = connection.execute(query, told).all()
    tallies = [
        Tally(
            person_key=row.person_key,
            since_us=int(row.since),
            overlap_us=int(row.overlap),
            sureness=Sureness(row.sureness),
        )
        for row in rows
    ]
    return Contacts(tallies=tallies, people=int(rows[0].people) if rows else 0)


def list_meeting_stays(
    connection: Connection,
    mine: Sequence[Stay],
    persons: Iterable[bytes],
    *,
    window_us: int,
) -> dict[bytes, list[Stay]]:
    """Return the stays by which `persons` met `mine`, or were near to."""
    if not mine:
        return {}
    low = max(0, min(stay.since_us for stay in mine) - window_us - LONGEST_US)
    high = max(stay.until_us for stay in mine) + window_us
    query = select(stays).where(
        stays.c.person_key.in_(list(persons)),
        stays.c.since.between(from_us(low), from_us(high)),
        stays.c.point_id.in_({stay.point_id for stay in mine}),
    )
    found: dict[bytes, list[Stay]] = {}
    for row in connection.execute(query):
        found.setdefault(row.person_key, []).append(read_stay(row))
    return found


def describe(connection: Connection, persons: Iterable[bytes]) -> dict[bytes, Person]:
    """Return who `persons` are; who has no entry any more is left out."""
    told_by = _find_newest(connection, list(persons))
    # Joined, PostgreSQL reads every entry behind its walls: 0.1 s a million (measured).
    query = select(entries.c.entry_id, entries.c.sealed).where(
        entries.c.entry_id.in_(told_by)
    )
    opener = vault.open_sealed(connection)
    found = {}
    for row in connection.execute(query):
        key = told_by[row.entry_id]
        found[key] = _describe(key, told.read(opener, row).claims)
    return found


def _find_newest(connection: Connection, persons: list[bytes]) -> dict[bytes, bytes]:
    """Return the entry of each person's newest stay, and whose it is."""
    newest = (
        select(stays.c.person_key, func.max(stays.c.since).label("since"))
        .where(stays.c.person_key.in_(persons))
        .group_by(stays.c.person_key)
        .subquery()
    )
    entry_id = func.coalesce(stays.c.in_id, stays.c.out_id).label("entry_id")
    query = select(stays.c.person_key, entry_id).join(
        newest,
        (newest.c.person_key == stays.c.person_key) & (newest.c.since == stays.c.since),
    )
    return {row.entry_id: row.person_key for row in connection.execute(query)}


def name_points(connection: Connection, point_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of points."""
    query = select(points.c.point_id, points.c.name).where(
        points.c.point_id.in_(set(point_ids))
    )
    return {row.point_id: row.name for row in connection.execute(query)}


def _describe(person_key: bytes, claims: Mapping[str, str]) -> Person:
    number = claims.get(Claim.DOCUMENT) or claims.get(Claim.INSURANCE_NUMBER, "")
    return Person(
        person_key=person_key,
        document=number,
        name=claims.get(Claim.NAME, ""),
        phone=claims.get(Claim.PHONE, ""),
        birth_date=claims.get(Claim.BIRTH_DATE, ""),
    )


def bind(mine: Sequence[Stay], window_us: int) -> dict[str, Any]:
    """Return what `list_mine` needs of one person's stays; `Any` for what joins it."""
    return bind_all([mine], window_us)


def bind_all(circles: Iterable[Sequence[Stay]], window_us: int) -> dict[str, Any]:
    """Return what `list_mine` needs: a row for each stay and each length of others.

    All bounds are reckoned here: joined to a table of lengths, PostgreSQL read
    everybody who was ever at the point (measured). `f` is the place of whose it is.
    """
    told = [
        {
            "f": place,
            "p": stay.point_id,
            "n": span,
            "low": stay.since_us - window_us - reach_us,
            "high": stay.until_us + window_us,
            "least": stay.since_us - window_us,
            "s": stay.since_us,
            "u": stay.until_us,
            "q": sureness,
        }
        for place, mine in enumerate(circles)
        for stay, sureness in zip(mine, map(_grade, mine), strict=True)
        for span, reach_us in enumerate(SPANS_US)
    ]
    return {"mine": json.dumps(told)}


def _grade(stay: Stay) -> int:
    return int(stay.sureness)


def lies_near(mine: FromClause) -> ColumnElement[bool]:
    """Say whether a stay began where one that meets `mine` may have begun."""
    since = type_coerce(stays.c.since, BigInteger)
    return (
        (stays.c.point_id == mine.c.p)
        & (stays.c.span == mine.c.n)
        & (since >= mine.c.low)
        & (since <= mine.c.high)
    )


@lru_cache
def _ask_contacts(dialect: str, *, is_cut: bool) -> Select[*tuple[Any, ...]]:
    """Return the question for whom one person met; made anew it costs more than its answer."""
    met = meet(dialect).subquery()
    overlap = func.sum(met.c.overlap).label("overlap")
    query = (
        select(
            met.c.person_key,
            func.min(met.c.since).label("since"),
            overlap,
            func.max(met.c.sureness).label("sureness"),
            func.count().over().label("people"),
        )
        .where(met.c.person_key.not_in(bindparam("own", expanding=True)))
        .group_by(met.c.person_key)
        .order_by(overlap.desc(), met.c.person_key)
    )
    if is_cut:
        query = query.offset(bindparam("offset", type_=Integer))
        query = query.limit(bindparam("limit", type_=Integer))
    return query


def meet(dialect: str) -> Select[*tuple[Any, ...]]:
    """Return the question for every meeting of the bound stays, with themselves too.

    `Any` as types end at SQL.
    """
    mine, theirs = list_mine(dialect), stays.c
    since = type_coerce(theirs.since, BigInteger)
    until = type_coerce(theirs.until, BigInteger)
    latest = case((since > mine.c.s, since), else_=mine.c.s)
    earliest = case((until < mine.c.u, until), else_=mine.c.u)
    common = earliest - latest
    less_sure = case((mine.c.q < theirs.sureness, mine.c.q), else_=theirs.sureness)
    is_unsure_or_together = or_(less_sure == int(Sureness.LOW), common >= 0)
    is_met = until >= mine.c.least
    return select(
        mine.c.f.label("first"),
        theirs.person_key,
        latest.label("since"),
        case((common > 0, common), else_=0).label("overlap"),
        case((is_unsure_or_together, less_sure), else_=int(Sureness.MEDIUM)).label(
            "sureness"
        ),
    ).join_from(mine, stays, lies_near(mine) & is_met)


def list_mine(dialect: str) -> FromClause:
    """Return what `bind` binds as rows, with one parameter however many they are."""
    numbers = ("low", "high", "least", "s", "u")
    if dialect == "postgresql":
        told = cast(bindparam("mine", type_=Text), JSONB)
        return (
            func.jsonb_to_recordset(told)
            .table_valued(
                column("p", Text),
                column("f", Integer),
                column("n", SmallInteger),
                column("q", SmallInteger),
                *(column(name, BigInteger) for name in numbers),
                name="mine",
            )
            .render_derived(name="mine", with_types=True)
        )
    each = func.json_each(bindparam("mine", type_=Text)).table_valued("value")

    def pick(name: str, kind: type[Text] | type[Integer]) -> ColumnElement[Any]:
        """Return a field; `Any` because each has its own type."""
        picked = func.json_extract(each.c.value, f"$.{name}")
        return type_coerce(picked, kind()).label(name)

    fields = (pick(name, Integer) for name in ("f", "n", "q", *numbers))
    return select(pick("p", Text), *fields).subquery("mine")
