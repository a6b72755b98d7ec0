"""Uploader: one batch from the outbox to the province, and its receipt back."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from kiosk.clock import Anchor, Instant, from_us
from kiosk.protocol import batch, brief_receipt, checkpoint, receipt
from kiosk.protocol.batch import Batch, Health
from kiosk.protocol.receipt import Receipt
from kiosk.storage import (
    attention,
    checkpoints,
    clock,
    entries,
    outbox,
    reader_faults,
)
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.database import Database
from kiosk.storage.outbox import Run, SentBatch, Settled
from kiosk.storage.settings import Identity
from kiosk.sync.bisection import (
    MOST_OTHERS,
    TIMES_IN_A_ROW,
    Objection,
    count_turned_down,
    forget_turned_down,
    read_objection,
)
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.pace import Pace
from kiosk.sync.transport import BATCH_TYPE, Reply, classify_status
from kiosk.version import VERSION

log = logging.getLogger(__name__)

BATCH_PATH = "/v1/batches"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A batch that was answered; `rows` may be 0, `anchor` is the time the receipt told.

    `left_out` counts entries of before that were found to stand in the way.
    """

    rows: int
    settled: Settled
    anchor: Anchor
    left_out: int = 0


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
        self._pace = Pace()
        self._searched_until = 0
        """Up to here an entry is at fault, not the province: it took another batch."""
        self._asked = 0
        """How often in a row one entry was sent alone."""

    def send(self, receipt_keys: tuple[bytes, ...]) -> Sent | Fault:
        """Send the oldest pending entries, or an empty batch where none is pending.

        A batch that the province turns down is sent again in halves. What no
        batch can hold is left out, once the province has taken something else.
        """
        while True:
            made = self._make(self._pace.rows)
            answer = self._ask(made, receipt_keys)
            if isinstance(answer, _Answered):
                return self._settle(made, answer)
            if isinstance(answer, Fault):
                self._searched_until = self._asked = 0
                return answer
            done = self._look_into(made.run, answer, receipt_keys)
            if done is not None:
                return done

    def _make(self, limit: int, *, behind: int = 0) -> "_Made":
        now_us = self._now_us()
        with self._database.read() as connection:
            run = outbox.read_run(connection, limit=limit, behind=behind)
            sequence = outbox.read_next_sequence(connection)
            head = entries.read_head(connection)
            gap_us = attention.find_gap_us(connection, before=run.first)
        made = make_batch(
            self._identity,
            run,
            sequence=sequence,
            reaches_head=run.last == head.position,
            sent_at_us=now_us,
            health=self._health(head.pending - len(run.rows)),
            gap_us=gap_us,
        )
        return _Made(run=run, batch=made, body=batch.encode(made))

    def _ask(
        self, made: "_Made", receipt_keys: tuple[bytes, ...]
    ) -> "_Answered | Objection | Fault":
        sealed = batch.seal_body(made.body, self._identity.private_key)
        begun_ms = self._now().monotonic_ms
        reply = self._transport.post(
            BATCH_PATH, sealed, BATCH_TYPE + brief_receipt.ASKING
        )
        answered_at = self._now()
        rows = len(made.run.rows)
        if isinstance(reply, Fault):
            if reply.was_cut:
                self._pace = self._pace.shrink(rows)
            return reply
        objection = read_objection(reply)
        if objection is not None:
            return objection
        answer = _open_receipt(reply, made, receipt_keys)
        if isinstance(answer, Fault):
            return answer
        return _Answered(
            receipt=answer[0],
            sealed=answer[1],
            anchor=Anchor(at=answered_at, told=from_us(answer[0].received_at_us)),
            taken_s=(answered_at.monotonic_ms - begun_ms) / 1000,
        )

    def _look_into(
        self, run: Run, objection: Objection, receipt_keys: tuple[bytes, ...]
    ) -> Sent | Fault | None:
        """Go on looking for what was turned down in `run`; None: send again, in halves."""
        if not run.rows or not self._may_search(run, objection, receipt_keys):
            self._searched_until = self._asked = 0
            return objection.fault
        if len(run.rows) > 1:
            self._pace = self._pace.halve(len(run.rows))
            return None
        self._asked += 1
        if objection.may_pass and self._asked < TIMES_IN_A_ROW:
            return None
        self._asked = 0
        log.info("entry turned down: position=%d %s", run.first, objection.word)
        sent = self._send_another(run.first, objection.word, receipt_keys)
        if sent is None:
            self._searched_until = 0
            return objection.fault
        return sent

    def _may_search(
        self, run: Run, objection: Objection, receipt_keys: tuple[bytes, ...]
    ) -> bool:
        """Say whether an entry of `run` may be at fault: a batch without is taken."""
        if objection.is_size or run.first <= self._searched_until:
            return True
        if objection.may_pass:
            with self._database.write() as connection:
                times = count_turned_down(connection, run.first)
            if times < TIMES_IN_A_ROW:
                return False
        empty = self._make(0)
        answer = self._ask(empty, receipt_keys)
        if not isinstance(answer, _Answered):
            return False
        self._keep(empty, answer)
        self._searched_until = run.last
        return True

    def _send_another(
        self, position: int, word: str, receipt_keys: tuple[bytes, ...]
    ) -> Sent | None:
        """Leave the entry at `position` out once another is taken; None where none is.

        Where few are pending, and all were turned down, an empty batch is the other.
        """
        with self._database.read() as connection:
            others = outbox.pick_others(connection, position, limit=MOST_OTHERS)
        for other in others if len(others) == MOST_OTHERS else [*others, None]:
            made = self._make(0) if other is None else self._make(1, behind=other - 1)
            answer = self._ask(made, receipt_keys)
            if isinstance(answer, Fault):
                return None
            if isinstance(answer, _Answered):
                self._pace = Pace()
                return self._keep(made, answer, {position: word})
        return None

    def _settle(self, made: "_Made", answer: "_Answered") -> Sent:
        self._pace = self._pace.grow(len(made.run.rows), answer.taken_s)
        self._asked = 0
        return self._keep(made, answer)

    def _keep(
        self,
        made: "_Made",
        answer: "_Answered",
        found: Mapping[int, str] = MappingProxyType({}),
    ) -> Sent:
        """Keep what the province answered, and what stands in the way, in one transaction."""
        now_us = self._now_us()
        with self._database.write() as connection:
            settled = outbox.settle(
                connection,
                SentBatch(
                    sequence=outbox.read_next_sequence(connection),
                    hash=answer.receipt.batch,
                    run=made.run,
                    settled_at_us=now_us,
                    receipt=answer.sealed,
                ),
                answer.receipt.lines,
            )
            left_out = 0
            if found:
                left_out = attention.set_aside(
                    connection, found, now_us=now_us, version=VERSION
                )
            if made.run.rows:
                forget_turned_down(connection)
            clock.put(connection, answer.anchor)
            reader_faults.settle(connection, made.batch.health.reader_faults)
            checkpoints.put(connection, self._identity, Occasion.BATCH, now_us)
        return Sent(
            rows=len(made.run.rows),
            settled=settled,
            anchor=answer.anchor,
            left_out=left_out,
        )

    def _now_us(self) -> int:
        return int(self._now().wall.timestamp() * 1_000_000)


def make_batch(
    identity: Identity,
    run: Run,
    *,
    sequence: int,
    reaches_head: bool,
    sent_at_us: int,
    health: Health,
    gap_us: int | None = None,
) -> Batch:
    """Return `run` as a batch; where it reaches the head it speaks for all time until now.

    `gap_us` is when an entry before it was decided that the province lacks.
    """
    covered_until_us = sent_at_us if reaches_head else run.covered_until_us
    if gap_us is not None:
        covered_until_us = min(covered_until_us, max(0, gap_us - 1))
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
        covered_until_us=covered_until_us,
        sent_at_us=sent_at_us,
        health=health,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    run: Run
    batch: Batch
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """A valid receipt for exactly what was sent, and `sealed`, as the province signed it."""

    receipt: Receipt
    sealed: bytes
    anchor: Anchor
    taken_s: float


def _open_receipt(
    reply: Reply, made: _Made, receipt_keys: tuple[bytes, ...]
) -> tuple[Receipt, bytes] | Fault:
    """Return the receipt for exactly what was sent, and its bytes; nothing else settles.

    A captive portal's 200 and another batch's receipt are faults.
    """
    fault = classify_status(reply)
    if fault is not None:
        return fault
    sent_hash = batch.hash_body(made.body)
    expected = [row.entry_id for row in made.run.rows]
    sealed: bytes | None = reply.body
    if reply.content_type.startswith(brief_receipt.MEDIA_TYPE):
        sealed = brief_receipt.restore(
            reply.body,
            kiosk_id=made.batch.kiosk_id,
            batch=sent_hash,
            head=made.run.end,
            ids=expected,
        )
    answer = None if sealed is None else receipt.open_receipt(sealed, receipt_keys)
    if sealed is None or answer is None:
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail="not a receipt of this province"
        )
    if (
        [line.entry_id for line in answer.lines] != expected
        or answer.kiosk_id != made.batch.kiosk_id
        or answer.head != made.run.end
        or answer.batch != sent_hash
    ):
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail="receipt of another batch"
        )
    return answer, sealed
