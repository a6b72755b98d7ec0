"""Receipting: the signed answer to a batch, over the network and on a stick alike."""

from kiosk.protocol import brief_receipt, receipt
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.receipt import Receipt
from province.ingest import Ingested, read_head
from province.keys import KeyFolder, KeyName


def seal_receipt(
    keys: KeyFolder, signed: SignedBatch, ingested: Ingested, received_at_us: int
) -> bytes:
    """Return the receipt for `signed`, which also countersigns its head."""
    made = _make_receipt(signed, ingested, received_at_us)
    return receipt.seal(made, keys.load(KeyName.RECEIPT))


def seal_brief_receipt(
    keys: KeyFolder, signed: SignedBatch, ingested: Ingested, received_at_us: int
) -> bytes:
    """Return the same without what the kiosk knows, for one that asks for it so."""
    made = _make_receipt(signed, ingested, received_at_us)
    sealed = receipt.seal(made, keys.load(KeyName.RECEIPT))
    return brief_receipt.shorten(made, receipt.read_signature(sealed))


def _make_receipt(
    signed: SignedBatch, ingested: Ingested, received_at_us: int
) -> Receipt:
    return Receipt(
        kiosk_id=signed.batch.kiosk_id,
        batch=signed.hash,
        received_at_us=received_at_us,
        head=read_head(signed),
        lines=ingested.lines,
    )
