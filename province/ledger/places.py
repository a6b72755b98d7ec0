"""Places: the register of those that should have a point, and which do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from kiosk.decision import LOCAL
from province.category import read_category
from province.folding import fold
from province.ledger.place_tables import places
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.place import Place

PAGE_ROWS = 100
_Id = TypeVar("_Id", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageLine:
    """How many places of a category in a unit should have a point, and how many do."""

    unit: str
    category: str
    expected: int
    covered: int

    @property
    def missing(self) -> int:
        """Return how many have none."""
        return self.expected - self.covered

    @property
    def rate(self) -> float | None:
        """Return the covered share, 1.0 for all; None where none should have one."""
        return self.covered / self.expected if self.expected else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The register on a day: a line for each unit and category that is in it."""

    lines: tuple[CoverageLine, ...]

    @property
    def total(self) -> CoverageLine:
        """Return all lines added up."""
        return self._add_up(lambda _: ("", "")).get(
            ("", ""), CoverageLine(unit="", category="", expected=0, covered=0)
        )

    def by_unit(self) -> tuple[CoverageLine, ...]:
        """Return a line for each unit, in their order."""
        return tuple(self._add_up(lambda line: (line.unit, "")).values())

    def by_category(self) -> tuple[CoverageLine, ...]:
        """Return a line for each category, in their order."""
        return tuple(self._add_up(lambda line: ("", line.category)).values())

    def _add_up(
        self, name: Callable[[CoverageLine], tuple[str, str]]
    ) -> dict[tuple[str, str], CoverageLine]:
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        for line in self.lines:
            expected, covered = sums.get(name(line), (0, 0))
            sums[name(line)] = expected + line.expected, covered + line.covered
        return {
            (unit, category): CoverageLine(
                unit=unit, category=category, expected=expected, covered=covered
            )
            for (unit, category), (expected, covered) in sorted(sums.items())
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A place of the register; `point_id` is None as long as it has no point."""

    place_id: int
    name: str
    category: str
    unit: str
    address: str
    point_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which places a list is to show; empty is all, `has_point` None is both."""

    text: str = ""
    category: str = ""
    unit: str = ""
    has_point: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A point that a place may have."""

    point_id: str
    name: str


_MOST_CANDIDATES = 20
_TAKEN = select(places.c.point_id).where(
    places.c.point_id.is_not(None), places.c.left_at.is_(None)
)
_COLUMNS = tuple(ListedPlace.__dataclass_fields__)
_LISTED = select(*(places.c[name] for name in _COLUMNS))


def coverage(connection: Connection, scope: Scope, day: date) -> Coverage:
    """Return how many places within `scope` should have had a point on `day`, and had.

    A point counts from the day that it was registered, working or suspended.
    """
    night = datetime.combine(day + timedelta(days=1), time(), LOCAL)
    # One list of the few points that came later, not a look at each place's own.
    younger = select(points.c.point_id).where(points.c.created_at >= night)
    has_point = places.c.point_id.is_not(None) & places.c.point_id.not_in(younger)
    query = (
        select(
            places.c.unit,
            places.c.category,
            func.count().label("expected"),
            func.sum(case((has_point, 1), else_=0)).label("covered"),
        )
        .where(
            scope.holds(places.c.unit),
            places.c.added_at < night,
            or_(places.c.left_at.is_(None), places.c.left_at >= night),
        )
        .group_by(places.c.unit, places.c.category)
        .order_by(places.c.unit, places.c.category)
    )
    return Coverage(
        lines=tuple(
            CoverageLine(
                unit=row.unit,
                category=row.category,
                expected=row.expected,
                covered=int(row.covered),
            )
            for row in connection.execute(query)
        )
    )


def list_places(
    connection: Connection,
    scope: Scope,
    wanted: Wanted,
    *,
    after: int = 0,
    limit: int | None = PAGE_ROWS,
) -> Sequence[ListedPlace]:
    """Return the places within `scope` that follow `after`; all where `limit` is None."""
    query = (
        _LISTED.where(_holds(scope), places.c.place_id > after, *_want(wanted))
        .order_by(places.c.place_id)
        .limit(limit)
    )
    # By position: a register of 6,128 is read for each file of a clerk's.
    rows = connection.execute(query).all()
    return [ListedPlace(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def find_place(
    connection: Connection, scope: Scope, place_id: int
) -> ListedPlace | None:
    """Return the place `place_id`, None where it is not in the register or the scope."""
    query = _LISTED.where(_holds(scope), places.c.place_id == place_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else ListedPlace(**row._asdict())


def add_places(connection: Connection, added: Sequence[Place], now: datetime) -> None:
    """Put `added` into the register."""
    if added:
        rows = [_describe(one) | {"added_at": now} for one in added]
        connection.execute(insert(places), rows)


def change_place(connection: Connection, place_id: int, place: Place) -> None:
    """Let the register tell of the place what `place` does."""
    connection.execute(
        update(places).where(places.c.place_id == place_id).values(_describe(place))
    )


def to_place(listed: ListedPlace) -> Place:
    """Return what the register tells of a place, as a point is made of it."""
    return Place(
        name=listed.name,
        category=read_category(listed.category),
        unit=listed.unit,
        address=listed.address,
    )


def attach(connection: Connection, place_id: int, point_id: str | None) -> None:
    """Say that the place has the point `point_id`, or none."""
    connection.execute(
        update(places).where(places.c.place_id == place_id).values(point_id=point_id)
    )


def leave(connection: Connection, place_id: int, now: datetime) -> None:
    """Take a place from the register; what it was on earlier days stays."""
    connection.execute(
        update(places).where(places.c.place_id == place_id).values(left_at=now)
    )


def match_by_name(connection: Connection, scope: Scope) -> int:
    """Attach places to points of the same folded name and unit; return how many.

    Where two places or two points share a name in a unit, an officer decides.
    """
    free = select(places.c.place_id, places.c.folded, places.c.unit).where(
        _holds(scope), places.c.point_id.is_(None)
    )
    untaken = select(points.c.point_id, points.c.folded, points.c.unit).where(
        scope.holds(points.c.unit), points.c.point_id.not_in(_TAKEN)
    )
    wanted = _find_single(connection.execute(free))
    found = _find_single(connection.execute(untaken))
    pairs = [
        {"its_id": place_id, "its_point": found[key]}
        for key, place_id in wanted.items()
        if key in found
    ]
    if pairs:
        its = update(places).where(places.c.place_id == bindparam("its_id"))
        connection.execute(its.values(point_id=bindparam("its_point")), pairs)
    return len(pairs)


def list_candidates(
    connection: Connection, scope: Scope, place: ListedPlace
) -> Sequence[Candidate]:
    """Return points of the place's unit that no place has, those of its name first."""
    folded = fold(place.name)
    query = (
        select(points.c.point_id, points.c.name)
        .where(
            scope.holds(points.c.unit),
            points.c.unit == place.unit,
            points.c.point_id.not_in(_TAKEN),
        )
        .order_by(
            case((points.c.folded == folded, 0), else_=1),
            case((points.c.category == place.category, 0), else_=1),
            points.c.point_id,
        )
        .limit(_MOST_CANDIDATES)
    )
    return [Candidate(**row._asdict()) for row in connection.execute(query)]


def _find_single(rows: Iterable[Row[_Id, str, str]]) -> dict[tuple[str, str], _Id]:
    """Return the ids of rows that share name and unit with no other."""
    found: dict[tuple[str, str], _Id] = {}
    twice = set()
    for one, name, unit in rows:
        if found.setdefault((name, unit), one) != one:
            twice.add((name, unit))
    return {key: one for key, one in found.items() if key not in twice}


def _holds(scope: Scope) -> ColumnElement[bool]:
    return and_(scope.holds(places.c.unit), places.c.left_at.is_(None))


def _want(wanted: Wanted) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if wanted.text:
        terms.append(places.c.folded.contains(fold(wanted.text), autoescape=True))
    if wanted.category:
        terms.append(places.c.category == wanted.category)
    if wanted.unit:
        terms.append(Scope(unit=wanted.unit).holds(places.c.unit))
    if wanted.has_point is not None:
        is_free = places.c.point_id.is_(None)
        terms.append(~is_free if wanted.has_point else is_free)
    return terms


def _describe(place: Place) -> dict[str, str]:
    return {
        "name": place.name,
        "folded": fold(place.name),
        "category": place.category.value,
        "unit": place.unit,
        "address": place.address,
    }
