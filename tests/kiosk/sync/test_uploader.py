"""Only the province's own receipt for exactly this batch settles it."""

import threading
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace
from sqlalchemy import select

from kiosk.clock import Anchor
from kiosk.lane import Lane
from kiosk.place import Place
from kiosk.protocol import brief_receipt, receipt
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.chain import ChainState
from kiosk.protocol.receipt import Receipt, Status
from kiosk.sending import read_batch_health
from kiosk.storage import (
    attention,
    chain_check,
    checkpoints,
    entries,
    outbox,
    reader_faults,
    roster,
)
from kiosk.storage import clock as clock_kept
from kiosk.storage.database import Database
from kiosk.storage.tables import BATCHES, CHECKPOINTS, ENTRIES, HEAD, OUTBOX
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.pace import START_ROWS
from kiosk.sync.sender import Sender
from kiosk.sync.transport import BATCH_TYPE, Reply, Transport
from kiosk.sync.uploader import BATCH_PATH, Sent, Uploader
from province.ledger.database import open_database
from province.ledger.tables import batches
from tests.backlog import APART_S, fill
from tests.builders import a_card, a_payload
from tests.damage import unlock
from tests.fakes import START, SteppedClock
from tests.kiosk.sync.fake_province import (
    START_US,
    Answer,
    FakeProvince,
    accept,
    make_receipt,
    make_reply,
    make_uploader,
    refuse_above,
    say,
)
from tests.provinces import Province

OTHER_KEY = Ed25519PrivateKey.generate()


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


def answer_briefly(province: FakeProvince, signed: SignedBatch) -> Reply:
    made = make_receipt(province, signed)
    signature = receipt.read_signature(receipt.seal(made, province.key))
    brief = brief_receipt.shorten(made, signature)
    return make_reply(brief, content_type=brief_receipt.MEDIA_TYPE)


def test_a_brief_receipt_settles_and_is_kept_whole(place: Place, lane: Lane) -> None:
    province = FakeProvince(answer=answer_briefly)
    present(lane, 3)
    sent = make_uploader(place, province).send(province.keys)
    assert isinstance(sent, Sent)
    with place.database.read() as connection:
        kept = connection.execute(select(BATCHES.c.receipt)).scalar_one()
    opened = receipt.open_receipt(kept, province.keys)
    assert opened is not None
    assert [line.status for line in opened.lines] == [Status.ACCEPTED] * 3
    assert sent.settled == outbox.Settled(accepted=3)


@pytest.mark.parametrize("body", [b"", b"\x93\x01\x90\xc4\x01s", b"<html>"])
def test_a_brief_receipt_of_nobody_settles_nothing(
    place: Place, lane: Lane, body: bytes
) -> None:
    province = FakeProvince(
        answer=lambda _, __: make_reply(body, content_type=brief_receipt.MEDIA_TYPE)
    )
    present(lane, 1)
    fault = make_uploader(place, province).send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.BAD_RECEIPT
    assert count(place.database) == (1, 0)


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


def test_where_even_an_empty_batch_is_too_large_it_is_a_fault_and_all_stay(
    place: Place, lane: Lane
) -> None:
    province = FakeProvince(answer=say(413))
    present(lane, 8)
    fault = make_uploader(place, province).send(province.keys)
    assert isinstance(fault, Fault)
    assert fault.fault_class is FaultClass.TOO_LARGE
    assert province.sizes == [8, 4, 2, 1, *[1] * 7, 0]
    assert count(place.database) == (8, 0)


@pytest.mark.parametrize(
    ("was_cut", "sizes"),
    [(True, [1000, 500, 250, 125, 137]), (False, [1000, 1000, 1000, 1000])],
)
def test_a_line_that_breaks_is_given_smaller_batches_and_one_that_is_down_is_not(
    place: Place,
    was_cut: bool,  # noqa: FBT001 - a case
    sizes: list[int],
) -> None:
    fill(place.database, 2000)
    fault = Fault(fault_class=FaultClass.TCP, was_cut=was_cut)
    province = FakeProvince(answer=lambda _, __: fault)
    uploader = make_uploader(place, province)
    for _ in range(3):
        assert uploader.send(province.keys) is fault
    province.answer = accept
    for _ in sizes[3:]:
        assert isinstance(uploader.send(province.keys), Sent)
    assert province.sizes == sizes


def test_a_small_batch_that_broke_makes_the_next_no_smaller(
    place: Place, lane: Lane
) -> None:
    fault = Fault(fault_class=FaultClass.TCP, was_cut=True)
    province = FakeProvince(answer=lambda _, __: fault)
    uploader = make_uploader(place, province)
    present(lane, 3)
    uploader.send(province.keys)
    fill(place.database, 100)
    uploader.send(province.keys)
    assert province.sizes == [3, 103]


def test_a_batch_is_never_cut_smaller_than_eight_rows(place: Place) -> None:
    fill(place.database, 100)
    fault = Fault(fault_class=FaultClass.TCP, was_cut=True)
    province = FakeProvince(answer=lambda _, __: fault)
    uploader = make_uploader(place, province)
    for _ in range(6):
        uploader.send(province.keys)
    assert province.sizes == [100, 50, 25, 12, 8, 8]


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


def test_a_readers_faults_are_told_until_a_receipt_settles_them(place: Place) -> None:
    province = FakeProvince(answer=lambda _, __: Fault(fault_class=FaultClass.TCP))
    uploader = Uploader(
        place.database,
        place.identity,
        province,
        now=place.now,
        health=lambda pending: read_batch_health(place, pending),
    )
    with place.database.write() as connection:
        reader_faults.note(connection, "serial:1")
    uploader.send(province.keys)
    province.answer = accept
    uploader.send(province.keys)
    uploader.send(province.keys)
    assert [one.health.reader_faults for one in province.batches] == [1, 1, 0]


APART_US = round(APART_S * 1_000_000)


def test_an_empty_batch_covers_the_time_until_now(place: Place) -> None:
    province = FakeProvince(answer=accept)
    sent = make_uploader(place, province).send(province.keys)
    (empty,) = province.batches
    assert isinstance(sent, Sent)
    assert (sent.rows, empty.rows, empty.covered_until_us) == (0, (), START_US)


def test_a_batch_that_leaves_rows_behind_covers_its_own_only(
    place: Place, clock: SteppedClock
) -> None:
    fill(place.database, START_ROWS + 1)
    clock.advance(86_400)
    province = FakeProvince(answer=accept)
    uploader = make_uploader(place, province)
    for _ in range(2):
        uploader.send(province.keys)
    first, last = province.batches
    assert province.sizes == [START_ROWS, 1]
    assert first.covered_until_us == START_US + APART_US * START_ROWS
    assert last.covered_until_us == START_US + 86_400 * 1_000_000
    assert (first.sequence, last.sequence, last.first) == (1, 2, START_ROWS + 1)


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


def test_what_is_not_told_yet_is_not_said_to_be_covered(
    place: Place, lane: Lane, clock: SteppedClock
) -> None:
    """An entry that is left out keeps "complete up to" before it."""
    for number in range(4):
        clock.advance(60)
        lane.present(a_payload(a_card(number)))
    with place.database.write() as connection:
        attention.set_aside(connection, {2: "too_large"}, now_us=0, version="test")
    province = FakeProvince(answer=accept)
    uploader = make_uploader(place, province)
    for _ in range(3):
        uploader.send(province.keys)
    second_us = START_US + 120 * 1_000_000
    assert [one.covered_until_us for one in province.batches] == [
        START_US + 60 * 1_000_000,
        second_us - 1,
        second_us - 1,
    ]
