"""Applications: places that ask for a point by themselves, and what they were answered."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from province.category import Category
from province.folding import fold
from province.ledger import points
from province.ledger.place_tables import applications
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points as points_table
from province.place import Place

PAGE_ROWS = 100
MOST_OPEN = 20_000
"""Three times the points of the largest province: beyond it somebody plays."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those that are not taken for another when a number is read out."""
_GROUPS = 4
_GROUP = 4


class Answer(StrEnum):
    """What an officer answered."""

    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A place that asks; `answer` is None as long as nobody decided.

    `application_id` is the number by which the applicant asks for the answer.
    """

    application_id: str
    name: str
    category: str
    unit: str
    address: str
    contact_name: str
    contact_phone: str
    applied_at: datetime
    answer: str | None
    reason: str
    decided_at: datetime | None
    decided_by: str | None
    point_id: str | None

    @property
    def place(self) -> Place:
        """Return what the point is made of."""
        return Place(
            name=self.name,
            category=Category(self.category),
            unit=self.unit,
            address=self.address,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
        )


_WHOLE = select(*(applications.c[name] for name in Application.__dataclass_fields__))


def apply(connection: Connection, place: Place, now: datetime) -> str | None:
    """Keep the application of `place` and return its number; None where too many wait."""
    if count_open(connection, WHOLE) >= MOST_OPEN:
        return None
    number = _make_number()
    connection.execute(
        insert(applications).values(
            application_id=number,
            name=place.name,
            category=place.category.value,
            unit=place.unit,
            address=place.address,
            contact_name=place.contact_name,
            contact_phone=place.contact_phone,
            applied_at=now,
        )
    )
    return number


def look_up(connection: Connection, number: str) -> Application | None:
    """Return the application with the number that only its applicant got."""
    query = _WHOLE.where(applications.c.application_id == read_number(number))
    row = connection.execute(query).one_or_none()
    return None if row is None else Application(**row._asdict())


def count_open(connection: Connection, scope: Scope) -> int:
    """Return how many within `scope` wait for an answer."""
    query = select(func.count()).where(
        applications.c.answer.is_(None), scope.holds(applications.c.unit)
    )
    return connection.scalar(query.select_from(applications)) or 0


def list_applications(
    connection: Connection,
    scope: Scope,
    *,
    is_open: bool,
    after: tuple[datetime, str] | None = None,
    limit: int | None = PAGE_ROWS,
) -> Sequence[Application]:
    """Return those within `scope`, those that have waited longest first."""
    at, number = applications.c.applied_at, applications.c.application_id
    waits: ColumnElement[bool] = applications.c.answer.is_(None)
    query = _WHOLE.where(scope.holds(applications.c.unit), waits if is_open else ~waits)
    if after is not None:
        moment, last = after
        query = query.where((at > moment) | ((at == moment) & (number > last)))
    rows = connection.execute(query.order_by(at, number).limit(limit))
    return [Application(**row._asdict()) for row in rows]


def find_application(
    connection: Connection, scope: Scope, application_id: str
) -> Application | None:
    """Return the application, None where there is none within `scope`."""
    query = _WHOLE.where(
        applications.c.application_id == application_id,
        scope.holds(applications.c.unit),
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Application(**row._asdict())


def list_namesakes(
    connection: Connection, scope: Scope, asked: Application
) -> Sequence[tuple[str, str]]:
    """Return points of the same name and unit, by id and name: it may have one already."""
    query = (
        select(points_table.c.point_id, points_table.c.name)
        .where(
            scope.holds(points_table.c.unit),
            points_table.c.unit == asked.unit,
            points_table.c.folded == fold(asked.name),
        )
        .order_by(points_table.c.point_id)
    )
    return [(point_id, name) for point_id, name in connection.execute(query)]


def approve(
    connection: Connection, asked: Application, *, by: str, now: datetime
) -> str | None:
    """Register the place and return its point; None where it was answered already."""
    if not _answer(connection, asked, Answer.APPROVED, reason="", by=by, now=now):
        return None
    (point_id,) = points.add_points(connection, [asked.place], now)
    connection.execute(
        update(applications)
        .where(applications.c.application_id == asked.application_id)
        .values(point_id=point_id)
    )
    return point_id


def refuse(
    connection: Connection, asked: Application, reason: str, *, by: str, now: datetime
) -> bool:
    """Refuse with a reason that the applicant reads; False where it was answered already."""
    return _answer(connection, asked, Answer.REFUSED, reason=reason, by=by, now=now)


def read_number(said: str) -> str:
    """Return a number as it is kept, however it was typed."""
    letters = "".join(one for one in said.upper() if one in _LETTERS)
    parts = (letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))
    return "-".join(parts)


def _make_number() -> str:
    """Return 16 letters, 78 bits: nobody meets another's by trying."""
    return read_number(
        "".join(secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP))
    )


def _answer(
    connection: Connection,
    asked: Application,
    answer: Answer,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> bool:
    """Keep the first answer; two officers at once give one."""
    waits = update(applications).where(
        applications.c.application_id == asked.application_id,
        applications.c.answer.is_(None),
    )
    kept = waits.values(
        answer=answer.value, reason=reason, decided_at=now, decided_by=by
    )
    return connection.execute(kept).rowcount == 1
