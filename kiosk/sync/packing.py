"""Packing: a batch of the outbox as it is sent, signed and compressed."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from kiosk.clock import Instant
from kiosk.protocol import batch, checkpoint
from kiosk.protocol.batch import Batch, Health
from kiosk.storage import attention, entries, outbox
from kiosk.storage.database import Database
from kiosk.storage.outbox import Run
from kiosk.storage.settings import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A batch that is ready to be sent; `made_ms` is when, by the count of its boot."""

    run: Run
    batch: Batch
    hash: bytes
    sealed: bytes
    made_ms: int


class Packer:
    """Makes batches of what is pending; `health` says how the kiosk is beside so many."""

    def __init__(
        self,
        database: Database,
        identity: Identity,
        *,
        now: Callable[[], Instant],
        health: Callable[[int], Health],
    ) -> None:
        self._database = database
        self._identity = identity
        self._now = now
        self._health = health

    def make(self, limit: int, *, behind: int = 0) -> Packed:
        """Make a batch of the oldest pending entries behind a position, or an empty one."""
        now = self._now()
        with self._database.read() as connection:
            run = outbox.read_run(connection, limit=limit, behind=behind)
            sequence = outbox.read_next_sequence(connection)
            head = entries.read_head(connection)
            gap_us = attention.find_gap_us(connection, before=run.first)
        health = self._health(head.pending - len(run.rows))
        return self._seal(
            make_batch(
                self._identity,
                run,
                sequence=sequence,
                reaches_head=run.last == head.position,
                sent_at_us=to_us(now),
                health=health,
                gap_us=gap_us,
            ),
            run,
            now,
        )

    def make_next(self, before: Packed, limit: int) -> Packed | None:
        """Make the batch that comes next where all of `before` is settled.

        None where nothing stands right behind it.
        """
        now = self._now()
        with self._database.read() as connection:
            head = entries.read_head(connection)
            if before.run.last == head.position:
                return None
            run = outbox.read_run(connection, limit=limit, behind=before.run.last)
            gap_us = attention.find_gap_us(connection, before=before.run.first)
        if not run.rows or run.first != before.run.last + 1:
            return None
        health = self._health(head.pending - len(before.run.rows) - len(run.rows))
        untold = health.reader_faults - before.batch.health.reader_faults
        return self._seal(
            make_batch(
                self._identity,
                run,
                sequence=before.batch.sequence + 1,
                reaches_head=run.last == head.position,
                sent_at_us=to_us(now),
                health=msgspec.structs.replace(health, reader_faults=max(0, untold)),
                gap_us=gap_us,
            ),
            run,
            now,
        )

    def _seal(self, made: Batch, run: Run, at: Instant) -> Packed:
        body = batch.encode(made)
        return Packed(
            run=run,
            batch=made,
            hash=batch.hash_body(body),
            sealed=batch.seal_body(body, self._identity.private_key),
            made_ms=at.monotonic_ms,
        )


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


def to_us(at: Instant) -> int:
    """Return the wall clock's microseconds since 1970 UTC."""
    return int(at.wall.timestamp() * 1_000_000)
