"""Salvage: everything readable of a damaged database, recovered into a new one.

The damaged files are only read, and moved aside once the new database is whole
and durable. What is missing is said, never made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import MsgspecError
from sqlalchemy import func, select

from kiosk.clock import Instant
from kiosk.storage import (
    aside,
    entries,
    epochs,
    head_mark,
    identity_copy,
    lost,
    rebuilding,
    refilling,
    roster,
    schema,
    settings,
)
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.epochs import Cause
from kiosk.storage.gathering import Gathered, gather
from kiosk.storage.images import Images
from kiosk.storage.lost import Lost
from kiosk.storage.rebuilding import End
from kiosk.storage.tables import ENTRIES

_ACT_LISTS_GAPS = 100
"""As many gaps are named in the act of the new epoch; the report names all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What stands beside a database for when it is damaged."""

    identity: Path
    head: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Lost entries, and when their neighbours were decided, 0 where there is none."""

    first: int
    last: int
    count: int
    after_us: int
    before_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """What was recovered, and what was not; `aside` is where the damaged files are.

    `emptied` entries are here without their content. Where the end is not known,
    every page that would tell it is bad: more may be missing than is counted.
    `is_other` kiosk: its keys were lost with every copy, so it must be enrolled anew.
    """

    aside: Path
    epoch: str
    entries: int
    pending: int
    pages: int
    bad_pages: int
    emptied: int
    lost: tuple[Span, ...]
    rows: Mapping[str, int]
    is_end_known: bool = True
    is_other: bool = False

    @property
    def missing(self) -> int:
        """Return how many entries are not here, or at least as many."""
        return sum(span.count for span in self.lost)


def salvage(
    database: Path,
    key: bytes,
    upgrade: schema.Upgrade,
    copies: Copies,
    *,
    at: Instant,
) -> Salvaged:
    """Recover `database` into a new one, and put that in its place.

    Nobody else may have it open. A power cut leaves the damaged files as they
    were, or the new database.
    """
    building = aside.start_building(database)
    made = Database(building, key.hex())
    try:
        with made.write() as connection:
            upgrade(connection)
        with (
            Images(database, key) as images,
            made.write() as connection,
            rebuilding.unlocked(connection),
        ):
            gathered = gather(images, connection)
            is_other = _mend_settings(
                connection, identity_copy.read(copies.identity, key)
            )
            recovered = _rebuild(connection, gathered, copies.head, at)
    finally:
        made.close()
    return replace(
        recovered,
        aside=aside.put_in_place(database, building),
        is_other=is_other,
    )


def _mend_settings(connection: Connection, copied: Mapping[str, bytes]) -> bool:
    """Put back what names this kiosk; say whether nothing knew that any more."""
    for name, value in copied.items():
        if settings.get(connection, name) is None:
            settings.put(connection, name, value)
    refilling.forget(connection)
    if not roster.is_whole(connection):
        roster.forget(connection)
    try:
        settings.read_identity(connection)
    except (ValueError, MsgspecError):
        settings.make_identity(connection)
    else:
        return False
    settings.drop(connection, "enrolment")  # it was of the kiosk that was
    return True


def _rebuild(
    connection: Connection, gathered: Gathered, mark: Path, at: Instant
) -> Salvaged:
    """Make the chain, the outbox and what is derived fit the recovered entries."""
    now_us = int(at.wall.timestamp() * 1_000_000)
    identity = settings.read_identity(connection)
    heads = rebuilding.read_known_heads(connection, identity)
    marked = head_mark.read(mark, identity)
    if marked is not None:
        heads.setdefault(marked.size, marked.head)
    chained = rebuilding.follow_chain(connection, heads, now_us)
    emptied = gathered.cut | set(chained.unfit)
    end = rebuilding.find_end(connection, chained, gathered, heads)
    rebuilding.drop_unfit(connection, chained)
    rebuilding.rebuild_outbox(connection, gathered.heads, emptied)
    rebuilding.rebuild_tails(connection)
    link = end.link or chained.link
    gaps = list(chained.gaps)
    if end.position > chained.last:
        gaps.append(
            Lost(
                first=chained.last + 1,
                last=end.position,
                start=chained.link,
                link=link,
                moved=0,
                found_at_us=now_us,
            )
        )
    taken = rebuilding.put_gaps(connection, gaps, emptied)
    rebuilding.put_head(connection, chained, end.position, link)
    if not end.is_known:
        lost.leave_end_open(connection)
    said = _describe(lost.list_all(connection), end)
    epoch = epochs.begin(connection, Cause.SALVAGE, said, at=at).epoch
    for row in taken:
        rebuilding.append_again(connection, row)
    summed = _sum_up(connection, gathered, epoch, len(emptied))
    return replace(summed, is_end_known=end.is_known)


def _describe(gaps: Sequence[Lost], end: End) -> dict[str, object]:
    """Return what the act of the new epoch says of the gaps."""
    named = [[gap.first, gap.last] for gap in gaps[:_ACT_LISTS_GAPS]]
    return {
        "lost": sum(gap.count for gap in gaps),
        "gaps": named,
        "end_known": end.is_known,
    }


def _sum_up(
    connection: Connection, gathered: Gathered, epoch: str, emptied: int
) -> Salvaged:
    kept = select(func.count()).select_from(ENTRIES)
    return Salvaged(
        aside=Path(),
        epoch=epoch,
        entries=connection.execute(kept).scalar_one() - 1,  # the new epoch's act
        pending=entries.read_head(connection).pending,
        pages=gathered.pages,
        bad_pages=gathered.bad_pages,
        emptied=emptied,
        lost=tuple(_measure(connection, gap) for gap in lost.list_all(connection)),
        rows=gathered.rows,
    )


def _measure(connection: Connection, gap: Lost) -> Span:
    decided = select(ENTRIES.c.decided_at_us)
    after = connection.execute(decided.where(ENTRIES.c.position == gap.first - 1))
    before = connection.execute(decided.where(ENTRIES.c.position == gap.last + 1))
    return Span(
        first=gap.first,
        last=gap.last,
        count=gap.count,
        after_us=after.scalar() or 0,
        before_us=before.scalar() or 0,
    )
