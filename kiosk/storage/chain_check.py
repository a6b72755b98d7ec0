"""Chain check: whether every entry stands as it was kept, and where the first does not.

Contents and links are counted again and held against what was said of the chain
meanwhile: its head, this kiosk's signed checkpoints, and the heads that the
province countersigned. What a purge emptied is fine: its commitment stays.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal_column, select

from kiosk.protocol import chain, content
from kiosk.protocol.chain import ChainState
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.storage import chain_fault, entries, roster, signed_heads
from kiosk.storage.compiled import make_statement
from kiosk.storage.connection import Connection
from kiosk.storage.entries import Gap
from kiosk.storage.settings import Identity
from kiosk.storage.signed_heads import SignedHeads
from kiosk.storage.tables import ENTRIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found; `position` and `entry_id` are of the first fault or gap.

    The id of an entry that is not there is known where the province confirmed
    it. `rows` does not count admin acts. The province's present key signed the
    head at `countersigned`, 0 for none: up to there nobody but the province
    could have rewritten the chain.
    """

    state: ChainState
    rows: int
    position: int | None = None
    entry_id: bytes | None = None
    countersigned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seam:
    """Where the chain does not go on; `state` is None where the cause is to be found."""

    position: int
    state: ChainState | None
    previous: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """Where a chain without a seam ended, and the first entry known to be lost."""

    position: int
    gap: int | None


_ROWS = make_statement(
    select(
        ENTRIES.c.position,
        ENTRIES.c.entry_id,
        ENTRIES.c.commitment,
        ENTRIES.c.link,
        ENTRIES.c.salt,
        ENTRIES.c.content,
        ENTRIES.c.decided_at_us,
        ENTRIES.c.act,
        ENTRIES.c.outcome,
        ENTRIES.c.direction,
        ENTRIES.c.gate,
        ENTRIES.c.kind,
        ENTRIES.c.refers,
    ).order_by(ENTRIES.c.position)
)


_COUNT = select(func.count()).select_from(ENTRIES)
_COUNT_ADMIN_ACTS = _COUNT.where(
    # Literals as the index has them, since SQLite picks it by those.
    ENTRIES.c.act.in_(literal_column(f"'{act}'") for act in sorted(ADMIN_ACTS))
)


def check(connection: Connection, identity: Identity) -> Checked:
    """Check the whole chain within the caller's one snapshot.

    A million entries take some seconds; other processes append meanwhile.
    """
    current = roster.read_head(connection)
    keys = () if current is None else current.receipt_keys
    said = signed_heads.read(connection, identity, keys)
    state, position = _find_first(connection, said)
    return Checked(
        state=state,
        rows=_count_rows(connection),
        position=position,
        entry_id=None if position is None else _find_id(connection, state, position),
        countersigned=said.countersigned if state.is_whole else 0,
    )


def _find_first(
    connection: Connection, said: SignedHeads
) -> tuple[ChainState, int | None]:
    gaps = entries.list_gaps(connection)
    stated = max(entries.read_last_stated(connection), *said.heads, 0)
    walked = _walk(_ROWS.run(connection), said, gaps)
    match walked:
        case _Seam():
            return _name(connection, walked, said, stated)
        case _End():
            end = _skip_lost(walked, gaps, stated)
            return _compare(connection, end, said, stated)


def _walk(
    rows: Iterable[tuple[Any, ...]], said: SignedHeads, gaps: Sequence[Gap]
) -> _Seam | _End:
    """Follow the links from the first entry to the last, or to the first that does not hold.

    `Any` because the columns' types end at SQL.
    """
    heads, sha256 = said.heads, hashlib.sha256
    after_gaps = {gap.last: gap.link for gap in gaps}
    expected, gap = 1, None
    previous: bytes | None = chain.GENESIS
    try:
        for row in rows:
            position, entry_id, commitment, link = row[:4]
            if position != expected:
                if not entries.covers(gaps, expected, position - 1):
                    return _Seam(position=expected, state=ChainState.MISSING)
                gap = gap or expected
                expected = position
                previous = heads.get(position - 1, after_gaps.get(position - 1))
            if not _stands(row):
                return _Seam(position=position, state=ChainState.ALTERED)
            if (
                previous is not None  # else the entry before it is lost
                and sha256(previous + entry_id + commitment).digest() != link
            ):
                return _Seam(position=position, state=None, previous=previous)
            if position in heads and heads[position] != link:
                return _Seam(position=position, state=ChainState.ALTERED)
            previous = link
            expected += 1
    except TypeError:  # a column that holds another type than any kiosk wrote
        return _Seam(position=expected, state=ChainState.ALTERED)
    return _End(position=expected - 1, gap=gap)


def _stands(row: tuple[Any, ...]) -> bool:
    """Say whether an entry's content is what was committed to, and its columns say the same."""
    commitment, salt, encoded = row[2], row[4], row[5]
    if encoded is None:
        return salt is None
    if hashlib.sha256(salt + encoded).digest() != commitment:
        return False
    facts = content.decode(encoded)
    return facts is None or row[6:] == (
        facts.decided_at_us,
        facts.act,
        facts.outcome,
        facts.direction,
        facts.gate,
        facts.kind,
        facts.refers or None,
    )


def _skip_lost(end: _End, gaps: Sequence[Gap], stated: int) -> _End:
    """Return the end after the entries that are known to be lost there."""
    if stated <= end.position or not entries.covers(gaps, end.position + 1, stated):
        return end
    return _End(position=stated, gap=end.gap or end.position + 1)


def _name(
    connection: Connection, seam: _Seam, said: SignedHeads, stated: int
) -> tuple[ChainState, int]:
    if seam.state is not None:
        return seam.state, seam.position
    sizes = {link: size for size, link in said.heads.items()}
    state, position = chain_fault.classify(
        connection, seam.position, seam.previous, sizes
    )
    newest = connection.execute(select(func.max(ENTRIES.c.position))).scalar_one()
    if state is ChainState.ALTERED and newest != stated:
        # No signature lies behind it, but entries came or went all the same.
        state = ChainState.MISSING if newest < stated else ChainState.INSERTED
    return state, position


def _compare(
    connection: Connection, end: _End, said: SignedHeads, last: int
) -> tuple[ChainState, int | None]:
    """Return what a chain without a seam lacks against what was said of it."""
    if last > end.position:
        return ChainState.TRUNCATED, end.position + 1
    if said.heads.get(0, chain.GENESIS) != chain.GENESIS:
        return ChainState.ALTERED, 1
    if not entries.is_folded_right(connection):
        return ChainState.BROKEN, entries.read_last_stated(connection)
    if said.forged is not None:
        return ChainState.ALTERED, said.forged
    return (ChainState.OK if end.gap is None else ChainState.GAPS), end.gap


def _count_rows(connection: Connection) -> int:
    counted: int = connection.execute(_COUNT).scalar_one()
    return counted - connection.execute(_COUNT_ADMIN_ACTS).scalar_one()


def _find_id(connection: Connection, state: ChainState, position: int) -> bytes | None:
    if state in {ChainState.MISSING, ChainState.TRUNCATED, ChainState.GAPS}:
        return signed_heads.find_entry_id(connection, position)
    found = connection.execute(
        select(ENTRIES.c.entry_id).where(ENTRIES.c.position == position)
    ).scalar()
    return found if isinstance(found, bytes) else None
