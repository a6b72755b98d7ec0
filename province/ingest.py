"""Ingest: what becomes of each entry of a batch; pure.

The ledger writes what is decided here in one transaction
(`province.ledger.arrivals`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.protocol import chain, checkpoint, content
from kiosk.protocol.batch import Row, SignedBatch
from kiosk.protocol.content import Content
from kiosk.protocol.receipt import Line, Refusal, Status

LATEST_US = 253_402_300_800_000_000
"""The year 10000: later times have no date. Early ones stay: a kiosk whose
clock lost its battery says 1970, and its entries are entries."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger holds of an entry already."""

    commitment: bytes
    status: EntryStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry that the ledger does not have yet; `position` is its place in the chain."""

    row: Row
    content: Content
    commitment: bytes
    position: int
    status: EntryStatus

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
    signed: SignedBatch, sender: Sender, known: Mapping[bytes, Known]
) -> Ingested:
    """Decide what becomes of each entry of `signed`.

    `known` holds the ledger's entries whose ids the batch names. Gaps of
    sequence and head never gate, and one bad entry never stops the others.
    """
    seen = dict(known)
    lines: list[Line] = []
    new: list[NewEntry] = []
    conflicts: list[Conflict] = []
    status = EntryStatus.HELD if sender.is_revoked else EntryStatus.ACCEPTED
    for position, row in enumerate(signed.batch.rows, start=signed.batch.first):
        commitment = chain.commit(row.salt, row.content)
        match _sort_out(row, commitment, position, status, seen):
            case NewEntry() as entry:
                new.append(entry)
                seen[row.entry_id] = Known(commitment=commitment, status=status)
                lines.append(Line(row.entry_id, Status(status.value)))
            case Conflict() as conflict:
                conflicts.append(conflict)
                lines.append(_refuse(row, Refusal.CONFLICT))
            case Known() as held:
                lines.append(Line(row.entry_id, _repeat(held)))
            case Refusal() as refusal:
                lines.append(_refuse(row, refusal))
    return Ingested(lines=tuple(lines), new=tuple(new), conflicts=tuple(conflicts))


def read_head(signed: SignedBatch) -> bytes:
    """Return the link after the last entry of a batch that was verified."""
    stated = checkpoint.decode(signed.batch.checkpoint)
    return b"" if stated is None else stated.head


def _sort_out(
    row: Row,
    commitment: bytes,
    position: int,
    status: EntryStatus,
    seen: Mapping[bytes, Known],
) -> NewEntry | Conflict | Known | Refusal:
    held = seen.get(row.entry_id)
    if held is not None and held.commitment == commitment:
        return held
    if held is not None:
        return Conflict(row=row, commitment=commitment, position=position)
    facts = content.decode(row.content)
    if facts is None or not _is_sensible(row, facts):
        return Refusal.MALFORMED
    return NewEntry(
        row=row,
        content=facts,
        commitment=commitment,
        position=position,
        status=status,
    )


def _is_sensible(row: Row, facts: Content) -> bool:
    return (
        row.entry_id[6] >> 4 == 7
        and 0 <= facts.decided_at_us < LATEST_US
        and len(facts.refers) in {0, 16}
    )


def _repeat(held: Known) -> Status:
    match held.status:
        case EntryStatus.ACCEPTED:
            return Status.DUPLICATE
        case EntryStatus.HELD:
            return Status.HELD


def _refuse(row: Row, refusal: Refusal) -> Line:
    return Line(row.entry_id, Status.REFUSED, refusal.value)
