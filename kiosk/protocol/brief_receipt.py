"""Brief receipt: a signed receipt without what the sender of its batch knows.

Over the network the ids of a receipt are two fifths of the bytes of its batch,
random as they are, and the kiosk has just sent them. It puts them back and holds
the very bytes that the province signed: nothing else fits the signature.

The form is the msgpack array of `Brief`. A kiosk asks for it by `ASKING` after
the batch's media type; a province that does not know it answers in full.
"""

from collections.abc import Sequence

import msgspec

from kiosk.protocol import receipt
from kiosk.protocol.receipt import Line, Receipt, Status

MEDIA_TYPE = "application/vnd.kiosk.receipt.brief"
ASKING = "; receipt=brief"


class Brief(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What the kiosk can't know; every entry that `others` does not name is `accepted`.

    `others` are places in the batch, from 0, with the status and reason there.
    """

    received_at_us: int
    others: tuple[tuple[int, Status, str], ...]
    signature: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Brief)


def shorten(answer: Receipt, signature: bytes) -> bytes:
    """Return the brief form of `answer`, which has this signature."""
    others = tuple(
        (place, line.status, line.reason)
        for place, line in enumerate(answer.lines)
        if line.status is not Status.ACCEPTED or line.reason
    )
    return _ENCODER.encode(
        Brief(received_at_us=answer.received_at_us, others=others, signature=signature)
    )


def restore(
    data: bytes, *, kiosk_id: str, batch: bytes, head: bytes, ids: Sequence[bytes]
) -> bytes | None:
    """Return the signed receipt as the province made it, None where `data` is no brief one.

    `batch` is the hash of what was sent, `head` its last link and `ids` its
    entries. Whether it is signed is still to be seen (`receipt.open_receipt`).
    """
    try:
        brief = _DECODER.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    lines = [Line(one, Status.ACCEPTED) for one in ids]
    for place, status, reason in brief.others:
        if not 0 <= place < len(lines):
            return None
        lines[place] = Line(ids[place], status, reason)
    answer = Receipt(
        kiosk_id=kiosk_id,
        batch=batch,
        received_at_us=brief.received_at_us,
        head=head,
        lines=tuple(lines),
    )
    return receipt.join(answer, brief.signature)
