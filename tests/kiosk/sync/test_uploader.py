"""Only the province's own receipt for exactly this batch settles it."""

import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from sqlalchemy import select

from kiosk.clock import Anchor
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import batch, checkpoint, receipt, signature
from kiosk.protocol.batch import Batch, SignedBatch
from kiosk.protocol.chain import ChainState
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.storage import chain_check, checkpoints, entries, outbox, roster
from kiosk.storage import clock as clock_kept
from kiosk.storage.database import Database
from kiosk.storage.tables import CHECKPOINTS, ENTRIES, HEAD, OUTBOX
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.sender import Sender
from kiosk.sync.transport import BATCH_TYPE, Reply, Transport
from kiosk.sync.uploader import BATCH_PATH, BATCH_ROWS, Sent, Uploader
from province.ledger.database import open_database
from province.ledger.tables import batches
from tests.backlog import fill
from tests.builders import a_card, a_payload
from tests.damage import unlock
from tests.fakes import START, SteppedClock
from tests.provinces import Province

START_US = int(START.timestamp()) * 1_000_000
OTHER_KEY = Ed25519PrivateKey.generate()

Answer = Callable[["FakeProvince", SignedBatch], Reply | Fault]


@dataclass
class FakeProvince:
    """Takes batches in memory and answers as the real one; `answer` may be another's."""

    answer: Answer
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    held: dict[bytes, bytes] = field(default_factory=dict)
    posted: list[bytes] = field(default_factory=list)

    def post(self, path: str, body: bytes, content_type: str) -> Reply | Fault:
        assert (path, content_type) == (BATCH_PATH, BATCH_TYPE)
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


def change(**fields: object) -> Answer:
    """Answer by a receipt that the province signed, but for something else."""

    def answer(province: FakeProvince, signed: SignedBatch) -> Reply:
        changed = replace(make_receipt(province, signed), **fields)
        return make_reply(receipt.seal(changed, province.key))

    return answer


def turn(province: FakeProvince, signed: SignedBatch) -> Reply:
    made = make_receipt(province, signed)
    turned = replace(made, lines=made.lines[::-1])
    return make_reply(receipt.seal(turned, province.key))


def forget_one(province: FakeProvince, signed: SignedBatch) -> Reply:
    made = make_receipt(province, signed)
    return make_reply(receipt.seal(replace(made, lines=made.lines[:-1]), province.key))


def sign_by_another(province: FakeProvince, signed: SignedBatch) -> Reply:
    return make_reply(receipt.seal(make_receipt(province, signed), OTHER_KEY))


def cut_short(province: FakeProvince, signed: SignedBatch) -> Reply:
    return make_reply(receipt.seal(make_receipt(province, signed), province.key)[:-1])


def alter_a_byte(province: FakeProvince, signed: SignedBatch) -> Reply:
    sealed = bytearray(receipt.seal(make_receipt(province, signed), province.key))
    sealed[20] ^= 1
    return make_reply(bytes(sealed))


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


def make_uploader(place: Place, post: "FakeProvince | Transport") -> Uploader:
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


def present(lane: Lane, count: int) -> None:
    for number in range(count):
        lane.present(a_payload(a_card(number)))


def count(database: Database) -> tuple[int, int]:
    """Return how many are pending and refused."""
    with database.read() as connection:
        head = entries.read_head(connection)
    return head.pending, head.refused


def test_a_receipt_settles_what_was_sent(place: Place, lane: Lane) -> None:
    province = FakeProvince(answer=accept)
    present(lane, 3)
    sent = make_uploader(place, province).send(province.keys)
    assert sent == Sent(
        rows=3,
        settled=outbox.Settled(accepted=3),
        anchor=Anchor(at=place.now(), told=START),
    )
    assert count(place.database) == (0, 0)
    assert len(province.held) == 3


def test_the_receipt_tells_the_time_and_it_is_kept_with_what_it_settles(
    place: Place, lane: Lane
) -> None:
    province = FakeProvince(answer=accept)
    present(lane, 1)
    sent = make_uploader(place, province).send(province.keys)
    assert isinstance(sent, Sent)
    with place.database.read() as connection:
        assert clock_kept.read_anchor(connection) == sent.anchor


@pytest.mark.parametrize(
    ("answer", "fault_class"),
    [
        (say(200, b"<html>Sign in</html>", "text/html"), FaultClass.CAPTIVE_PORTAL),
        (say(302), FaultClass.CAPTIVE_PORTAL),
        (say(200), FaultClass.BAD_RECEIPT),
        (say(200, b""), FaultClass.BAD_RECEIPT),
        (say(403), FaultClass.UNAUTHORISED),
        (say(429), FaultClass.RATE_LIMITED),
        (say(500), FaultClass.SERVER),
        (say(204), FaultClass.SERVER),
        (sign_by_another, FaultClass.BAD_RECEIPT),
        (cut_short, FaultClass.BAD_RECEIPT),
        (alter_a_byte, FaultClass.BAD_RECEIPT),
        (change(batch=bytes(32)), FaultClass.BAD_RECEIPT),
        (change(kiosk_id="KAAAAAAAAAAAA"), FaultClass.BAD_RECEIPT),
        (change(head=bytes(32)), FaultClass.BAD_RECEIPT),
        (change(lines=()), FaultClass.BAD_RECEIPT),
        (forget_one, FaultClass.BAD_RECEIPT),
        (turn, FaultClass.BAD_RECEIPT),
        (lambda _, __: Fault(fault_class=FaultClass.TCP), FaultClass.TCP),
    ],
)
def test_anything_else_leaves_all_pending_and_the_next_receipt_settles_it(
    place: Place, lane: Lane, answer: Answer, fault_class: FaultClass
) -> None:
    province = FakeProvince(answer=answer)
    uploader = make_uploader(place, province)
    present(lane, 3)
    fault = uploader.send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.fault_class is fault_class
    assert count(place.database) == (3, 0)
    province.answer = accept
    assert isinstance(uploader.send(province.keys), Sent)
    assert count(place.database) == (0, 0)
    assert [one.sequence for one in province.batches] == [1, 1]


def test_the_receipt_of_an_earlier_empty_batch_does_not_answer_the_next(
    place: Place, clock: SteppedClock
) -> None:
    """Else whoever kept one could let a kiosk believe that it is heard."""
    kept: list[Reply] = []

    def keep(province: FakeProvince, signed: SignedBatch) -> Reply:
        kept.append(accept(province, signed))
        return kept[-1]

    province = FakeProvince(answer=keep)
    uploader = make_uploader(place, province)
    uploader.send(province.keys)
    clock.advance(3600)
    province.answer = lambda _, __: kept[0]
    fault = uploader.send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT


def test_too_large_a_batch_is_halved_until_it_passes(place: Place, lane: Lane) -> None:
    province = FakeProvince(answer=refuse_above(3))
    uploader = make_uploader(place, province)
    present(lane, 9)
    while count(place.database)[0]:
        assert isinstance(uploader.send(province.keys), Sent)
    assert province.sizes == [9, 4, 2, 3, 4, 2, 2]
    assert len(province.held) == 9


def test_one_row_that_is_too_large_is_a_fault_and_stays(
    place: Place, lane: Lane
) -> None:
    province = FakeProvince(answer=say(413))
    present(lane, 8)
    fault = make_uploader(place, province).send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.TOO_LARGE
    assert province.sizes == [8, 4, 2, 1]
    assert count(place.database) == (8, 0)


def test_what_the_province_asks_to_wait_is_told(place: Place) -> None:
    province = FakeProvince(answer=say(429))
    fault = make_uploader(place, province).send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.retry_after_s == 5.0


def test_a_refused_row_stays_with_its_reason_and_the_rest_is_settled(
    place: Place, lane: Lane
) -> None:
    def refuse_second(province: FakeProvince, signed: SignedBatch) -> Reply:
        made = make_receipt(province, signed)
        first, second, third = made.lines
        lines = (
            replace(first, status=Status.HELD),
            replace(second, status=Status.REFUSED, reason="conflict"),
            third,
        )
        return make_reply(receipt.seal(replace(made, lines=lines), province.key))

    province = FakeProvince(answer=refuse_second)
    present(lane, 3)
    sent = make_uploader(place, province).send(province.keys)
    assert isinstance(sent, Sent)
    assert sent.settled == outbox.Settled(accepted=1, held=1, refused=1)
    with place.database.read() as connection:
        left = connection.execute(OUTBOX.select()).all()
    assert [tuple(row) for row in left] == [(2, "refused", "conflict")]


def test_an_empty_batch_covers_the_time_until_now(place: Place) -> None:
    province = FakeProvince(answer=accept)
    sent = make_uploader(place, province).send(province.keys)
    (empty,) = province.batches
    assert isinstance(sent, Sent)
    assert (sent.rows, empty.rows, empty.covered_until_us) == (0, (), START_US)


def test_a_batch_that_leaves_rows_behind_covers_its_own_only(
    place: Place, clock: SteppedClock
) -> None:
    fill(place.database, BATCH_ROWS + 1)
    clock.advance(86_400)
    province = FakeProvince(answer=accept)
    uploader = make_uploader(place, province)
    for _ in range(2):
        uploader.send(province.keys)
    first, last = province.batches
    assert province.sizes == [BATCH_ROWS, 1]
    assert first.covered_until_us == START_US + 500_000 * BATCH_ROWS
    assert last.covered_until_us == START_US + 86_400 * 1_000_000
    assert (first.sequence, last.sequence, last.first) == (1, 2, BATCH_ROWS + 1)


def test_a_settled_batch_leaves_a_checkpoint_of_the_head(
    place: Place, lane: Lane
) -> None:
    province = FakeProvince(answer=accept)
    present(lane, 3)
    make_uploader(place, province).send(province.keys)
    with place.database.read() as connection:
        noted = checkpoints.read_last(connection)
    assert noted is not None
    assert (noted.occasion, noted.position) == ("batch", 3)


def test_the_province_stores_and_countersigns_the_head(
    enrolled: Place, lane: Lane, sender: Sender, province: Province
) -> None:
    present(lane, 3)
    sender.send_all(threading.Event())
    with enrolled.database.read() as connection:
        link = entries.read_head(connection).link
        found = chain_check.check(connection, enrolled.identity)
    with closing(open_database(province.data)) as ledger, ledger.reading() as reading:
        batch_of_kiosk = select(batches.c.head, batches.c.count).where(
            batches.c.kiosk_id == enrolled.identity.kiosk_id
        )
        stored = [tuple(row) for row in reading.execute(batch_of_kiosk)]
    assert (link, 3) in stored
    assert (found.state, found.countersigned) == (ChainState.OK, 3)


def test_a_chain_that_was_cut_off_on_all_sides_is_found_by_the_receipt(
    enrolled: Place, lane: Lane, sender: Sender
) -> None:
    present(lane, 3)
    sender.send_all(threading.Event())
    with enrolled.database.write() as connection:
        third = connection.execute(
            ENTRIES.select().where(ENTRIES.c.position == 3)
        ).one()
        unlock(connection).execute(ENTRIES.delete().where(ENTRIES.c.position == 3))
        connection.execute(CHECKPOINTS.delete())
        connection.execute(HEAD.update().values(position=0, link=bytes(32)))
        found = chain_check.check(connection, enrolled.identity)
    expected = (ChainState.TRUNCATED, 3, third.entry_id)
    assert (found.state, found.position, found.entry_id) == expected


def test_the_fake_and_the_real_province_answer_alike(
    enrolled: Place, lane: Lane
) -> None:
    with enrolled.database.read() as connection:
        current = roster.read_head(connection)
    assert enrolled.enrolment is not None
    assert current is not None
    fake = FakeProvince(answer=accept)
    present(lane, 3)
    make_uploader(enrolled, fake).send((bytes(32),))  # nothing is settled by that
    (body,) = fake.posted
    fake.held.clear()
    real = Transport(enrolled.enrolment.url)
    for _ in range(2):
        answers = [
            read(fake.post(BATCH_PATH, body, BATCH_TYPE), fake.keys),
            read(real.post(BATCH_PATH, body, BATCH_TYPE), current.receipt_keys),
        ]
        assert answers[0] == answers[1]
    real.close()


def read(reply: Reply | Fault, keys: tuple[bytes, ...]) -> tuple[int, str, Receipt]:
    assert isinstance(reply, Reply)
    opened = receipt.open_receipt(reply.body, keys)
    assert opened is not None
    return reply.status, reply.content_type, replace(opened, received_at_us=0)
