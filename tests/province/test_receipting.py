"""A receipt says what became of each entry, signed by the province."""

from kiosk.protocol.receipt import Status, open_receipt
from province.ingest import Sender, ingest
from province.keys import KeyFolder, KeyName
from province.ledger.columns import to_us
from province.receipting import seal_receipt
from tests.province.builders import NOW, FakeKiosk, an_entry


def test_a_receipt_names_every_entry_and_the_head(keys: KeyFolder) -> None:
    kiosk = FakeKiosk()
    signed = kiosk.sign(an_entry(1), an_entry(2))
    sender = Sender(
        kiosk_id=kiosk.kiosk_id,
        point_id="P1",
        public_key=kiosk.public_key,
        is_revoked=False,
    )
    sealed = seal_receipt(
        keys, signed, ingest(signed, sender, {}, received_at_us=to_us(NOW)), 7
    )
    public = keys.load(KeyName.RECEIPT).public_key().public_bytes_raw()
    opened = open_receipt(sealed, (public,))
    assert opened is not None
    assert [line.status for line in opened.lines] == [Status.ACCEPTED] * 2
    assert (opened.batch, opened.received_at_us) == (signed.hash, 7)
