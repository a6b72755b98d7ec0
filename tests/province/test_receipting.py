"""A receipt says what became of each entry, signed by the province."""

from kiosk.protocol import brief_receipt
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.receipt import Status, open_receipt
from province.ingest import Ingested, Sender, ingest, read_head
from province.keys import KeyFolder, KeyName
from province.ledger.columns import to_us
from province.receipting import seal_brief_receipt, seal_receipt
from tests.province.builders import NOW, FakeKiosk, an_entry


def take(kiosk: FakeKiosk, signed: SignedBatch) -> Ingested:
    sender = Sender(
        kiosk_id=kiosk.kiosk_id,
        point_id="P1",
        public_key=kiosk.public_key,
        is_revoked=False,
    )
    return ingest(signed, sender, {}, received_at_us=to_us(NOW))


def test_a_receipt_names_every_entry_and_the_head(keys: KeyFolder) -> None:
    kiosk = FakeKiosk()
    signed = kiosk.sign(an_entry(1), an_entry(2))
    sealed = seal_receipt(keys, signed, take(kiosk, signed), 7)
    public = keys.load(KeyName.RECEIPT).public_key().public_bytes_raw()
    opened = open_receipt(sealed, (public,))
    assert opened is not None
    assert [line.status for line in opened.lines] == [Status.ACCEPTED] * 2
    assert (opened.batch, opened.received_at_us) == (signed.hash, 7)


def test_a_brief_receipt_is_the_same_to_who_sent_the_batch(keys: KeyFolder) -> None:
    kiosk = FakeKiosk()
    signed = kiosk.sign(an_entry(1), an_entry(2), an_entry(1))
    taken = take(kiosk, signed)
    restored = brief_receipt.restore(
        seal_brief_receipt(keys, signed, taken, 7),
        kiosk_id=kiosk.kiosk_id,
        batch=signed.hash,
        head=read_head(signed),
        ids=[row.entry_id for row in signed.batch.rows],
    )
    assert restored == seal_receipt(keys, signed, taken, 7)
