"""Signed heads: what this kiosk and its province signed of the chain."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select

from kiosk.protocol import checkpoint, receipt, signature
from kiosk.protocol.receipt import Receipt
from kiosk.storage import checkpoints, entries, outbox
from kiosk.storage.checkpoints import Noted
from kiosk.storage.connection import Connection
from kiosk.storage.settings import Identity
from kiosk.storage.tables import BATCHES, ENTRIES

RECEIPTS = 10_000
"""Receipts that are looked at: the newest head holds all that is before it, too."""

SIGNATURES = 100
"""Receipts whose signature is tried, newest first: older ones may be of an earlier key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHeads:
    """Heads that the chain must have: by position, the link of the entry there.

    Where two say different things of one position the head is empty, as no link
    is. `forged` is the first position of which a note speaks that this kiosk
    did not sign; `countersigned` the last whose head the province's present
    key signed.
    """

    heads: Mapping[int, bytes]
    forged: int | None
    countersigned: int


def read(
    connection: Connection, identity: Identity, receipt_keys: tuple[bytes, ...]
) -> SignedHeads:
    """Return what this kiosk signed of its chain, and what the province did."""
    heads: dict[int, bytes] = {}
    forged: list[int] = []
    public_key = signature.get_public_bytes(identity.private_key)
    for noted in checkpoints.list_all(connection):
        head = _open(noted, identity.kiosk_id, public_key)
        if head is None:
            forged.append(noted.position)
        else:
            _add(heads, noted.position, head)
    countersigned, tried = 0, 0
    for last, sealed in _list_receipts(connection):
        stated = receipt.peek(sealed)
        _add(heads, last, b"" if stated is None else stated.head)
        if not countersigned and tried < SIGNATURES:
            tried += 1
            is_signed = receipt.open_receipt(sealed, receipt_keys) is not None
            countersigned = last if is_signed else 0
    return SignedHeads(
        heads=heads, forged=min(forged, default=None), countersigned=countersigned
    )


def find_new(connection: Connection, answer: Receipt) -> int | None:
    """Return where the chain has the head that a stick's receipt countersigns.

    None where it has no such link, or the receipt is here already.
    """
    known = select(BATCHES.c.sequence).where(BATCHES.c.hash == answer.batch)
    if connection.execute(known).first() is not None:
        return None
    return _find_head(connection, answer)


def keep(
    connection: Connection, answer: Receipt, sealed: bytes, *, last: int, now_us: int
) -> None:
    """Keep a receipt that a stick brought for the head at `last`.

    The caller has checked its signature, found it new, and commits.
    """
    connection.execute(
        insert(BATCHES),
        {
            "sequence": outbox.read_next_sequence(connection),
            "hash": answer.batch,
            "first": last - len(answer.lines) + 1,
            "last": last,
            "settled_at_us": now_us,
            "receipt": sealed,
        },
    )


def find_entry_id(connection: Connection, position: int) -> bytes | None:
    """Return the entry that the province confirmed at `position`, None where it did not."""
    row = connection.execute(
        select(BATCHES.c.first, BATCHES.c.receipt)
        .where(BATCHES.c.first <= position, BATCHES.c.last >= position)
        .limit(1)
    ).first()
    stated = None if row is None else receipt.peek(row.receipt)
    if row is None or stated is None:
        return None
    lines = stated.lines[position - row.first :]
    return lines[0].entry_id if lines else None


def _find_head(connection: Connection, answer: Receipt) -> int | None:
    """Return the position at which the chain has the head of `answer`."""
    if not answer.lines:
        head = entries.read_head(connection)
        return head.position if head.link == answer.head else None
    query = select(ENTRIES.c.position).where(
        ENTRIES.c.entry_id == answer.lines[-1].entry_id, ENTRIES.c.link == answer.head
    )
    return connection.execute(query).scalar()


def _list_receipts(connection: Connection) -> list[tuple[int, bytes]]:
    """Return the receipts of the newest heads; a stick's may have come later than newer ones."""
    newest = (
        select(BATCHES.c.last, BATCHES.c.receipt)
        .order_by(BATCHES.c.last.desc(), BATCHES.c.sequence.desc())
        .limit(RECEIPTS)
    )
    return [(row.last, row.receipt) for row in connection.execute(newest)]


def _open(noted: Noted, kiosk_id: str, public_key: bytes) -> bytes | None:
    stated = checkpoint.open_note(noted.note, public_key)
    said = (f"{kiosk_id}/{noted.epoch}", noted.position)
    if stated is None or (stated.origin, stated.size) != said:
        return None
    return stated.head


def _add(heads: dict[int, bytes], position: int, head: bytes) -> None:
    if heads.setdefault(position, head) != head:
        heads[position] = b""
