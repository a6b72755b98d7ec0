"""Visit lists: visits as a desk looks for them, one by one and by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, bindparam, func, literal, select

from kiosk.credentials.credential import Claim
from kiosk.payload import Direction
from kiosk.protocol import content
from kiosk.reception import Leaving, Visit, VisitField
from kiosk.search import find_words, fold
from kiosk.storage.connection import Connection
from kiosk.storage.tables import ENTRIES, PRESENCE, VISIT_TAILS, VISITS

LAST_CHARACTER = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a search by name looks before it goes the other way.

    Fewer matches than `few` are sorted (1 ms). Of more, the newest are sought
    among the `newest` visitors (2 ms).
    """

    few: int = 3_000
    newest: int = 5_000


REACH = Reach()

_JOINED = select(
    VISITS.c.visit_id,
    VISITS.c.came_at_us,
    VISITS.c.left_at_us,
    VISITS.c.leaving,
    ENTRIES.c.content,
).join(ENTRIES, ENTRIES.c.position == VISITS.c.position)
_ADMISSIONS = select(
    ENTRIES.c.entry_id.label("visit_id"),
    ENTRIES.c.decided_at_us.label("came_at_us"),
    literal(None).label("left_at_us"),
    literal("").label("leaving"),
    ENTRIES.c.content,
)
_IS_OPEN = VISITS.c.left_at_us.is_(None)
_NEWEST_FIRST = VISITS.c.position.desc()
_FIND_OPEN = _JOINED.where(_IS_OPEN).order_by(_NEWEST_FIRST).limit(1)
_FIND_OPEN_BY_HOLDER = _FIND_OPEN.where(VISITS.c.holder == bindparam("wanted"))
_FIND_OPEN_BY_CODE = _FIND_OPEN.where(VISITS.c.code == bindparam("wanted"))
_FIND_OPEN_BY_BADGE = _FIND_OPEN.where(VISITS.c.badge == bindparam("wanted"))
_FIND_BY_ID = _JOINED.where(VISITS.c.visit_id == bindparam("wanted"))
_FIND_OF_PERSON = (
    _JOINED.where(VISITS.c.person == bindparam("wanted"))
    .order_by(_NEWEST_FIRST)
    .limit(1)
)


def find_open_by_holder(connection: Connection, holder: bytes) -> Visit | None:
    """Return the open visit of `holder`."""
    return _find(connection, _FIND_OPEN_BY_HOLDER, holder)


def find_open_by_code(connection: Connection, code: bytes) -> Visit | None:
    """Return the open visit whose form this code filled."""
    return _find(connection, _FIND_OPEN_BY_CODE, code)


def find_open_by_badge(connection: Connection, badge: str) -> Visit | None:
    """Return the open visit of who wears `badge`."""
    return _find(connection, _FIND_OPEN_BY_BADGE, badge)


def find(connection: Connection, visit_id: bytes) -> Visit | None:
    """Return the visit that `visit_id` began, ended or not."""
    return _find(connection, _FIND_BY_ID, visit_id)


def find_newest(connection: Connection, person: bytes) -> Visit | None:
    """Return the newest visit of `person`."""
    return _find(connection, _FIND_OF_PERSON, person)


def read_admission(connection: Connection, entry_id: bytes) -> Visit | None:
    """Return an entry in that began no visit as one without fields."""
    query = _ADMISSIONS.where(ENTRIES.c.entry_id == entry_id)
    row = connection.execute(query).first()
    return None if row is None else _make(row)


def list_by_id(connection: Connection, ids: Sequence[bytes]) -> list[Visit]:
    """Return the visits that `ids` began, and entries in that began none, as they are now."""
    begun = _list(connection, _JOINED.where(VISITS.c.visit_id.in_(ids)))
    known = {visit.visit_id.bytes for visit in begun}
    others = [one for one in ids if one not in known]
    return begun + _list(connection, _ADMISSIONS.where(ENTRIES.c.entry_id.in_(others)))


def list_admissions(connection: Connection, since_us: int) -> list[Visit]:
    """Return who came in at a gate since, has not gone out, and is no visitor of the desk."""
    mine = select(VISITS.c.position).where(
        (VISITS.c.visit_id == PRESENCE.c.entry_id)
        | (_IS_OPEN & (VISITS.c.holder == PRESENCE.c.holder))
    )
    query = _ADMISSIONS.join(PRESENCE, PRESENCE.c.entry_id == ENTRIES.c.entry_id).where(
        PRESENCE.c.direction == Direction.IN.value,
        PRESENCE.c.at_us >= since_us,
        ~mine.exists(),
    )
    return _list(connection, query)


def list_inside(connection: Connection, search: str, *, limit: int) -> list[Visit]:
    """Return open visits, newest first.

    Each word of `search` begins a word of the name, or the badge.
    """
    query = _JOINED.where(_IS_OPEN).order_by(_NEWEST_FIRST).limit(limit)
    for word in find_words(search):
        by_badge = VISITS.c.badge.startswith(word, autoescape=True)
        query = query.where(has_word(VISITS.c.folded, word) | by_badge)
    return _list(connection, query)


def list_earlier(
    connection: Connection, search: str, *, limit: int, reach: Reach = REACH
) -> list[Visit]:
    """Return each person's newest visit whose name, from a word on, goes like `search`."""
    positions = _find_positions(connection, fold(search), limit, reach)
    query = _JOINED.where(VISITS.c.position.in_(positions)).order_by(_NEWEST_FIRST)
    return _list(connection, query)


def list_due(connection: Connection, before_us: int, *, limit: int) -> list[bytes]:
    """Return open visits that began before `before_us`, oldest first."""
    query = (
        select(VISITS.c.visit_id)
        .where(_IS_OPEN, VISITS.c.came_at_us < before_us)
        .order_by(VISITS.c.position)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def has_word(column: ColumnElement[str], folded: str) -> ColumnElement[bool]:
    """Say in SQL whether a word of a folded text begins like `folded`."""
    return func.instr(literal(" ") + column, f" {folded}") > 0


def _find_positions(
    connection: Connection, folded: str, limit: int, reach: Reach
) -> Sequence[int]:
    """Return the newest positions that `folded` finds, the quicker of two ways."""
    newest = (
        select(VISITS.c.position, VISITS.c.folded)
        .where(VISITS.c.is_newest)
        .order_by(_NEWEST_FIRST)
    )
    if not folded:
        return connection.execute(newest.limit(limit)).scalars().all()
    if not _is_rare(connection, folded, reach.few):
        some = newest.limit(reach.newest).subquery()
        query = (
            select(some.c.position)
            .where(has_word(some.c.folded, folded))
            .order_by(some.c.position.desc())
        )
        found = connection.execute(query.limit(limit)).scalars().all()
        if len(found) == limit:
            return found
    at = VISIT_TAILS.c.position
    query = select(at).where(_begins(folded)).distinct().order_by(at.desc())
    return connection.execute(query.limit(limit)).scalars().all()


def _is_rare(connection: Connection, folded: str, few: int) -> bool:
    some = select(VISIT_TAILS.c.position).where(_begins(folded)).limit(few).subquery()
    count = connection.execute(select(func.count()).select_from(some)).scalar_one()
    return count < few


def _begins(folded: str) -> ColumnElement[bool]:
    return VISIT_TAILS.c.tail.between(folded, folded + LAST_CHARACTER)


def _find(connection: Connection, query: Any, wanted: bytes | str) -> Visit | None:
    """Return the one visit of `query`; `Any` because its columns end at SQL."""
    row = connection.execute(query, {"wanted": wanted}).first()
    return None if row is None else _make(row)


def _list(connection: Connection, query: Any) -> list[Visit]:
    rows = connection.execute(query)
    return [visit for row in rows if (visit := _make(row)) is not None]


_CLAIMS = {claim.value: claim for claim in Claim}
_FIELDS = {field.value: field for field in VisitField}
"""A roll call makes 2,000 visits at once: a look-up is quicker than the enum's call."""


def _make(row: Row[*tuple[Any, ...]]) -> Visit | None:
    """Return the visit of one row of `_JOINED`, None where its entry was purged.

    `Any` because the columns' types end at SQL.
    """
    visit_id, came_at_us, left_at_us, leaving, encoded = row
    kept = content.decode(encoded or b"")
    if kept is None:
        return None
    return Visit(
        visit_id=UUID(bytes=visit_id),
        claims={_CLAIMS[name]: value for name, value in kept.claims.items()},
        fields={_FIELDS[name]: value for name, value in kept.visit.items()},
        came_at=_from_us(came_at_us),
        left_at=None if left_at_us is None else _from_us(left_at_us),
        leaving=Leaving(leaving) if leaving else None,
    )


def _from_us(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1_000_000, UTC)
