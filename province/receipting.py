"""Receipting: the signed answer to a batch, over the network and on a stick alike."""

from kiosk.protocol import receipt
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.receipt import Receipt
from province.ingest import Ingested, read_head
from province.keys import KeyFolder, KeyName


def seal_receipt(
    keys: KeyFolder, signed: SignedBatch, ingested: Ingested, received_at_us: int
) -> bytes:
    """Return the receipt for `signed`, which also countersigns its head."""
    return receipt.seal(
        Receipt(
            kiosk_id=signed.batch.kiosk_id,
            batch=signed.hash,
            received_at_us=received_at_us,
            head=read_head(signed),
            lines=ingested.lines,
        ),
        keys.load(KeyName.RECEIPT),
    )
