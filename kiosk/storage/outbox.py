"""Outbox: entries that the province has not confirmed, and what it said of the rest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from kiosk.protocol.batch import Row
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.protocol.receipt import Line, Status
from kiosk.storage import entries, lost
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


def read_run(connection: Connection, *, limit: int) -> Run:
    """Return the oldest pending entries that are neighbours in the chain, at most `limit`."""
    positions = _read_neighbours(connection, limit)
    if not positions:
        return _make_empty_run(connection)
    first, last = positions
    rows = connection.execute(
        select(
            ENTRIES.c.entry_id,
            ENTRIES.c.salt,
            ENTRIES.c.content,
            ENTRIES.c.link,
            ENTRIES.c.decided_at_us,
        )
        .where(ENTRIES.c.position.between(first, last))
        .order_by(ENTRIES.c.position)
    ).all()
    return Run(
        first=first,
        start=_read_link(connection, first - 1),
        end=rows[-1].link,
        rows=tuple(Row(row[0], row[1], row[2]) for row in rows),
        covered_until_us=rows[-1].decided_at_us,
    )


def read_next_sequence(connection: Connection) -> int:
    """Return the sequence of the next batch."""
    last = connection.execute(select(func.max(BATCHES.c.sequence))).scalar()
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
    left = _drop_settled(connection, batch.run, [position for position, _ in refused])
    marked = _mark_refused(connection, refused)
    connection.execute(
        update(HEAD).values(
            pending=HEAD.c.pending - left - marked, refused=HEAD.c.refused + marked
        )
    )
    connection.execute(
        insert(BATCHES),
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
            connection.execute(_MARK, {"at": position, "why": line.reason})
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


def _read_neighbours(connection: Connection, limit: int) -> tuple[int, int] | None:
    positions = (
        connection.execute(
            select(OUTBOX.c.position)
            .where(OUTBOX.c.state == PENDING)
            .order_by(OUTBOX.c.position)
            .limit(limit)
        )
        .scalars()
        .all()
    )
    if not positions:
        return None
    first = positions[0]
    last = first
    for position in positions[1:]:
        if position != last + 1:
            break
        last = position
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


def _drop_settled(connection: Connection, run: Run, refused: list[int]) -> int:
    if not run.rows:
        return 0
    dropped = connection.execute(
        delete(OUTBOX).where(
            OUTBOX.c.position.between(run.first, run.last),
            OUTBOX.c.state == PENDING,
            OUTBOX.c.position.not_in(refused),
        )
    )
    return dropped.rowcount


_MARK = (
    update(OUTBOX)
    .where(OUTBOX.c.position == bindparam("at"), OUTBOX.c.state == PENDING)
    .values(state=REFUSED, reason=bindparam("why"))
)


def _mark_refused(connection: Connection, refused: list[tuple[int, str]]) -> int:
    return sum(
        connection.execute(_MARK, {"at": position, "why": reason}).rowcount
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
