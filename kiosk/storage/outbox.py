"""Outbox: entries that the province has not confirmed, and what it said of the rest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap

from sqlalchemy import bindparam, delete, func, insert, literal_column, select, update

from kiosk.protocol.batch import Row
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.protocol.receipt import Line, Status
from kiosk.storage import entries, lost
from kiosk.storage.compiled import make_statement
from kiosk.storage.connection import Connection
from kiosk.storage.entries import PENDING, REFUSED
from kiosk.storage.tables import BATCHES, ENTRIES, HEAD, OUTBOX


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Neighbouring entries that wait: the first is at `first`, after the link `start`.

    An empty run stands after the newest entry.
    """

    first: int
    start: bytes
    end: bytes
    rows: tuple[Row, ...]
    covered_until_us: int
    """When the last row was decided; 0 for an empty run."""

    @property
    def last(self) -> int:
        """Return the position of the last row, `first` - 1 for none."""
        return self.first + len(self.rows) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How many entries of a batch got which answer."""

    accepted: int = 0
    duplicate: int = 0
    held: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBatch:
    """What to keep of a batch that was answered."""

    sequence: int
    hash: bytes
    run: Run
    settled_at_us: int
    receipt: bytes


_WAITING = (
    select(OUTBOX.c.position)
    .where(
        OUTBOX.c.state == bindparam("state"),
        OUTBOX.c.position > bindparam("behind"),
    )
    .order_by(OUTBOX.c.position)
    .limit(bindparam("limit"))
    .offset(literal_column("0"))  # SQLAlchemy's own would be a value without a name
)
_LIST_WAITING = make_statement(_WAITING)
_OLDEST = _WAITING.subquery().c.position
_FIND_SPAN = make_statement(select(func.min(_OLDEST), func.max(_OLDEST), func.count()))
_READ_ROWS = make_statement(
    select(ENTRIES.c.entry_id, ENTRIES.c.salt, ENTRIES.c.content)
    .where(ENTRIES.c.position.between(bindparam("first"), bindparam("last")))
    .order_by(ENTRIES.c.position)
)
_READ_END = make_statement(
    select(ENTRIES.c.link, ENTRIES.c.decided_at_us).where(
        ENTRIES.c.position == bindparam("at")
    )
)


def read_run(connection: Connection, *, limit: int, behind: int = 0) -> Run:
    """Return the oldest pending entries that are neighbours in the chain, at most `limit`.

    Those up to the position `behind` are left where they are.
    """
    span = _find_neighbours(connection, limit, behind)
    if span is None:
        return _make_empty_run(connection)
    first, last = span
    rows = _READ_ROWS.run(connection, {"first": first, "last": last}).fetchall()
    end = _READ_END.find(connection, {"at": last})
    if end is None:  # a salvage meanwhile moves what it can't find
        raise LookupError(last)
    return Run(
        first=first,
        start=_read_link(connection, first - 1),
        end=end[0],
        rows=tuple(starmap(Row, rows)),
        covered_until_us=end[1],
    )


def pick_others(connection: Connection, position: int, *, limit: int) -> Sequence[int]:
    """Return positions of pending entries other than this one: the newest, the rest by chance."""
    others = OUTBOX.c.state == PENDING, OUTBOX.c.position != position
    newest = select(func.max(OUTBOX.c.position)).where(*others).scalar_subquery()
    return (
        connection.execute(
            select(OUTBOX.c.position)
            .where(*others)
            .order_by(OUTBOX.c.position != newest, func.random())
            .limit(limit)
        )
        .scalars()
        .all()
    )


_LAST_SEQUENCE = make_statement(select(func.max(BATCHES.c.sequence)))


def read_next_sequence(connection: Connection) -> int:
    """Return the sequence of the next batch."""
    last: int | None = _LAST_SEQUENCE.find_value(connection)
    return (last or 0) + 1


def read_last_settled_us(connection: Connection) -> int | None:
    """Return when the last batch was answered, None where none was."""
    return connection.execute(
        select(BATCHES.c.settled_at_us).order_by(BATCHES.c.sequence.desc()).limit(1)
    ).scalar()


def settle(connection: Connection, batch: SentBatch, lines: Sequence[Line]) -> Settled:
    """Take over the province's answer, one line per row of the batch in its order.

    What the province has leaves the outbox; what it refused stays, with the
    reason. Rows that another sender settled meanwhile are left as they are.
    """
    refused = [
        (batch.run.first + offset, line.reason)
        for offset, line in enumerate(lines)
        if line.status is Status.REFUSED
    ]
    entries.fold(connection)
    marked = _mark_refused(connection, refused)
    left = _drop_settled(connection, batch.run)
    _COUNT_OFF.run(connection, {"left": left + marked, "marked": marked})
    _KEEP_BATCH.run(
        connection,
        {
            "sequence": batch.sequence,
            "hash": batch.hash,
            "first": batch.run.first,
            "last": batch.run.last,
            "settled_at_us": batch.settled_at_us,
            "receipt": batch.receipt,
        },
    )
    return _count(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the lines of a receipt came to, admin acts not counted.

    `settled` left the outbox now or before; `unknown` are ids of no entry here.
    """

    settled: int = 0
    refused: int = 0
    unknown: int = 0


def settle_named(connection: Connection, lines: Sequence[Line]) -> Named:
    """Take over the province's answers to entries by their ids, in any order and again.

    An entry that no line names stays as it is. One that was refused and is
    accepted now is settled; one that was settled and is refused now stays so,
    as the province has it.
    """
    entries.fold(connection)
    before = _count_states(connection)
    places = _find_places(connection, lines)
    taken = [line for line in lines if line.entry_id in places]
    for line in taken:
        position, _ = places[line.entry_id]
        if line.status is Status.REFUSED:
            connection.execute(_MARK_AGAIN, {"at": position, "why": line.reason})
        else:
            connection.execute(_DROP, {"at": position})
    after = _count_states(connection)
    connection.execute(
        update(HEAD).values(
            pending=HEAD.c.pending + after[PENDING] - before[PENDING],
            refused=HEAD.c.refused + after[REFUSED] - before[REFUSED],
        )
    )
    counted = [line for line in taken if places[line.entry_id][1] not in ADMIN_ACTS]
    refused = sum(line.status is Status.REFUSED for line in counted)
    return Named(
        settled=len(counted) - refused,
        refused=refused,
        unknown=len(lines) - len(taken),
    )


_DROP = delete(OUTBOX).where(OUTBOX.c.position == bindparam("at"))
_MARK_AGAIN = (
    update(OUTBOX)
    .where(OUTBOX.c.position == bindparam("at"))
    .values(state=REFUSED, reason=bindparam("why"))
)
"""What stood in the way, or was refused before, has the province's newest word."""

_CHUNK_IDS = 500


def _count_states(connection: Connection) -> Counter[str]:
    rows = connection.execute(
        select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)
    )
    return Counter({row[0]: row[1] for row in rows})


def _find_places(
    connection: Connection, lines: Sequence[Line]
) -> dict[bytes, tuple[int, str]]:
    """Return position and act of the entries that are here."""
    ids = [line.entry_id for line in lines]
    return {
        row.entry_id: (row.position, row.act)
        for at in range(0, len(ids), _CHUNK_IDS)
        for row in connection.execute(
            select(ENTRIES.c.entry_id, ENTRIES.c.position, ENTRIES.c.act).where(
                ENTRIES.c.entry_id.in_(ids[at : at + _CHUNK_IDS])
            )
        )
    }


def _find_neighbours(
    connection: Connection, limit: int, behind: int
) -> tuple[int, int] | None:
    """Return where the oldest neighbours that wait begin and end, None where none waits."""
    asked = {"limit": limit, "behind": behind, "state": PENDING}
    first, last, count = _FIND_SPAN.find(connection, asked) or (None, None, 0)
    if first is None:
        return None
    if last - first + 1 != count:  # a gap, after what was refused or settled elsewhere
        positions = _LIST_WAITING.run(connection, asked).fetchall()
        last = next(
            position - 1
            for position, (waiting,) in enumerate(positions, start=first)
            if position != waiting
        )
    return first, last


def _make_empty_run(connection: Connection) -> Run:
    head = entries.read_head(connection)
    return Run(
        first=head.position + 1,
        start=head.link,
        end=head.link,
        rows=(),
        covered_until_us=0,
    )


def _read_link(connection: Connection, position: int) -> bytes:
    link = lost.find_link(connection, position)
    if link is None:  # a salvage moves what waits behind a gap
        raise LookupError(position)
    return link


_COUNT_OFF = make_statement(
    update(HEAD).values(
        pending=HEAD.c.pending - bindparam("left"),
        refused=HEAD.c.refused + bindparam("marked"),
    )
)
_KEEP_BATCH = make_statement(insert(BATCHES))
_DROP_SPAN = make_statement(
    delete(OUTBOX).where(
        OUTBOX.c.position.between(bindparam("first"), bindparam("last")),
        OUTBOX.c.state == bindparam("state"),
    )
)
_MARK = make_statement(
    update(OUTBOX)
    .where(OUTBOX.c.position == bindparam("at"), OUTBOX.c.state == bindparam("was"))
    .values(state=bindparam("now"), reason=bindparam("why"))
)


def _drop_settled(connection: Connection, run: Run) -> int:
    """Drop what still waits, once the refused are marked: one statement for a batch."""
    span = {"first": run.first, "last": run.last, "state": PENDING}
    return _DROP_SPAN.run(connection, span).rowcount


def _mark_refused(connection: Connection, refused: list[tuple[int, str]]) -> int:
    return sum(
        _MARK.run(
            connection, {"at": position, "was": PENDING, "now": REFUSED, "why": reason}
        ).rowcount
        for position, reason in refused
    )


def _count(lines: Sequence[Line]) -> Settled:
    statuses = [line.status for line in lines]
    return Settled(
        accepted=statuses.count(Status.ACCEPTED),
        duplicate=statuses.count(Status.DUPLICATE),
        held=statuses.count(Status.HELD),
        refused=statuses.count(Status.REFUSED),
    )
