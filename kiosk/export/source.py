"""Source: the kept entries of a period, a page at a time.

Each page is a short reading transaction, so that a slow stick never holds the
database; entries are only ever appended, so the pages fit together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select, true

from kiosk.export.period import Period
from kiosk.protocol.batch import Row
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.storage import lost
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.entries import Head
from kiosk.storage.outbox import Run
from kiosk.storage.tables import ENTRIES, OUTBOX

PAGE_ROWS = 1000
BATCH_ROWS = 1000
"""As over the network (`kiosk.sync.uploader`)."""

Page = Sequence[tuple[int, bytes, bytes]]
"""Some entries: position, id and content, which is decoded one by one, since a
page of decoded entries at once costs a third more."""

_Columns = tuple[int, bytes, bytes]
_ADMIN = tuple(act.value for act in ADMIN_ACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which entries: those of `period` up to the position `last`, or only the unsettled."""

    period: Period
    last: int
    unsettled: bool = False


def count_rows(connection: Connection, scope: Scope) -> int:
    """Return how many entries are in `scope`, admin acts not counted."""
    query = (
        select(func.count())
        .select_from(ENTRIES)
        .where(_is_in(scope), ENTRIES.c.act.not_in(_ADMIN))
    )
    return connection.execute(query).scalar_one()


def estimate_rows(connection: Connection, scope: Scope, head: Head) -> int:
    """Return how many entries `scope` will be, without reading all where that can be."""
    if scope.period.is_everything and not scope.unsettled:
        gone = head.purged + lost.count_holes(connection)
        return head.position - head.admin - gone
    return count_rows(connection, scope)


def read_pages(database: Database, scope: Scope) -> Iterator[Page]:
    """Yield the entries of `scope`, oldest first, without admin acts."""
    query = (
        select(ENTRIES.c.position, ENTRIES.c.entry_id, ENTRIES.c.content)
        .where(
            _is_in(scope),
            ENTRIES.c.act.not_in(_ADMIN),
            ENTRIES.c.position > bindparam("after"),
        )
        .order_by(ENTRIES.c.position)
        .limit(PAGE_ROWS)
    )
    after = 0
    while rows := _read_page(database, query, after):
        yield rows
        after = rows[-1][0]


def _read_page(database: Database, query: Select[_Columns], after: int) -> Page:
    with database.read() as connection:
        page = connection.execute(query, {"after": after})
        # The driver's own tuples: SQLAlchemy's cost 40 ms more at 100,000 rows.
        rows: Page = page.cursor.fetchall()
    return rows


def read_runs(database: Database, scope: Scope) -> Iterator[Run]:
    """Yield the entries of `scope`, admin acts too, as runs of neighbours in the chain."""
    after = 0
    query = (
        select(
            ENTRIES.c.position,
            ENTRIES.c.entry_id,
            ENTRIES.c.salt,
            ENTRIES.c.content,
            ENTRIES.c.commitment,
            ENTRIES.c.link,
            ENTRIES.c.decided_at_us,
        )
        .where(_is_in(scope))
        .order_by(ENTRIES.c.position)
        .limit(BATCH_ROWS)
    )
    while True:
        with database.read() as connection:
            rows = connection.execute(query.where(ENTRIES.c.position > after)).all()
            if not rows:
                return
            size = next(
                (n for n, row in enumerate(rows) if row[0] != rows[0][0] + n), len(rows)
            )
            start = lost.find_link(connection, rows[0].position - 1)
        if start is None:  # the entry before it is lost, and the province has this one
            after = rows[0].position
            continue
        run = rows[:size]
        yield Run(
            first=run[0].position,
            start=start,
            end=run[-1].link,
            rows=tuple(Row(row[1], row[2], row[3]) for row in run),
            covered_until_us=run[-1].decided_at_us,
        )
        after = run[-1].position


def read_link(connection: Connection, position: int) -> bytes:
    """Return the chain's link at `position`, from 0 for the one before any entry."""
    if position == 0:
        return bytes(32)
    link: bytes = connection.execute(
        select(ENTRIES.c.link).where(ENTRIES.c.position == position)
    ).scalar_one()
    return link


def _is_in(scope: Scope) -> ColumnElement[bool]:
    terms: list[ColumnElement[bool]] = [
        true(),
        ENTRIES.c.position <= scope.last,
        ENTRIES.c.content.is_not(None),
    ]
    if scope.period.from_us is not None:
        terms.append(ENTRIES.c.decided_at_us >= scope.period.from_us)
    if scope.period.until_us is not None:
        terms.append(ENTRIES.c.decided_at_us < scope.period.until_us)
    if scope.unsettled:
        terms.append(ENTRIES.c.position.in_(select(OUTBOX.c.position)))
    return and_(*terms)
