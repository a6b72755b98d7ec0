"""Entries: the chain of kept facts, each with its row in the outbox, one commit for both."""

from collections.abc import Sequence
from typing import Any

import msgspec

from kiosk.entry import Entry
from kiosk.protocol import chain
from kiosk.protocol.chain import ChainState
from kiosk.protocol.content import ADMIN_ACTS, Act
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

PENDING = "pending"
REFUSED = "refused"


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The chain's newest link, and what the outbox holds."""

    position: int
    link: bytes
    pending: int
    refused: int
    admin: int = 0
    """Entries up to here that are acts of the admin log, no presentations."""
    purged: int = 0
    """Entries up to here whose content retention destroyed, admin acts not counted."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that wait for the province, and those that wait for a person."""

    pending: int
    refused: int


class Kept(msgspec.Struct, frozen=True, kw_only=True):
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


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Positions whose entries a damaged disk took; `link` is of the last, where known."""

    first: int
    last: int
    link: bytes | None


_READ_HEAD = Statement(
    "SELECT head.position, head.link, head.pending, head.refused, head.admin, head.purged, "
    "newest.position, newest.link FROM head LEFT JOIN entries AS newest "
    "ON newest.position = (SELECT max(position) FROM entries)"
)
_LISTED_ACTS = ", ".join(f"'{act.value}'" for act in sorted(ADMIN_ACTS))
# Literals as the index has them, since SQLite picks it by those.
_COUNT_WAITING_ACTS = Statement(
    "SELECT state, count(*) FROM outbox WHERE position IN "  # noqa: S608 - ours
    f"(SELECT position FROM entries WHERE act IN ({_LISTED_ACTS})) GROUP BY state"
)
_FOLD = Statement(
    "UPDATE head SET position = :position, link = :link, pending = :pending, "
    "admin = :admin"
)
_INSERT_ENTRY = Statement(
    "INSERT INTO entries (position, entry_id, decided_at_us, act, outcome, direction, "
    "gate, kind, holder, refers, commitment, link, salt, content) VALUES (:position, "
    ":entry_id, :decided_at_us, :act, :outcome, :direction, :gate, :kind, :holder, "
    ":refers, :commitment, :link, :salt, :content)"
)
_INSERT_OUTBOX = Statement(
    "INSERT INTO outbox (position, state, reason) VALUES (:position, :state, :reason)"
)
_COLUMNS = (
    *("entry_id", "position", "decided_at_us", "act", "outcome", "direction", "gate"),
    *("kind", "holder", "refers"),
)
_FIND = f"SELECT {', '.join(_COLUMNS)} FROM entries WHERE "  # noqa: S608 - ours
_FIND_BY_ID = Statement(_FIND + "entry_id = :wanted")
_FIND_REFERRING = Statement(_FIND + "refers = :wanted ORDER BY position")
_FIND_OF_HOLDER = Statement(
    _FIND + "holder = :wanted AND act = :act ORDER BY position DESC LIMIT :limit"
)
_LIST_GAPS = Statement("SELECT first, last, link FROM lost ORDER BY first")
_TAIL = Statement(
    "SELECT position, entry_id, commitment, link, salt, content FROM entries "
    "WHERE position >= :first ORDER BY position"
)
_LAST_STATED = Statement(
    "SELECT max(position, ifnull((SELECT max(position) FROM outbox), 0)) FROM head"
)
_READ_LINK = Statement("SELECT link FROM entries WHERE position = :at")
_READ_FOLDED = Statement("SELECT position, link FROM head")


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
    acts: dict[str, int] = dict(_COUNT_WAITING_ACTS.list(connection))
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
    row = _FIND_BY_ID.find(connection, {"wanted": entry_id})
    return None if row is None else _make_kept(row)


def read(connection: Connection, entry_id: bytes) -> Kept:
    """Return the entry with this id, which is there."""
    kept = find(connection, entry_id)
    if kept is None:
        raise LookupError(entry_id.hex())
    return kept


def find_referring(connection: Connection, entry_id: bytes) -> list[Kept]:
    """Return what staff did about the entry with this id, oldest first."""
    rows = _FIND_REFERRING.list(connection, {"wanted": entry_id})
    return [_make_kept(row) for row in rows]


def find_of_holder(connection: Connection, holder: bytes, *, limit: int) -> list[Kept]:
    """Return the newest presentations of a holder, newest first, at most `limit`."""
    asked = {"wanted": holder, "act": Act.PRESENTED.value, "limit": limit}
    return [_make_kept(row) for row in _FIND_OF_HOLDER.list(connection, asked)]


def list_gaps(connection: Connection) -> list[Gap]:
    """Return the entries that are known to be lost, in the chain's order."""
    rows = _LIST_GAPS.list(connection)
    return [Gap(first=first, last=last, link=link) for first, last, link in rows]


def read_last_stated(connection: Connection) -> int:
    """Return the last position that head or outbox speak of: its entry must be there."""
    return int(_LAST_STATED.find_value(connection))


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
    previous = find_link(connection, expected - 1)
    if previous is None and not covers(gaps, expected - 1, expected - 1):
        return ChainState.MISSING
    found = ChainState.OK
    for position, entry_id, commitment, link, salt, content in _TAIL.run(
        connection, {"first": expected}
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
            "position": head.position,
            "link": head.link,
            "pending": head.pending,
            "admin": head.admin,
        },
    )


def is_folded_right(connection: Connection) -> bool:
    """Say whether the head's row has the link of its entry, where that is there."""
    position, link = _READ_FOLDED.list(connection)[0]
    return find_link(connection, position) in {None, link}


def find_link(connection: Connection, position: int) -> bytes | None:
    """Return the link of the entry at `position`, 0 for before the first."""
    if position == 0:
        return chain.GENESIS
    link: bytes | None = _READ_LINK.find_value(connection, {"at": position})
    return link


def _make_kept(row: tuple[Any, ...]) -> Kept:
    """Return the entry of one row of `_FIND`; columns end at SQL."""
    return Kept(**dict(zip(_COLUMNS, row, strict=True)))
