"""What a kiosk and its province signed of the chain is read back, by position."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, text, update

from kiosk.place import Place
from kiosk.protocol import receipt
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.protocol.signature import get_public_bytes
from kiosk.storage import checkpoints, entries, outbox, signed_heads
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.outbox import SentBatch
from kiosk.storage.signed_heads import SignedHeads
from kiosk.storage.tables import BATCHES
from tests.backlog import fill

PROVINCE = Ed25519PrivateKey.generate()


def settle(place: Place) -> bytes:
    """Let the province countersign three more entries; return their head."""
    fill(place.database, 3)
    with place.database.write() as connection:
        run = outbox.read_run(connection, limit=10)
        lines = tuple(Line(row.entry_id, Status.ACCEPTED) for row in run.rows)
        answer = Receipt(
            kiosk_id=place.identity.kiosk_id,
            batch=bytes(32),
            received_at_us=1,
            head=run.end,
            lines=lines,
        )
        sent = SentBatch(
            sequence=outbox.read_next_sequence(connection),
            hash=answer.batch,
            run=run,
            settled_at_us=1,
            receipt=receipt.seal(answer, PROVINCE),
        )
        outbox.settle(connection, sent, lines)
    return run.end


def countersign(place: Place, *, head: bytes | None = None) -> Receipt:
    """Return the province's answer to all that waits, which nobody has taken over yet."""
    with place.database.read() as connection:
        run = outbox.read_run(connection, limit=10)
    return Receipt(
        kiosk_id=place.identity.kiosk_id,
        batch=run.end[::-1],
        received_at_us=1,
        head=run.end if head is None else head,
        lines=tuple(Line(row.entry_id, Status.ACCEPTED) for row in run.rows),
    )


def bring(place: Place, answer: Receipt) -> None:
    """Take over a receipt as from a stick."""
    sealed = receipt.seal(answer, PROVINCE)
    with place.database.write() as connection:
        last = signed_heads.find_new(connection, answer)
        if last is not None:
            signed_heads.keep(connection, answer, sealed, last=last, now_us=1)


def count_batches(place: Place) -> int:
    with place.database.read() as connection:
        return connection.execute(
            select(func.count()).select_from(BATCHES)
        ).scalar_one()


def read(place: Place, key: Ed25519PrivateKey = PROVINCE) -> SignedHeads:
    with place.database.read() as connection:
        return signed_heads.read(connection, place.identity, (get_public_bytes(key),))


def test_the_province_countersigns_each_batch(place: Place) -> None:
    heads = {3: settle(place), 6: settle(place)}
    assert read(place) == SignedHeads(heads=heads, forged=None, countersigned=6)


def test_another_provinces_signature_proves_nothing(place: Place) -> None:
    head = settle(place)
    found = read(place, Ed25519PrivateKey.generate())
    assert (found.heads, found.countersigned) == ({3: head}, 0)


def test_what_a_stick_brings_back_countersigns_too(place: Place) -> None:
    fill(place.database, 3)
    answer = countersign(place)
    bring(place, answer)
    assert read(place) == SignedHeads(
        heads={3: answer.head}, forged=None, countersigned=3
    )


def test_the_same_receipt_twice_is_kept_once(place: Place) -> None:
    fill(place.database, 3)
    for _ in range(2):
        bring(place, countersign(place))
    assert count_batches(place) == 1


def test_a_stick_that_comes_late_takes_back_no_newer_head(place: Place) -> None:
    fill(place.database, 3)
    late = countersign(place)
    settle(place)
    bring(place, late)
    assert (count_batches(place), read(place).countersigned) == (2, 6)


def test_a_head_of_another_chain_is_not_kept(place: Place) -> None:
    fill(place.database, 3)
    bring(place, countersign(place, head=bytes(32)))
    assert count_batches(place) == 0


def test_a_bundle_of_no_entries_countersigns_the_head_as_it_is(place: Place) -> None:
    settle(place)
    bring(place, countersign(place))
    fill(place.database, 3)
    bring(place, countersign(place, head=bytes(32)))
    assert (count_batches(place), read(place).countersigned) == (2, 3)


def test_a_checkpoint_is_a_head(place: Place) -> None:
    fill(place.database, 2)
    with place.database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.SHIFT, now_us=1)
        link = entries.read_head(connection).link
    assert read(place).heads == {2: link}


def test_heads_that_contradict_each_other_fit_no_chain(place: Place) -> None:
    settle(place)
    with place.database.write() as connection:
        connection.execute(text("UPDATE head SET link = zeroblob(32)"))
        checkpoints.put(connection, place.identity, Occasion.SHIFT, now_us=1)
    assert read(place).heads == {3: b""}


def test_a_note_that_is_not_ours_is_told_by_its_position(place: Place) -> None:
    with place.database.write() as connection:
        checkpoints.put(connection, place.identity, Occasion.SHIFT, now_us=1)
        connection.execute(text("UPDATE checkpoints SET position = 7"))
    assert read(place).forged == 7


def test_a_receipt_that_is_none_fits_no_chain(place: Place) -> None:
    settle(place)
    with place.database.write() as connection:
        connection.execute(update(BATCHES).values(receipt=b"garbage"))
    assert read(place).heads == {3: b""}


@pytest.mark.parametrize(("position", "is_known"), [(1, True), (3, True), (4, False)])
def test_a_confirmed_entry_has_its_id_from_the_receipt(
    place: Place, position: int, *, is_known: bool
) -> None:
    settle(place)
    with place.database.read() as connection:
        kept = connection.execute(
            text(f"SELECT entry_id FROM entries WHERE position = {position}")  # noqa: S608 - ours
        ).scalar()
        found = signed_heads.find_entry_id(connection, position)
    assert (found, found is not None) == (kept, is_known)
