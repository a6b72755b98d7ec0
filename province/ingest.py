"""Ingest: what becomes of each entry of a batch; pure.

The ledger writes what is decided here in one transaction
(`province.ledger.arrivals`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat

import msgspec

from kiosk.protocol import checkpoint, content
from kiosk.protocol.batch import Row, SignedBatch
from kiosk.protocol.content import Content
from kiosk.protocol.receipt import Line, Refusal, Status

FUTURE_US = 86_400_000_000
"""How far ahead of the province an entry may be: no clock that is put right is a
day off, and whoever set one by hand to tomorrow is told, not believed."""

TRUSTED = "trusted"
"""`kiosk.clock.ClockState`: the kiosk stands by the time that it says."""

LATEST_US = 253_402_300_800_000_000
"""The year 10000: later times have no date. Early ones stay: a kiosk whose
clock lost its battery says 1970, and its entries are entries."""


_VERSION, _VERSION_AT = 7, 6
"""Of an id (RFC 9562, 5.7), and the byte that has it in its upper half."""
_REFERS = {0, 16}
"""How many bytes an entry names another one by."""


class EntryStatus(StrEnum):
    """How an entry stands in the ledger."""

    ACCEPTED = "accepted"
    HELD = "held"
    """Sent after its kiosk was revoked; not admitted until an officer accepts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The enrolled kiosk that a batch came from."""

    kiosk_id: str
    point_id: str
    public_key: bytes
    is_revoked: bool


class Known(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the ledger holds of an entry already.

    One is made for every entry: a struct is made in a tenth of a dataclass's time.
    """

    commitment: bytes
    status: EntryStatus


class NewEntry(msgspec.Struct, frozen=True, gc=False):
    """An entry that the ledger does not have yet; `position` is its place in the chain."""

    row: Row
    content: Content
    commitment: bytes
    position: int
    status: EntryStatus = EntryStatus.ACCEPTED

    @property
    def is_admin(self) -> bool:
        """Say whether it belongs in the admin log, and counts nowhere."""
        return self.content.act in content.ADMIN_ACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """An entry under an id that the ledger has with other bytes; both are kept."""

    row: Row
    commitment: bytes
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A batch sorted out: `lines` are the receipt's, in the batch's order."""

    lines: tuple[Line, ...]
    new: tuple[NewEntry, ...]
    conflicts: tuple[Conflict, ...]


def ingest(
    signed: SignedBatch,
    sender: Sender,
    known: Mapping[bytes, Known],
    *,
    received_at_us: int,
    countersigned: int = 0,
) -> Ingested:
    """Decide what becomes of each entry of `signed`.

    `known` holds the ledger's entries whose ids the batch names. Gaps of
    sequence and head never gate, and one bad entry never stops the others.
    `countersigned` is the last position of a revoked kiosk's chain that the
    province signed for before; up to there its entries are accepted.
    """
    plain = None if known or sender.is_revoked else _take_all(signed, received_at_us)
    if plain is not None:
        return plain
    return _take_each(signed, sender, known, received_at_us, countersigned)


def _take_each(
    signed: SignedBatch,
    sender: Sender,
    known: Mapping[bytes, Known],
    received_at_us: int,
    countersigned: int,
) -> Ingested:
    seen: dict[bytes, Known | NewEntry] = dict(known)
    lines: list[Line] = []
    new: list[NewEntry] = []
    conflicts: list[Conflict] = []
    held_after = countersigned if sender.is_revoked else LATEST_US
    pairs = zip(signed.batch.rows, signed.commitments, strict=True)
    for position, (row, commitment) in enumerate(pairs, start=signed.batch.first):
        status = EntryStatus.ACCEPTED if position <= held_after else EntryStatus.HELD
        found = seen.get(row.entry_id)
        if found is not None:
            if found.commitment == commitment:
                lines.append(Line(row.entry_id, _REPEATED[found.status]))
            else:
                conflicts.append(
                    Conflict(row=row, commitment=commitment, position=position)
                )
                lines.append(_refuse(row, Refusal.CONFLICT))
            continue
        facts = _read(row, received_at_us)
        if isinstance(facts, Refusal):
            lines.append(_refuse(row, facts))
            continue
        entry = NewEntry(
            row=row,
            content=facts,
            commitment=commitment,
            position=position,
            status=status,
        )
        new.append(entry)
        seen[row.entry_id] = entry
        lines.append(Line(row.entry_id, _KEPT[status]))
    return Ingested(lines=tuple(lines), new=tuple(new), conflicts=tuple(conflicts))


def _take_all(signed: SignedBatch, received_at_us: int) -> Ingested | None:
    """Return what becomes of a batch whose every entry is new, None where one is not.

    Nearly all batches are so; each step for all entries takes half of the time.
    """
    rows = signed.batch.rows
    ids = [row.entry_id for row in rows]
    contents = content.decode_all([row.content for row in rows])
    if contents is None or len({*ids}) < len(ids):
        return None
    if not _are_sensible(ids, contents, received_at_us):
        return None
    positions = range(signed.batch.first, signed.batch.first + len(rows))
    new = map(NewEntry, rows, contents, signed.commitments, positions)
    kept = repeat(_KEPT[EntryStatus.ACCEPTED])
    return Ingested(lines=(*map(Line, ids, kept),), new=(*new,), conflicts=())


def _are_sensible(
    ids: Sequence[bytes], contents: Sequence[Content], received_at_us: int
) -> bool:
    """Say whether `_read` refuses none of these; where it is not sure, no."""
    decided = [one.decided_at_us for one in contents] or [received_at_us]
    return (
        {one[_VERSION_AT] >> 4 for one in ids} <= {_VERSION}
        and min(decided) >= 0
        and max(decided) <= received_at_us + FUTURE_US
        and {len(one.refers) for one in contents} <= _REFERS
    )


def read_head(signed: SignedBatch) -> bytes:
    """Return the link after the last entry of a batch that was verified."""
    stated = checkpoint.decode(signed.batch.checkpoint)
    return b"" if stated is None else stated.head


_KEPT = {EntryStatus.ACCEPTED: Status.ACCEPTED, EntryStatus.HELD: Status.HELD}
_REPEATED = {EntryStatus.ACCEPTED: Status.DUPLICATE, EntryStatus.HELD: Status.HELD}


def _read(row: Row, received_at_us: int) -> Content | Refusal:
    """Return what `row` says, or why the ledger can't have it."""
    facts = content.decode(row.content)
    if facts is None or not _is_sensible(row, facts):
        return Refusal.MALFORMED
    if facts.decided_at_us > received_at_us + FUTURE_US and not _is_placed(facts):
        return Refusal.FUTURE
    return facts


def _is_sensible(row: Row, facts: Content) -> bool:
    return (
        row.entry_id[_VERSION_AT] >> 4 == _VERSION
        and 0 <= facts.decided_at_us < LATEST_US
        and len(facts.refers) in _REFERS
    )


def _is_placed(facts: Content) -> bool:
    """Say whether the count of its boot tells better than its clock (`province.placing`)."""
    return facts.clock != TRUSTED and bool(facts.boot)


def _refuse(row: Row, refusal: Refusal) -> Line:
    return Line(row.entry_id, Status.REFUSED, refusal.value)
