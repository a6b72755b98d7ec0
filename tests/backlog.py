"""Backlog: fills a kiosk's database with many pending entries at once.

The entries are what the lane would have kept, in one transaction instead of
one each.
"""

import random
from collections.abc import Iterator

from sqlalchemy import insert, update

from kiosk.clock import ClockState, Instant
from kiosk.credentials.classify import classify
from kiosk.decision import Presented, decide
from kiosk.entry import RANDOM_BYTES, Entry, record_decision
from kiosk.payload import Payload
from kiosk.policy import DEFAULT_POLICY
from kiosk.protocol import chain
from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.tables import ENTRIES, HEAD, OUTBOX
from tests.builders import a_payload
from tests.fakes import START, SteppedClock

CHUNK = 10_000
APART_S = 0.5
"""Between two entries; the province refuses those a day ahead, so many are put closer."""
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng")
GIVEN = ("Thị Ánh", "Văn Bình", "Ngọc Châu", "Quốc Đạt", "Hữu Phước", "Thị Uyên")


def fill(
    database: Database,
    count: int,
    *,
    settled: bool = False,
    seed: int = 0,
    apart_s: float = APART_S,
) -> None:
    """Append `count` entries of invented people, pending unless `settled`.

    Kiosks that send to one province take a `seed` of their own: an id is known once.
    """
    for first in range(0, count, CHUNK):
        size = min(CHUNK, count - first)
        with database.write() as connection:
            head = entries.read_head(connection)
            rows, link = _make_rows(
                head.position,
                head.link,
                make_entries(head.position, size, seed=seed, apart_s=apart_s),
            )
            connection.execute(insert(ENTRIES), rows)
            if not settled:
                connection.execute(
                    insert(OUTBOX),
                    [
                        {"position": row["position"], "state": "pending", "reason": ""}
                        for row in rows
                    ],
                )
            connection.execute(
                update(HEAD).values(
                    position=head.position + size,
                    link=link,
                    pending=head.pending + (0 if settled else size),
                )
            )


def _make_rows(
    position: int, link: bytes, made: Iterator[Entry]
) -> tuple[list[dict[str, object]], bytes]:
    rows: list[dict[str, object]] = []
    for number, entry in enumerate(made, start=position + 1):
        commitment = entry.commitment
        link = chain.link(link, entry.entry_id, commitment)
        rows.append(
            {
                "position": number,
                "entry_id": entry.entry_id,
                "decided_at_us": entry.content.decided_at_us,
                "act": entry.content.act,
                "outcome": entry.content.outcome,
                "direction": entry.content.direction,
                "gate": entry.content.gate,
                "kind": entry.content.kind,
                "holder": entry.commitment[:16],
                "refers": None,
                "commitment": commitment,
                "link": link,
                "salt": entry.salt,
                "content": entry.encoded,
            }
        )
    return rows, link


def make_entries(
    first: int, count: int, *, seed: int = 0, apart_s: float = APART_S
) -> Iterator[Entry]:
    """Yield `count` entries of invented people from place `first`, the same for the same seed."""
    chance = random.Random(first + seed)
    clock = SteppedClock(START)
    clock.advance(first * apart_s)
    for _ in range(count):
        clock.advance(apart_s)
        yield _make_entry(chance, clock())


def _make_entry(chance: random.Random, at: Instant) -> Entry:
    payload = a_payload(
        f"0{chance.randrange(1, 96):02d}{chance.randrange(4)}{chance.randrange(10**8):08d}"
        f"||{chance.choice(FAMILIES)} {chance.choice(GIVEN)}|"
        f"{chance.randrange(1, 29):02d}{chance.randrange(1, 13):02d}{chance.randrange(1940, 2010)}"
        f"|{chance.choice(('Nam', 'Nữ'))}|Phường Mẫu|01012022"
    )
    return decide_entry(payload, at, chance.randbytes(RANDOM_BYTES))


def decide_entry(payload: Payload, at: Instant, randomness: bytes) -> Entry:
    """Return the entry that the default policy makes of `payload`."""
    presented = Presented(credential=classify(payload), direction=payload.direction)
    decision = decide(presented, DEFAULT_POLICY, None, None, at.wall)
    return record_decision(
        decision,
        payload,
        DEFAULT_POLICY,
        at=at,
        clock=ClockState.TRUSTED,
        randomness=randomness,
    )
