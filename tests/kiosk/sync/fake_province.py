"""Fake province: takes batches in memory and answers as the real one, or as it is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.place import Place
from kiosk.protocol import batch, checkpoint, receipt, signature
from kiosk.protocol.batch import Batch, SignedBatch
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.sync.fault import Fault
from kiosk.sync.transport import BATCH_TYPE, Reply
from kiosk.sync.uploader import BATCH_PATH, Post, Uploader
from tests.fakes import START

START_US = int(START.timestamp()) * 1_000_000

Answer = Callable[["FakeProvince", SignedBatch], Reply | Fault]


@dataclass
class FakeProvince:
    """Takes batches in memory and answers as the real one; `answer` may be another's."""

    answer: Answer
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    held: dict[bytes, bytes] = field(default_factory=dict)
    posted: list[bytes] = field(default_factory=list)

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        assert path == BATCH_PATH
        assert content_type.partition(";")[0] == BATCH_TYPE
        self.posted.append(body)
        signed = batch.parse(body)
        assert isinstance(signed, SignedBatch)
        return self.answer(self, signed)

    @property
    def keys(self) -> tuple[bytes, ...]:
        return (signature.get_public_bytes(self.key),)

    @property
    def batches(self) -> list[Batch]:
        parsed = [batch.parse(body) for body in self.posted]
        return [signed.batch for signed in parsed if isinstance(signed, SignedBatch)]

    @property
    def sizes(self) -> list[int]:
        return [len(one.rows) for one in self.batches]


def make_receipt(province: FakeProvince, signed: SignedBatch) -> Receipt:
    stated = checkpoint.decode(signed.batch.checkpoint)
    assert stated is not None
    return Receipt(
        kiosk_id=signed.batch.kiosk_id,
        batch=signed.hash,
        received_at_us=START_US,
        head=stated.head,
        lines=tuple(
            Line(
                row.entry_id,
                Status.DUPLICATE if row.entry_id in province.held else Status.ACCEPTED,
            )
            for row in signed.batch.rows
        ),
    )


def make_reply(
    body: bytes, status: int = 200, content_type: str = "application/octet-stream"
) -> Reply:
    return Reply(
        status=status,
        content_type=content_type,
        body=body,
        date=START.timestamp(),
        retry_after_s=5.0 if status == 429 else None,
    )


def accept(province: FakeProvince, signed: SignedBatch) -> Reply:
    made = make_receipt(province, signed)
    province.held.update((row.entry_id, row.content) for row in signed.batch.rows)
    return make_reply(receipt.seal(made, province.key))


def say(
    status: int, body: bytes = b"{}", content_type: str = "application/json"
) -> Answer:
    return lambda _, __: make_reply(body, status, content_type)


def refuse_above(rows: int) -> Answer:
    """Answer 413 to more than `rows` rows, as a small proxy does."""

    def answer(province: FakeProvince, signed: SignedBatch) -> Reply:
        if len(signed.batch.rows) > rows:
            return make_reply(b"", 413)
        return accept(province, signed)

    return answer


def make_uploader(place: Place, post: Post) -> Uploader:
    return Uploader(
        place.database,
        place.identity,
        post,
        now=place.now,
        health=lambda pending: batch.Health(
            app_version="test",
            clock="unknown",
            pending=pending,
            roster_version=0,
            disk_free=1,
        ),
    )
