"""Nearby: a province inside this process, on a real SQLite ledger, and a bad road to it."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from enum import Enum
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import insert, select

from kiosk.protocol import batch
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.signature import get_public_bytes
from kiosk.storage.settings import Identity
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply
from province.api.batches import AT_ONCE, EVERY_S, _receive
from province.api.rations import Rations
from province.keys import KeyFolder, KeyName
from province.ledger.database import open_database
from province.ledger.entry_tables import entries
from province.ledger.tables import admin_log, kiosks
from province.publishing import Publication
from province.services import Services
from tests.province.builders import NOW, add_point

SMALL = 2
"""Rows that a small proxy lets through."""


class Road(Enum):
    """What becomes of a batch, and of the receipt, on their way."""

    GOOD = "good"
    CLOSED = "closed"
    LOSES_RECEIPT = "loses receipt"
    REPEATS = "repeats"
    NARROW = "narrow"


def prepare(folder: Path, identity: Identity) -> None:
    """Make a province in `folder` where the kiosk `identity` is enrolled."""
    KeyFolder(folder).create_missing()
    with closing(open_database(folder)) as ledger:
        point = add_point(ledger)
        with ledger.writing() as connection:
            connection.execute(
                insert(kiosks).values(
                    kiosk_id=identity.kiosk_id,
                    public_key=get_public_bytes(identity.private_key),
                    point_id=point,
                    gate="A",
                    machine="",
                    enrolled_at=NOW,
                    last_pending=0,
                )
            )


class Nearby:
    """A province in `folder`, reached by the `road` that is set; a `Post` of the uploader."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        keys = KeyFolder(folder)
        self._rations = Rations(at_once=AT_ONCE, every_s=EVERY_S)
        self._services = Services(
            database=open_database(folder),
            keys=keys,
            publication=Publication(folder, keys),
            clock=clock,
        )
        self.road = Road.GOOD
        self.meanwhile: Callable[[], None] = _do_nothing
        """What happens at the kiosk while a batch is on its way."""
        self.seen: list[bytes] = []
        self.receipt_keys = (get_public_bytes(keys.load(KeyName.RECEIPT)),)

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        """Take a batch, or what the road leaves of it."""
        del path, content_type
        self.meanwhile()
        nothing = Fault(fault_class=FaultClass.NO_LINK)
        match self.road:
            case Road.CLOSED:
                return nothing
            case Road.NARROW if _count_rows(body) > SMALL:
                return _make_reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"")
            case Road.LOSES_RECEIPT:
                self.take(body)
                return nothing
            case Road.REPEATS:
                self.take(body)
            case Road.GOOD | Road.NARROW:
                pass
        return self.take(body)

    def take(self, body: bytes) -> Reply:
        """Ingest what arrives, as the real route does."""
        self.seen.append(body)
        answer = _receive(self._services, self._rations, body)
        return _make_reply(answer.status_code, bytes(answer.body))

    def list_entries(self) -> list[bytes]:
        """Return the id of every entry and admin act that the ledger holds."""
        with self._services.database.reading() as connection:
            return [
                entry_id
                for table in (entries, admin_log)
                for entry_id in connection.scalars(select(table.c.entry_id))
            ]

    def close(self) -> None:
        self._services.database.close()


def _do_nothing() -> None:
    """Let nothing happen."""


def _count_rows(body: bytes) -> int:
    signed = batch.parse(body)
    return len(signed.batch.rows) if isinstance(signed, SignedBatch) else 0


def _make_reply(status: int, body: bytes) -> Reply:
    return Reply(
        status=status,
        content_type="application/octet-stream",
        body=body,
        date=None,
        retry_after_s=None,
    )
