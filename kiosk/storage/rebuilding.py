"""Rebuilding: what rests on the entries, made anew from those that were recovered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Row, delete, func, insert, select, text, update

from kiosk.protocol import chain, receipt
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.protocol.receipt import Status
from kiosk.search import list_tails
from kiosk.storage import entries, lost, signed_heads
from kiosk.storage.connection import Connection
from kiosk.storage.entries import PENDING, REFUSED
from kiosk.storage.gathering import Gathered
from kiosk.storage.gathering import Row as GatheredRow
from kiosk.storage.lost import Lost
from kiosk.storage.settings import Identity
from kiosk.storage.tables import (
    BATCHES,
    CHECKPOINTS,
    ENTRIES,
    HEAD,
    LOST,
    OUTBOX,
    VISIT_TAILS,
    VISITS,
)

CONTENT_LOST = "content_lost"
"""Why an entry is in the outbox as refused: its commitment is here, its content is not."""

Taken: TypeAlias = Row[*tuple[Any, ...]]
"""A row of entries; its columns' types end at SQL."""

_COMMITTED = (
    select(
        ENTRIES.c.position,
        ENTRIES.c.entry_id,
        ENTRIES.c.commitment,
        ENTRIES.c.link,
        ENTRIES.c.salt,
        ENTRIES.c.content,
        ENTRIES.c.act,
    )
    .order_by(ENTRIES.c.position)
    .execution_options(yield_per=1000)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chained:
    """The recovered entries in the chain's order: where it has gaps, and what else they say.

    `unfit` are positions whose content is not what was committed to; `empty`
    counts those without content, admin acts not counted, `admin` those.
    """

    gaps: tuple[Lost, ...]
    unfit: tuple[int, ...]
    empty: int
    admin: int
    last: int
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where the chain ended, and its link there, None where that is lost.

    Where it is not known to end there, it did so there or later.
    """

    position: int
    link: bytes | None
    is_known: bool


@contextmanager
def unlocked(connection: Connection) -> Iterator[None]:
    """Drop the triggers that keep entries as they are, and make them again at the end."""
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in triggers:
        connection.execute(text(f'DROP TRIGGER "{name}"'))
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def follow_chain(
    connection: Connection, heads: Mapping[int, bytes], now_us: int
) -> Chained:
    """Walk the recovered entries; `heads` are links known from elsewhere, by position."""
    gaps: list[Lost] = []
    unfit: list[int] = []
    empty = admin = last = 0
    link = chain.GENESIS
    for row in connection.execute(_COMMITTED):
        if row.position != last + 1:
            gaps.append(_make_gap(last, link, row, heads, now_us))
        if row.content is not None and not _fits(row):
            unfit.append(row.position)
        is_admin = row.act in ADMIN_ACTS
        is_empty = row.content is None or unfit[-1:] == [row.position]
        empty += int(is_empty and not is_admin)
        admin += int(is_admin)
        last, link = row.position, row.link
    return Chained(
        gaps=tuple(gaps),
        unfit=tuple(unfit),
        empty=empty,
        admin=admin,
        last=last,
        link=link,
    )


def _fits(row: Taken) -> bool:
    return (
        row.salt is not None and chain.commit(row.salt, row.content) == row.commitment
    )


def _make_gap(
    last: int,
    start: bytes,
    row: Taken,
    heads: Mapping[int, bytes],
    now_us: int,
) -> Lost:
    """Return what is lost before `row`; the link there is taken only if it leads to the row's."""
    before = heads.get(row.position - 1)
    leads = before and chain.link(before, row.entry_id, row.commitment) == row.link
    return Lost(
        first=last + 1,
        last=row.position - 1,
        start=start,
        link=before if leads else None,
        moved=0,
        found_at_us=now_us,
    )


def drop_unfit(connection: Connection, chained: Chained) -> None:
    """Empty the entries whose content is not what was committed to, as a purge does."""
    for position in chained.unfit:
        connection.execute(
            update(ENTRIES)
            .where(ENTRIES.c.position == position)
            .values(content=None, salt=None, holder=None)
        )


def find_end(
    connection: Connection,
    chained: Chained,
    gathered: Gathered,
    heads: Mapping[int, bytes],
) -> End:
    """Return the highest position that anything speaks of.

    The outbox is asked too, so it is as it was found.
    """
    links = {position: link for position, link in heads.items() if link}
    for row in gathered.heads:
        if isinstance(row["position"], int) and isinstance(row["link"], bytes):
            links.setdefault(row["position"], row["link"])
    told = [
        connection.execute(select(func.max(column))).scalar() or 0
        for column in (
            OUTBOX.c.position,
            VISITS.c.position,
            BATCHES.c.last,
            CHECKPOINTS.c.position,
            LOST.c.last,
        )
    ]
    end = max(chained.last, gathered.reach.highest, *links, *told, 0)
    return End(
        position=end,
        link=chained.link if end == chained.last else links.get(end),
        is_known=end == gathered.reach.proven,
    )


def rebuild_outbox(
    connection: Connection, kept_heads: Sequence[GatheredRow], emptied: Collection[int]
) -> None:
    """Let every entry wait for the province that may not have reached it: a repeat is harmless.

    `emptied` are entries whose content is lost: they can't be sent, so a
    person is told of them.
    """
    is_whole = _has_whole_outbox(connection, kept_heads)
    connection.execute(
        delete(OUTBOX).where(OUTBOX.c.position.not_in(select(ENTRIES.c.position)))
    )
    if not is_whole:
        _add_unsettled(connection, _list_settled(connection), emptied)
    for position in emptied:
        connection.execute(
            update(OUTBOX)
            .where(OUTBOX.c.position == position)
            .values(state=REFUSED, reason=CONTENT_LOST)
        )


def _has_whole_outbox(
    connection: Connection, kept_heads: Sequence[GatheredRow]
) -> bool:
    """Say whether as many entries wait as the head says, so that none was lost."""
    if len(kept_heads) != 1:
        return False
    folded = [kept_heads[0][name] for name in ("position", "pending", "refused")]
    position, *waiting = [one for one in folded if isinstance(one, int)]
    counted, newest = connection.execute(
        select(func.count(), func.max(OUTBOX.c.position))
    ).one()
    last = connection.execute(select(func.max(ENTRIES.c.position))).scalar() or 0
    since = max(newest or 0, last, position) - position
    return bool(counted == sum(waiting) + since)


def _list_settled(connection: Connection) -> set[int]:
    """Return the positions that a receipt of the province settled."""
    settled: set[int] = set()
    for first, sealed in connection.execute(select(BATCHES.c.first, BATCHES.c.receipt)):
        stated = receipt.peek(sealed)
        lines = () if stated is None else stated.lines
        settled |= {
            first + offset
            for offset, line in enumerate(lines)
            if line.status is not Status.REFUSED
        }
    return settled


def _add_unsettled(
    connection: Connection, settled: set[int], emptied: Collection[int]
) -> None:
    known = set(connection.execute(select(OUTBOX.c.position)).scalars())
    filled = ENTRIES.c.content.is_not(None)
    every = connection.execute(select(ENTRIES.c.position).where(filled)).scalars()
    rows = [
        {"position": position, "state": PENDING, "reason": ""}
        for position in {*every, *emptied} - known - settled
    ]
    if rows:
        connection.execute(insert(OUTBOX), rows)


def put_gaps(
    connection: Connection, gaps: Sequence[Lost], emptied: Collection[int]
) -> list[Taken]:
    """Keep the gaps; return the entries that had to be taken out to be sent from later.

    What was known of earlier gaps stays known.
    """
    earlier = lost.list_all(connection)
    connection.execute(delete(LOST))
    taken: list[Taken] = []
    for found in gaps:
        inside = [one for one in earlier if found.first <= one.last <= found.last]
        gap = msgspec.structs.replace(found, moved=sum(one.moved for one in inside))
        if gap.link is None and _waits(connection, gap.last + 1, emptied):
            row = _take_out(connection, gap.last + 1)
            taken.append(row)
            gap = msgspec.structs.replace(
                gap, last=gap.last + 1, link=row.link, moved=gap.moved + 1
            )
        lost.put(connection, gap)
    return taken


def _waits(connection: Connection, position: int, emptied: Collection[int]) -> bool:
    query = select(OUTBOX.c.position).where(OUTBOX.c.position == position)
    return connection.execute(query).first() is not None and position not in emptied


def _take_out(connection: Connection, position: int) -> Taken:
    found = ENTRIES.c.position == position
    taken = connection.execute(select(ENTRIES).where(found)).one()
    connection.execute(delete(ENTRIES).where(found))
    connection.execute(delete(OUTBOX).where(OUTBOX.c.position == position))
    return taken


def put_head(
    connection: Connection, chained: Chained, position: int, link: bytes
) -> None:
    """Set the chain's head, and what the outbox holds."""
    counts = {
        state: connection.execute(
            select(func.count()).select_from(OUTBOX).where(OUTBOX.c.state == state)
        ).scalar_one()
        for state in (PENDING, REFUSED)
    }
    connection.execute(
        update(HEAD).values(
            position=position,
            link=link,
            pending=counts[PENDING],
            refused=counts[REFUSED],
            admin=chained.admin,
            purged=chained.empty,
        )
    )


def append_again(connection: Connection, row: Taken) -> None:
    """Keep an entry that was taken out behind the newest one."""
    head = entries.read_head(connection)
    values = row._asdict()
    position = head.position + 1
    link = chain.link(head.link, row.entry_id, row.commitment)
    connection.execute(insert(ENTRIES), {**values, "position": position, "link": link})
    connection.execute(
        insert(OUTBOX), {"position": position, "state": PENDING, "reason": ""}
    )
    connection.execute(
        update(HEAD).values(position=position, link=link, pending=HEAD.c.pending + 1)
    )
    connection.execute(
        update(VISITS)
        .where(VISITS.c.visit_id == row.entry_id)
        .values(position=position)
    )


def rebuild_tails(connection: Connection) -> None:
    """Let the newest visit of each person be found by name again."""
    newest = select(VISITS.c.position, VISITS.c.folded).where(VISITS.c.is_newest)
    rows = [
        {"tail": tail, "position": row.position}
        for row in connection.execute(newest)
        for tail in list_tails(row.folded) or [""]
    ]
    connection.execute(delete(VISIT_TAILS))
    if rows:
        connection.execute(insert(VISIT_TAILS), rows)


def read_known_heads(connection: Connection, identity: Identity) -> dict[int, bytes]:
    """Return links that are known beside the entries' own, by position."""
    earlier = lost.list_all(connection)
    links = {one.last: one.link for one in earlier if one.link is not None}
    return links | dict(signed_heads.read(connection, identity, ()).heads)
