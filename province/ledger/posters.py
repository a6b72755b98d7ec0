"""Posters: the location codes on walls, live, revoked and renewed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, insert, select, tuple_, update

from province.ledger.place_tables import posters
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: nothing in it is taken for another when it is read out."""
ID_LENGTH = 20
"""100 bits: nobody guesses one."""
_ALIKE = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """A code on a wall, with the place it belongs to."""

    poster_id: str
    point_id: str
    point_name: str
    address: str
    unit: str
    gate: str
    made_at: datetime
    made_by: str
    revoked_at: datetime | None
    renewed_as: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which posters are meant; each part left empty means all."""

    unit: str = ""
    point_id: str = ""
    is_live: bool = False


def make_id() -> str:
    """Return a new id."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


def read_id(text: str) -> str:
    """Return the id in `text` as somebody may have typed it: groups, small letters, O for 0."""
    return text.replace("-", "").replace(" ", "").upper().translate(_ALIKE)


def is_id(text: str) -> bool:
    """Say whether `text` could be a poster's id."""
    return len(text) == ID_LENGTH and set(text) <= set(ALPHABET)


def add(
    connection: Connection,
    places: Iterable[tuple[str, str]],
    made_by: str,
    now: datetime,
) -> list[str]:
    """Make a poster for each point and gate; return their ids."""
    rows = [(make_id(), place) for place in places]
    _insert(connection, rows, made_by, now)
    return [poster_id for poster_id, _ in rows]


def renew(
    connection: Connection, poster: Poster, made_by: str, now: datetime
) -> str | None:
    """Let a poster lead nowhere and make another for its place; None where it was dead.

    It is revoked first: of two who renew it at once one finds it dead.
    """
    new_id = make_id()
    if not revoke(connection, poster.poster_id, now, new_id):
        return None
    place = (poster.point_id, poster.gate)
    _insert(connection, [(new_id, place)], made_by, now)
    return new_id


def list_bare(
    connection: Connection, scope: Scope, choice: Choice
) -> list[tuple[str, str]]:
    """Return the points in use, each with no gate, that have no live poster."""
    live = (
        select(posters.c.point_id)
        .where(posters.c.point_id == points.c.point_id, posters.c.revoked_at.is_(None))
        .exists()
    )
    query = (
        select(points.c.point_id)
        .where(*_choose(scope, choice), points.c.suspended_at.is_(None), ~live)
        .order_by(points.c.point_id)
    )
    return [(point_id, "") for point_id in connection.execute(query).scalars()]


def list_posters(
    connection: Connection,
    scope: Scope,
    choice: Choice,
    *,
    after: tuple[str, str] = ("", ""),
    most: int | None = None,
) -> list[Poster]:
    """Return posters by point, those that follow the pair of point and id `after`."""
    key = tuple_(posters.c.point_id, posters.c.poster_id)
    query = (
        _select()
        .where(*_choose(scope, choice), key > after)
        .order_by(posters.c.point_id, posters.c.poster_id)
        .limit(most)
    )
    if choice.is_live:
        query = query.where(posters.c.revoked_at.is_(None))
    return [Poster(**row._asdict()) for row in connection.execute(query)]


def list_parts(
    connection: Connection, scope: Scope, choice: Choice, most: int
) -> list[tuple[str, str]]:
    """Return after which pair of point and id each file of `most` live posters begins."""
    query = (
        select(posters.c.point_id, posters.c.poster_id)
        .join(points, points.c.point_id == posters.c.point_id)
        .where(*_choose(scope, choice), posters.c.revoked_at.is_(None))
        .order_by(posters.c.point_id, posters.c.poster_id)
    )
    keys = [(row.point_id, row.poster_id) for row in connection.execute(query)]
    starts = range(most, len(keys), most)
    return [("", ""), *(keys[at - 1] for at in starts)] if keys else []


def find(connection: Connection, poster_id: str, scope: Scope = WHOLE) -> Poster | None:
    """Return a poster, None where there is none within `scope`."""
    query = _select().where(
        posters.c.poster_id == poster_id, scope.holds(points.c.unit)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Poster(**row._asdict())


def revoke(
    connection: Connection, poster_id: str, now: datetime, renewed_as: str | None = None
) -> bool:
    """Let a poster lead nowhere from now on; say whether it led somewhere until now."""
    done = connection.execute(
        update(posters)
        .where(posters.c.poster_id == poster_id, posters.c.revoked_at.is_(None))
        .values(revoked_at=now, renewed_as=renewed_as)
    )
    return done.rowcount > 0


def _insert(
    connection: Connection,
    made: Sequence[tuple[str, tuple[str, str]]],
    made_by: str,
    now: datetime,
) -> None:
    rows = [
        {
            "poster_id": poster_id,
            "point_id": point_id,
            "gate": gate,
            "made_at": now,
            "made_by": made_by,
        }
        for poster_id, (point_id, gate) in made
    ]
    if rows:
        connection.execute(insert(posters), rows)


def _select() -> Select[*tuple[object, ...]]:
    return select(
        posters.c.poster_id,
        posters.c.point_id,
        points.c.name.label("point_name"),
        points.c.address,
        points.c.unit,
        posters.c.gate,
        posters.c.made_at,
        posters.c.made_by,
        posters.c.revoked_at,
        posters.c.renewed_as,
    ).join(points, points.c.point_id == posters.c.point_id)


def _choose(scope: Scope, choice: Choice) -> tuple[ColumnElement[bool], ...]:
    wanted = [scope.holds(points.c.unit), Scope(unit=choice.unit).holds(points.c.unit)]
    if choice.point_id:
        wanted.append(points.c.point_id == choice.point_id)
    return tuple(wanted)
