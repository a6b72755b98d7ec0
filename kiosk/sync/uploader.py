"""Uploader: one batch from the outbox to the province, and its receipt back."""

import contextlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from kiosk.clock import Anchor, Instant, from_us
from kiosk.errors import StorageError
from kiosk.protocol import brief_receipt, receipt
from kiosk.protocol.batch import Health
from kiosk.protocol.receipt import Receipt
from kiosk.storage import (
    attention,
    checkpoints,
    clock,
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
from kiosk.sync.packing import Packed, Packer, to_us
from kiosk.sync.transport import BATCH_TYPE, Reply, classify_status
from kiosk.version import VERSION

log = logging.getLogger(__name__)

BATCH_PATH = "/v1/batches"

AHEAD_S = 1.0
"""How old a batch may be that was made ahead: it tells the kiosk's own time, and a
province judges its clock by that. A slower answer gains nothing by it either."""


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
        self._packer = Packer(database, identity, now=now, health=health)
        self._pace = Pace()
        self._searched_until = 0
        """Up to here an entry is at fault, not the province: it took another batch."""
        self._asked = 0
        """How often in a row one entry was sent alone."""
        self._is_quick = False
        """The last answer came soon enough for the next batch to be made meanwhile."""
        self._ahead: Packed | None = None

    def send(
        self, receipt_keys: tuple[bytes, ...], *, makes_ahead: bool = False
    ) -> Sent | Fault:
        """Send the oldest pending entries, or an empty batch where none is pending.

        A batch that the province turns down is sent again in halves. What no
        batch can hold is left out, once the province has taken something else.
        One that `makes_ahead` makes the next batch while the answer is awaited;
        it is sent by the next call, once this one is settled.
        """
        while True:
            made = self._take_ahead() or self._packer.make(self._pace.rows)
            answer = self._ask(
                made, receipt_keys, makes_ahead=makes_ahead and self._is_quick
            )
            if isinstance(answer, _Answered):
                return self._settle(made, answer)
            self._ahead, self._is_quick = None, False
            if isinstance(answer, Fault):
                self._searched_until = self._asked = 0
                return answer
            done = self._look_into(made.run, answer, receipt_keys)
            if done is not None:
                return done

    def _take_ahead(self) -> Packed | None:
        """Return the batch that was made ahead, None where it is not what to send now."""
        made, self._ahead = self._ahead, None
        if made is None or len(made.run.rows) > self._pace.rows:
            return None
        age_ms = self._now().monotonic_ms - made.made_ms
        return made if age_ms <= AHEAD_S * 1000 else None

    def _ask(
        self,
        made: Packed,
        receipt_keys: tuple[bytes, ...],
        *,
        makes_ahead: bool = False,
    ) -> "_Answered | Objection | Fault":
        begun_ms = self._now().monotonic_ms
        reply = self._post_making_ahead(made) if makes_ahead else self._post(made)
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

    def _post(self, made: Packed) -> Reply | Fault:
        return self._transport.post(
            BATCH_PATH, made.sealed, BATCH_TYPE + brief_receipt.ASKING
        )

    def _post_making_ahead(self, made: Packed) -> Reply | Fault:
        """Post `made` from a thread of its own; make the next batch in this one meanwhile."""
        with ThreadPoolExecutor(1, thread_name_prefix="post") as line:
            reply = line.submit(self._post, made)
            # A fault here is met again, and told, once what is on its way is settled.
            with contextlib.suppress(StorageError, LookupError):
                limit = self._pace.grow(len(made.run.rows), 0.0).rows
                self._ahead = self._packer.make_next(made, limit)
            return reply.result()

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
        empty = self._packer.make(0)
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
            made = (
                self._packer.make(0)
                if other is None
                else self._packer.make(1, behind=other - 1)
            )
            answer = self._ask(made, receipt_keys)
            if isinstance(answer, Fault):
                return None
            if isinstance(answer, _Answered):
                self._pace = Pace()
                return self._keep(made, answer, {position: word})
        return None

    def _settle(self, made: Packed, answer: "_Answered") -> Sent:
        self._pace = self._pace.grow(len(made.run.rows), answer.taken_s)
        self._is_quick = answer.taken_s <= AHEAD_S
        self._asked = 0
        return self._keep(made, answer)

    def _keep(
        self,
        made: Packed,
        answer: "_Answered",
        found: Mapping[int, str] = MappingProxyType({}),
    ) -> Sent:
        """Keep what the province answered, and what stands in the way, in one transaction."""
        now_us = to_us(self._now())
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answered:
    """A valid receipt for exactly what was sent, and `sealed`, as the province signed it."""

    receipt: Receipt
    sealed: bytes
    anchor: Anchor
    taken_s: float


def _open_receipt(
    reply: Reply, made: Packed, receipt_keys: tuple[bytes, ...]
) -> tuple[Receipt, bytes] | Fault:
    """Return the receipt for exactly what was sent, and its bytes; nothing else settles.

    A captive portal's 200 and another batch's receipt are faults.
    """
    fault = classify_status(reply)
    if fault is not None:
        return fault
    expected = [row.entry_id for row in made.run.rows]
    sealed: bytes | None = reply.body
    if reply.content_type.startswith(brief_receipt.MEDIA_TYPE):
        sealed = brief_receipt.restore(
            reply.body,
            kiosk_id=made.batch.kiosk_id,
            batch=made.hash,
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
        or answer.batch != made.hash
    ):
        return Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail="receipt of another batch"
        )
    return answer, sealed
