"""Uploader: one batch from the outbox to the province, and its receipt back."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from kiosk.clock import Anchor, Instant, from_us
from kiosk.protocol import batch, checkpoint, receipt
from kiosk.protocol.batch import Batch, Health
from kiosk.protocol.receipt import Receipt
from kiosk.storage import checkpoints, clock, entries, outbox
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.database import Database
from kiosk.storage.outbox import Run, SentBatch, Settled
from kiosk.storage.settings import Identity
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import BATCH_TYPE, Reply, classify_status

BATCH_ROWS = 1000
"""Bytes an entry hardly fall beyond 1,000 rows, and a batch stays near 100 kB."""

CUT_ROWS = 8
"""About 1 kB: what a line can't carry in one piece, smaller pieces don't mend."""

BATCH_PATH = "/v1/batches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A batch that was answered; `rows` may be 0, `anchor` is the time the receipt told."""

    rows: int
    settled: Settled
    anchor: Anchor


class Post(Protocol):
    """The way to the province; a `Transport` is one."""

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Return what POST of `body` to `path` answers."""


class Uploader:
    """Sends one batch at a time; what it sent stays pending until a valid receipt settles it."""

    def __init__(
        self,
        database: Database,
        identity: Identity,
        transport: Post,
        *,
        now: Callable[[], Instant],
        health: Callable[[int], Health],
    ) -> None:
        self._database = database
        self._identity = identity
        self._transport = transport
        self._now = now
        self._health = health
        self._limit = BATCH_ROWS

    def send(self, receipt_keys: tuple[bytes, ...]) -> Sent | Fault:
        """Send the oldest pending entries, or an empty batch where none is pending."""
        made = self._make()
        sealed = batch.seal(made.batch, self._identity.private_key)
        reply = self._transport.post(BATCH_PATH, sealed, BATCH_TYPE)
        answered_at = self._now()
        if isinstance(reply, Fault):
            rows = len(made.run.rows)
            if reply.was_cut and rows > CUT_ROWS:
                # A line that breaks every 50 kB lets half of them through.
                self._limit = max(CUT_ROWS, rows // 2)
            return reply
        if reply.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return self._halve(len(made.run.rows), reply, receipt_keys)
        answer = _open_receipt(reply, made, receipt_keys)
        if isinstance(answer, Fault):
            return answer
        anchor = Anchor(at=answered_at, told=from_us(answer.received_at_us))
        return self._settle(made, answer, reply, anchor)

    def _make(self) -> "_Made":
        with self._database.read() as connection:
            run = outbox.read_run(connection, limit=self._limit)
            sequence = outbox.read_next_sequence(connection)
            head = entries.read_head(connection)
        now_us = int(self._now().wall.timestamp() * 1_000_000)
        made = make_batch(
            self._identity,
            run,
            sequence=sequence,
            reaches_head=run.last == head.position,
            sent_at_us=now_us,
            health=self._health(head.pending - len(run.rows)),
        )
        return _Made(run=run, batch=made)

    def _halve(
        self, rows: int, reply: Reply, receipt_keys: tuple[bytes, ...]
    ) -> Sent | Fault:
        if rows <= 1:
            fault = classify_status(reply)
            return fault or Fault(fault_class=FaultClass.TOO_LARGE)
        self._limit = max(1, rows // 2)
        return self.send(receipt_keys)

    def _settle(
        self, made: "_Made", answer: Receipt, reply: Reply, anchor: Anchor
    ) -> Sent:
        # After a 413 it grows again by little steps, as the way may have changed.
        self._limit = min(BATCH_ROWS, self._limit + max(1, self._limit // 10))
        now_us = int(self._now().wall.timestamp() * 1_000_000)
        with self._database.write() as connection:
            settled = outbox.settle(
                connection,
                SentBatch(
                    sequence=outbox.read_next_sequence(connection),
                    hash=answer.batch,
                    run=made.run,
                    settled_at_us=now_us,
                    receipt=reply.body,
                ),
                answer.lines,
            )
            clock.put(connection, anchor)
            checkpoints.put(connection, self._identity, Occasion.BATCH, now_us)
        return Sent(rows=len(made.run.rows), settled=settled, anchor=anchor)


def make_batch(
    identity: Identity,
    run: Run,
    *,
    sequence: int,
    reaches_head: bool,
    sent_at_us: int,
    health: Health,
) -> Batch:
    """Return `run` as a batch; where it reaches the head it speaks for all time until now."""
    return Batch(
        kiosk_id=identity.kiosk_id,
        epoch=identity.epoch,
        sequence=sequence,
        first=run.first,
        start=run.start,
        rows=run.rows,
        checkpoint=checkpoint.encode(
            checkpoint.Checkpoint(
                origin=f"{identity.kiosk_id}/{identity.epoch}",
                size=run.last,
                head=run.end,
            )
        ),
        covered_until_us=sent_at_us if reaches_head else run.covered_until_us,
        sent_at_us=sent_at_us,
        health=health,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    run: Run
    batch: Batch


def _open_receipt(
    reply: Reply, made: _Made, receipt_keys: tuple[bytes, ...]
) -> Receipt | Fault:
    """Return the receipt for exactly what was sent; nothing else settles.

    A captive portal's 200 and another batch's receipt are faults.
    """
    fault = classify_status(reply)
    if fault is not None:
        return fault
    answer = receipt.open_receipt(reply.body, receipt_keys)
    if answer is None:
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail="not a receipt of this province"
        )
    expected = [row.entry_id for row in made.run.rows]
    if (
        [line.entry_id for line in answer.lines] != expected
        or answer.kiosk_id != made.batch.kiosk_id
        or answer.head != made.run.end
        or answer.batch != batch.hash_batch(made.batch)
    ):
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail="receipt of another batch"
        )
    return answer
