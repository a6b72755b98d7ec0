"""Builders: signed batches, kiosks and points for tests of the province."""

import hashlib
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, update

from kiosk.protocol import batch, chain, checkpoint, content, enrolment, signature
from kiosk.protocol.batch import Batch, Health, Row, SignedBatch
from kiosk.protocol.checkpoint import Checkpoint
from kiosk.protocol.content import Content
from kiosk.protocol.identifiers import make_kiosk_id, make_uuid7
from province.category import Category
from province.ledger import points, vault
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, kiosks
from province.ledger.vault import Place as Sealed
from province.place import Place

NOW = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
"""Friday noon in Hà Nội."""

_BLANK = Content(
    version=1,
    act="presented",
    decided_at_us=to_us(NOW),
    monotonic_ms=1,
    boot="b00t",
    clock="trusted",
    direction="in",
    gate="G1",
    outcome="allow",
    kind="cccd",
    verified=False,
    reasons=(),
    claims={"document": "001099000001", "name": "NGUYỄN VĂN MẪU", "sex": "male"},
    refers=b"",
    text="",
)


def an_entry(number: int = 1, **changes: object) -> Row:
    """Return a row whose id, salt and time follow from `number`."""
    at = NOW + timedelta(seconds=number)
    facts = msgspec.structs.replace(_BLANK, **({"decided_at_us": to_us(at)} | changes))
    seed = hashlib.sha256(str(number).encode()).digest()
    return Row(
        make_uuid7(to_us(at) // 1000, seed[:10]), seed[:16], content.encode(facts)
    )


class FakeKiosk:
    """A kiosk that chains, signs and packs what it is given."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        secret = bytes([seed]) * 32 if seed < 256 else seed.to_bytes(32)
        self.key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key = signature.get_public_bytes(self.key)
        self.kiosk_id = make_kiosk_id(self.public_key)
        self.epoch = "e1"
        self.head = chain.GENESIS
        self.size = 0
        self._sequence = 0

    def copy(self) -> "FakeKiosk":
        """Return a kiosk with a copy of this one's disk."""
        made = FakeKiosk(self._seed)
        made.epoch, made.head, made.size = self.epoch, self.head, self.size
        made._sequence = self._sequence
        return made

    def make_batch(self, *rows: Row, **changes: object) -> Batch:
        """Return the next batch of this kiosk's chain."""
        self._sequence += 1
        start, first = self.head, self.size + 1
        self.head = chain.extend(
            start, ((row.entry_id, chain.commit(row.salt, row.content)) for row in rows)
        )
        self.size += len(rows)
        stated = Checkpoint(
            origin=f"{self.kiosk_id}/{self.epoch}", size=self.size, head=self.head
        )
        made = Batch(
            kiosk_id=self.kiosk_id,
            epoch=self.epoch,
            sequence=self._sequence,
            first=first,
            start=start,
            rows=rows,
            checkpoint=checkpoint.encode(stated),
            covered_until_us=to_us(NOW),
            sent_at_us=to_us(NOW),
            health=Health(
                app_version="0.1.0",
                clock="trusted",
                pending=len(rows),
                roster_version=1,
                disk_free=10**9,
            ),
        )
        return msgspec.structs.replace(made, **changes)

    def pack(self, *rows: Row, **changes: object) -> bytes:
        """Return the next batch as it is sent."""
        return batch.seal(self.make_batch(*rows, **changes), self.key)

    def sign(self, *rows: Row, **changes: object) -> SignedBatch:
        """Return the next batch as it is received."""
        return unpack(self.pack(*rows, **changes))

    def ask(self, token: bytes) -> bytes:
        """Return the JSON of a request to be enrolled."""
        request = enrolment.make_request(token, self.key, "0.1.0", "máy thử")
        return msgspec.json.encode(request)


def unpack(data: bytes) -> SignedBatch:
    """Return the batch in `data`, which must be one."""
    parsed = batch.parse(data)
    assert isinstance(parsed, SignedBatch)
    return parsed


def add_point(database: Database, name: str = "Cổng chợ", unit: str = "04") -> str:
    """Register a point and return its id."""
    place = Place(name=name, category=Category.MARKET, unit=unit)
    with database.writing() as connection:
        return points.add_points(connection, [place], NOW)[0]


def enrol(database: Database, kiosk: FakeKiosk, point_id: str) -> None:
    """Let `kiosk` send for `point_id`."""
    with database.writing() as connection:
        connection.execute(
            insert(kiosks).values(
                kiosk_id=kiosk.kiosk_id,
                public_key=kiosk.public_key,
                point_id=point_id,
                gate="G1",
                machine="",
                enrolled_at=NOW,
                last_pending=0,
            )
        )


def revoke(database: Database, kiosk: FakeKiosk) -> None:
    """Revoke the key of `kiosk`."""
    with database.writing() as connection:
        connection.execute(
            update(kiosks)
            .where(kiosks.c.kiosk_id == kiosk.kiosk_id)
            .values(revoked_at=NOW)
        )


def open_entry(
    database: Database, entry_id: bytes, place: Sealed = Sealed.ENTRY
) -> tuple[bytes, bytes] | None:
    """Return the salt and content that the ledger holds of an entry."""
    table = {Sealed.ENTRY: entries, Sealed.ACT: admin_log}[place]
    with database.reading() as connection:
        query = select(table.c.sealed).where(table.c.entry_id == entry_id)
        sealed = connection.scalar(query)
        if sealed is None:
            return None
        return vault.open_sealed(connection).open_content(place, entry_id, sealed)
