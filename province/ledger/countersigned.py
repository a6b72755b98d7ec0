"""Countersigned: how far a revoked kiosk's chain was signed for before it was revoked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from kiosk.protocol.batch import Batch
from province.forks import list_links
from province.ledger.columns import clean
from province.ledger.tables import batches, kiosks


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A batch that is here: the links at its two ends, and when it came."""

    first: int
    last: int
    start: bytes
    head: bytes
    received_at: datetime


def find_until(connection: Connection, batch: Batch) -> int:
    """Return the last position of `batch` under a head that was countersigned in time.

    0 where there is none. A receipt signs a head, and a head fixes every link
    before it; so a late batch whose links lead there says nothing new.
    """
    revoked_at = connection.scalar(
        select(kiosks.c.revoked_at).where(kiosks.c.kiosk_id == batch.kiosk_id)
    )
    if revoked_at is None:
        return 0
    spans = _list_spans(connection, batch)
    return find_last(list_links(batch), spans, revoked_at)


def find_last(
    links: Mapping[int, bytes], spans: Iterable[Span], revoked_at: datetime
) -> int:
    """Return the last of `links` that batches before `revoked_at` lead to; pure."""
    fixed: set[tuple[int, bytes]] = set()
    for span in sorted(spans, key=_by_last, reverse=True):
        end, begin = (span.last, span.head), (span.first - 1, span.start)
        if span.received_at < revoked_at:
            fixed |= {end, begin}
        elif end in fixed:
            fixed.add(begin)
    return max(
        (position for position, link in links.items() if (position, link) in fixed),
        default=0,
    )


def _list_spans(connection: Connection, batch: Batch) -> list[Span]:
    columns = batches.c
    query = select(
        columns.first, columns.count, columns.start, columns.head, columns.received_at
    ).where(
        columns.kiosk_id == batch.kiosk_id,
        columns.epoch == clean(batch.epoch),
        columns.first + columns.count >= batch.first,
    )
    return [
        Span(
            first=row.first,
            last=row.first - 1 + row[1],
            start=row.start,
            head=row.head,
            received_at=row.received_at,
        )
        for row in connection.execute(query)
    ]


def _by_last(span: Span) -> int:
    return span.last
