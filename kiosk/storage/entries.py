"""Entries: the chain of kept facts, each with its row in the outbox, one commit for both."""

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
from kiosk.protocol.content import ADMIN_ACTS, Act
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX

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


_READ_HEAD = select(
    HEAD.c.position,
    HEAD.c.link,
    HEAD.c.pending,
    HEAD.c.refused,
    HEAD.c.admin,
    HEAD.c.purged,
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
_MOVE_HEAD = update(HEAD).values(
    position=bindparam("new_position"),
    link=bindparam("new_link"),
    pending=HEAD.c.pending + 1,
    admin=HEAD.c.admin + bindparam("new_admin"),
)
_INSERT_ENTRY = insert(ENTRIES)
_INSERT_OUTBOX = insert(OUTBOX)
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


def read_head(connection: Connection) -> Head:
    """Return the chain's head."""
    row = connection.execute(_READ_HEAD).one()
    return Head(**row._asdict())


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
    connection.execute(
        _INSERT_ENTRY,
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
    connection.execute(
        _INSERT_OUTBOX, {"position": position, "state": PENDING, "reason": ""}
    )
    new_admin = int(content.act in ADMIN_ACTS)
    connection.execute(
        _MOVE_HEAD,
        {"new_position": position, "new_link": link, "new_admin": new_admin},
    )
    return Head(
        position=position,
        link=link,
        pending=head.pending + 1,
        refused=head.refused,
        admin=head.admin + new_admin,
        purged=head.purged,
    )


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


def find_chain_fault(connection: Connection, *, tail: int) -> str:
    """Check the newest `tail` links; return `ok` or the first fault.

    Faults are of the closed set `chain`: `missing` (a position), `altered` (a
    content or a link), `broken` (the head is not the last link).
    """
    head = read_head(connection)
    first = max(1, head.position - tail + 1)
    previous = _read_link(connection, first - 1)
    if previous is None:
        return "missing"
    rows = connection.execute(
        select(
            ENTRIES.c.position,
            ENTRIES.c.entry_id,
            ENTRIES.c.commitment,
            ENTRIES.c.link,
            ENTRIES.c.salt,
            ENTRIES.c.content,
        )
        .where(ENTRIES.c.position >= first)
        .order_by(ENTRIES.c.position)
    )
    expected = first
    for position, entry_id, commitment, link, salt, content in rows:
        if position != expected:
            return "missing"
        if content is not None and chain.commit(salt, content) != commitment:
            return "altered"
        previous = chain.link(previous, entry_id, commitment)
        if previous != link:
            return "altered"
        expected += 1
    return "ok" if (expected - 1, previous) == (head.position, head.link) else "broken"


def _read_link(connection: Connection, position: int) -> bytes | None:
    if position == 0:
        return chain.GENESIS
    return connection.execute(
        select(ENTRIES.c.link).where(ENTRIES.c.position == position)
    ).scalar()
