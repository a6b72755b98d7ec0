"""Refilling: entries that were lost here, put back from what the province holds of them.

They come without content, as after a purge. A gap is filled from its beginning,
as far as the province's entries follow one another: each link rests on the one
before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import msgspec
from sqlalchemy import insert, select, update

from kiosk.protocol import chain
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.protocol.recovery import MAX_RANGES, MAX_ROWS, Answer, Row
from kiosk.storage import lost, settings
from kiosk.storage.connection import Connection
from kiosk.storage.lost import Lost
from kiosk.storage.tables import ENTRIES, HEAD

_SETTING = "recovery"


class Inquired(msgspec.Struct, frozen=True):
    """What the province said: `held` of the lost entries it has, `put_back` of them are here.

    It was asked about the gaps up to the position `until`. `highest` is the
    highest position that it knows of this kiosk.
    """

    asked_at_us: int
    until: int
    held: int
    put_back: int
    highest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """The links of rows that follow a gap's start."""

    rows: tuple[Row, ...]
    links: tuple[bytes, ...]


def read(connection: Connection) -> Inquired | None:
    """Return what the province said last, None where it was not asked."""
    value = settings.get(connection, _SETTING)
    return None if value is None else msgspec.msgpack.decode(value, type=Inquired)


def list_open(connection: Connection) -> list[Lost]:
    """Return the gaps that the province was not asked about yet, as many as one request holds."""
    asked = read(connection)
    until = 0 if asked is None else asked.until
    gaps = [gap for gap in lost.list_all(connection) if gap.count > 0]
    return [gap for gap in gaps if gap.first > until][:MAX_RANGES]


def forget(connection: Connection) -> None:
    """Let the province be asked about every gap again; the caller commits."""
    settings.drop(connection, _SETTING)


def refill(
    connection: Connection, asked: Sequence[Lost], answer: Answer, now_us: int
) -> Inquired:
    """Put back what the answer brings, and remember what it said; the caller commits."""
    before = read(connection)
    held = {row.position for row in answer.rows}
    put_back = sum(_fill(connection, gap, answer.rows) for gap in asked)
    said = Inquired(
        asked_at_us=now_us,
        until=max(held) if len(answer.rows) >= MAX_ROWS else asked[-1].last,
        held=len(held) + (0 if before is None else before.held),
        put_back=put_back + (0 if before is None else before.put_back),
        highest=answer.highest,
    )
    settings.put(connection, _SETTING, msgspec.msgpack.encode(said))
    return said


def _fill(connection: Connection, gap: Lost, rows: Sequence[Row]) -> int:
    """Fill one gap as far as that goes; return how many entries were put back."""
    if gap.start is None:
        return 0
    filled = _choose(gap, rows)
    if filled is None or not filled.rows or _has_any(connection, filled.rows):
        return 0
    _insert(connection, filled)
    _count_head(connection, filled.rows)
    lost.drop(connection, gap)
    last = filled.rows[-1].position
    if last < gap.last:
        lost.put(
            connection,
            msgspec.structs.replace(gap, first=last + 1, start=filled.links[-1]),
        )
    return len(filled.rows)


def _choose(gap: Lost, rows: Sequence[Row]) -> _Filled | None:
    """Return what fills the gap: the whole of it from one epoch, or the longest beginning.

    An epoch whose entries lead to another link than the gap's end is of
    another branch of the chain: nothing of it belongs here.
    """
    inside = [row for row in rows if gap.first <= row.position <= gap.last - gap.moved]
    by_epoch = sorted(inside, key=lambda row: (row.epoch, row.position))
    found = [
        _follow(gap, list(one)) for _, one in groupby(by_epoch, lambda row: row.epoch)
    ]
    fitting = [one for one in found if _may_belong(gap, one)]
    return max(fitting, key=lambda one: len(one.rows), default=None)


def _follow(gap: Lost, rows: Sequence[Row]) -> _Filled:
    """Return the rows that follow the gap's start without a hole, with their links."""
    run: list[Row] = []
    links: list[bytes] = []
    link = gap.start or chain.GENESIS
    for row in rows:
        if row.position != gap.first + len(run):
            break
        link = chain.link(link, row.entry_id, row.commitment)
        run.append(row)
        links.append(link)
    return _Filled(rows=tuple(run), links=tuple(links))


def _may_belong(gap: Lost, filled: _Filled) -> bool:
    is_whole = bool(filled.rows) and filled.rows[-1].position == gap.last
    return not is_whole or gap.link is None or filled.links[-1] == gap.link


def _has_any(connection: Connection, rows: Sequence[Row]) -> bool:
    """Say whether one of them is here already, at another position."""
    ids = [row.entry_id for row in rows]
    query = select(ENTRIES.c.position).where(ENTRIES.c.entry_id.in_(ids)).limit(1)
    return connection.execute(query).first() is not None


def _insert(connection: Connection, filled: _Filled) -> None:
    connection.execute(insert(ENTRIES), list(_make_rows(filled)))


def _make_rows(filled: _Filled) -> Iterator[dict[str, object]]:
    for row, link in zip(filled.rows, filled.links, strict=True):
        yield {
            "position": row.position,
            "entry_id": row.entry_id,
            "decided_at_us": row.decided_at_us,
            "act": row.act,
            "outcome": "",
            "direction": "",
            "gate": "",
            "kind": "",
            "holder": None,
            "refers": None,
            "commitment": row.commitment,
            "link": link,
            "salt": None,
            "content": None,
        }


def _count_head(connection: Connection, rows: Sequence[Row]) -> None:
    admin = sum(row.act in ADMIN_ACTS for row in rows)
    connection.execute(
        update(HEAD).values(
            admin=HEAD.c.admin + admin, purged=HEAD.c.purged + len(rows) - admin
        )
    )
