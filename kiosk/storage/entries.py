"""Entries: the chain of kept facts, each with its row in the outbox, one commit for both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from kiosk.entry import Entry
from kiosk.protocol import chain
from kiosk.protocol.chain import ChainState
from kiosk.protocol.content import ADMIN_ACTS, Act
from kiosk.storage.statement import Statement
from kiosk.storage.tables import ENTRIES, HEAD, LOST, OUTBOX

PENDING = "pending"
REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The chain's newest link, and what the outbox holds."""

    position: int
    link: bytes
    pending: int
    refused: int
    admin: int = 0
    """Entries up to here that are acts of the admin log, no presentations."""
    purged: int = 0
    """Entries up to here whose content retention destroyed, admin acts not counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Entries that wait for the province, and those that wait for a person."""

    pending: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The columns of a kept entry that deciding and settling look at."""

    entry_id: bytes
    position: int
    decided_at_us: int
    act: str
    outcome: str
    direction: str
    gate: str
    kind: str
    holder: bytes | None
    refers: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Positions whose entries a damaged disk took; `link` is of the last, where known."""

    first: int
    last: int
    link: bytes | None


_NEWEST = select(func.max(ENTRIES.c.position)).scalar_subquery()
_READ_HEAD = Statement(
    select(
        HEAD.c.position,
        HEAD.c.link,
        HEAD.c.pending,
        HEAD.c.refused,
        HEAD.c.admin,
        HEAD.c.purged,
        ENTRIES.c.position,
        ENTRIES.c.link,
    ).select_from(HEAD.outerjoin(ENTRIES, ENTRIES.c.position == _NEWEST))
)
_COUNT_WAITING_ACTS = (
    select(OUTBOX.c.state, func.count())
    .where(
        OUTBOX.c.position.in_(
            # Literals as the index has them, since SQLite picks it by those.
            select(ENTRIES.c.position).where(
                ENTRIES.c.act.in_(
                    literal_column(f"'{act}'") for act in sorted(ADMIN_ACTS)
                )
            )
        )
    )
    .group_by(OUTBOX.c.state)
)
_FOLD = Statement(
    update(HEAD).values(
        position=bindparam("new_position"),
        link=bindparam("new_link"),
        pending=bindparam("new_pending"),
        admin=bindparam("new_admin"),
    )
)
_LAST_WAITING = select(func.max(OUTBOX.c.position))
_INSERT_ENTRY = Statement(insert(ENTRIES))
_INSERT_OUTBOX = Statement(insert(OUTBOX))
_FIND = select(
    ENTRIES.c.entry_id,
    ENTRIES.c.position,
    ENTRIES.c.decided_at_us,
    ENTRIES.c.act,
    ENTRIES.c.outcome,
    ENTRIES.c.direction,
    ENTRIES.c.gate,
    ENTRIES.c.kind,
    ENTRIES.c.holder,
    ENTRIES.c.refers,
)
_FIND_BY_ID = _FIND.where(ENTRIES.c.entry_id == bindparam("wanted"))
_FIND_REFERRING = _FIND.where(ENTRIES.c.refers == bindparam("wanted"))
_FIND_OF_HOLDER = _FIND.where(
    ENTRIES.c.holder == bindparam("wanted"),
    ENTRIES.c.act == Act.PRESENTED.value,
).order_by(ENTRIES.c.position.desc())
_TAIL = (
    select(
        ENTRIES.c.position,
        ENTRIES.c.entry_id,
        ENTRIES.c.commitment,
        ENTRIES.c.link,
        ENTRIES.c.salt,
        ENTRIES.c.content,
    )
    .where(ENTRIES.c.position >= bindparam("first"))
    .order_by(ENTRIES.c.position)
)


def read_head(connection: Connection) -> Head:
    """Return the chain's head.

    Its row is of when it was folded last: what was appended since is pending,
    and no admin act. So an append writes, and encrypts, a page less.
    """
    row = _READ_HEAD.find(connection)
    assert row is not None  # noqa: S101 - the first migration made it
    position, link, pending, refused, admin, purged, newest, its_link = row
    since = max(0, (newest or 0) - position)
    return Head(
        position=newest if since else position,
        link=its_link if since else link,
        pending=pending + since,
        refused=refused,
        admin=admin,
        purged=purged,
    )


def fold(connection: Connection) -> None:
    """Write the head into its row; whoever changes what it counts does so first."""
    _put_head(connection, read_head(connection))


def count_waiting(connection: Connection) -> Waiting:
    """Return the entries that wait for the province, without admin acts."""
    head = read_head(connection)
    if head.admin == 0:  # spares the join: a backlog may be long
        return Waiting(pending=head.pending, refused=head.refused)
    acts: dict[str, int] = {
        row[0]: row[1] for row in connection.execute(_COUNT_WAITING_ACTS)
    }
    return Waiting(
        pending=head.pending - acts.get(PENDING, 0),
        refused=head.refused - acts.get(REFUSED, 0),
    )


def append(connection: Connection, entry: Entry, holder: bytes | None) -> Head:
    """Append `entry` to the chain and to the outbox; the caller commits both.

    `connection` must be in a writing transaction, so that nobody else moves
    the head meanwhile. `holder` is the keyed hash of whom it is about.
    """
    head = read_head(connection)
    position = head.position + 1
    commitment = entry.commitment
    link = chain.link(head.link, entry.entry_id, commitment)
    content = entry.content
    _INSERT_ENTRY.run(
        connection,
        {
            "position": position,
            "entry_id": entry.entry_id,
            "decided_at_us": content.decided_at_us,
            "act": content.act,
            "outcome": content.outcome,
            "direction": content.direction,
            "gate": content.gate,
            "kind": content.kind,
            "holder": holder,
            "refers": content.refers or None,
            "commitment": commitment,
            "link": link,
            "salt": entry.salt,
            "content": entry.encoded,
        },
    )
    _INSERT_OUTBOX.run(
        connection, {"position": position, "state": PENDING, "reason": ""}
    )
    is_admin = content.act in ADMIN_ACTS
    head = Head(
        position=position,
        link=link,
        pending=head.pending + 1,
        refused=head.refused,
        admin=head.admin + is_admin,
        purged=head.purged,
    )
    if is_admin:
        _put_head(connection, head)
    return head


def find(connection: Connection, entry_id: bytes) -> Kept | None:
    """Return the entry with this id, None where there is none."""
    row = connection.execute(_FIND_BY_ID, {"wanted": entry_id}).first()
    return None if row is None else Kept(**row._asdict())


def read(connection: Connection, entry_id: bytes) -> Kept:
    """Return the entry with this id, which is there."""
    row = connection.execute(_FIND_BY_ID, {"wanted": entry_id}).one()
    return Kept(**row._asdict())


def find_referring(connection: Connection, entry_id: bytes) -> list[Kept]:
    """Return what staff did about the entry with this id, oldest first."""
    rows = connection.execute(_FIND_REFERRING, {"wanted": entry_id})
    found = [Kept(**row._asdict()) for row in rows]
    return sorted(found, key=lambda kept: kept.position)


def find_of_holder(connection: Connection, holder: bytes, *, limit: int) -> list[Kept]:
    """Return the newest presentations of a holder, newest first, at most `limit`."""
    rows = connection.execute(_FIND_OF_HOLDER.limit(limit), {"wanted": holder})
    return [Kept(**row._asdict()) for row in rows]


def list_gaps(connection: Connection) -> list[Gap]:
    """Return the entries that are known to be lost, in the chain's order."""
    query = select(LOST.c.first, LOST.c.last, LOST.c.link).order_by(LOST.c.first)
    rows = connection.execute(query)
    return [Gap(first=row.first, last=row.last, link=row.link) for row in rows]


def read_last_stated(connection: Connection) -> int:
    """Return the last position that head or outbox speak of: its entry must be there."""
    folded: int = connection.execute(select(HEAD.c.position)).scalar_one()
    waiting: int | None = connection.execute(_LAST_WAITING).scalar()
    return max(folded, waiting or 0)


def covers(gaps: Sequence[Gap], first: int, last: int) -> bool:
    """Say whether every position from `first` to `last` is known to be lost."""
    for gap in gaps:
        if gap.first <= first <= gap.last:
            first = gap.last + 1
    return first > last


def find_chain_fault(connection: Connection, *, tail: int) -> ChainState:
    """Check the links and contents of the newest `tail` entries.

    Constant work; `chain_check` looks at every entry and at what was said of them.
    """
    head = read_head(connection)
    gaps = list_gaps(connection)
    expected = max(1, head.position - tail + 1)
    previous = _read_link(connection, expected - 1)
    if previous is None and not covers(gaps, expected - 1, expected - 1):
        return ChainState.MISSING
    found = ChainState.OK
    for position, entry_id, commitment, link, salt, content in connection.execute(
        _TAIL, {"first": expected}
    ):
        if position != expected:
            if not covers(gaps, expected, position - 1):
                return ChainState.MISSING
            found, previous = ChainState.GAPS, None
        if content is not None and chain.commit(salt, content) != commitment:
            return ChainState.ALTERED
        if previous is not None and chain.link(previous, entry_id, commitment) != link:
            return ChainState.ALTERED
        previous, expected = link, position + 1
    stated = read_last_stated(connection)
    if expected <= stated:
        is_known = covers(gaps, expected, stated)
        return ChainState.GAPS if is_known else ChainState.TRUNCATED
    return found if is_folded_right(connection) else ChainState.BROKEN


def _put_head(connection: Connection, head: Head) -> None:
    _FOLD.run(
        connection,
        {
            "new_position": head.position,
            "new_link": head.link,
            "new_pending": head.pending,
            "new_admin": head.admin,
        },
    )


def is_folded_right(connection: Connection) -> bool:
    """Say whether the head's row has the link of its entry, where that is there."""
    position, link = connection.execute(select(HEAD.c.position, HEAD.c.link)).one()
    return _read_link(connection, position) in {None, link}


def _read_link(connection: Connection, position: int) -> bytes | None:
    if position == 0:
        return chain.GENESIS
    return connection.execute(
        select(ENTRIES.c.link).where(ENTRIES.c.position == position)
    ).scalar()
