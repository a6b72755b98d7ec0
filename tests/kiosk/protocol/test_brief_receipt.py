"""Test that a brief receipt becomes the very receipt that was signed, or none."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol import brief_receipt, receipt
from kiosk.protocol.receipt import Line, Receipt, Status
from kiosk.protocol.signature import get_public_bytes

KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
PUBLIC = get_public_bytes(KEY)
IDS = [bytes([number]) * 16 for number in range(5)]


def a_receipt(*lines: Line) -> Receipt:
    return Receipt(
        kiosk_id="KTEST", batch=b"b" * 32, received_at_us=7, head=b"h" * 32, lines=lines
    )


def shorten(answer: Receipt) -> bytes:
    sealed = receipt.seal(answer, KEY)
    return brief_receipt.shorten(answer, receipt.read_signature(sealed))


def restore(data: bytes, ids: list[bytes], head: bytes = b"h" * 32) -> bytes | None:
    return brief_receipt.restore(
        data, kiosk_id="KTEST", batch=b"b" * 32, head=head, ids=ids
    )


@given(st.lists(st.tuples(st.sampled_from(Status), st.text(max_size=9)), max_size=9))
def test_it_becomes_the_bytes_that_were_signed(said: list[tuple[Status, str]]) -> None:
    ids = [bytes([number]) * 16 for number in range(len(said))]
    lines = [Line(one, *word) for one, word in zip(ids, said, strict=True)]
    answer = a_receipt(*lines)
    assert restore(shorten(answer), ids) == receipt.seal(answer, KEY)


def test_a_thousand_accepted_entries_take_a_hundred_bytes() -> None:
    ids = [number.to_bytes(16, "big") for number in range(1000)]
    answer = a_receipt(*[Line(one, Status.ACCEPTED) for one in ids])
    assert len(shorten(answer)) < 100
    assert len(receipt.seal(answer, KEY)) > 20_000


def test_of_another_batch_it_fits_no_signature() -> None:
    brief = shorten(a_receipt(*[Line(one, Status.ACCEPTED) for one in IDS]))
    for other in (restore(brief, IDS[:4]), restore(brief, IDS, head=b"o" * 32)):
        assert other is not None
        assert receipt.open_receipt(other, (PUBLIC,)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"\xa4\xff\xfe\xff\xff",
        shorten(a_receipt(*[Line(one, Status.HELD) for one in IDS])),
        receipt.seal(a_receipt(), KEY),
    ],
)
def test_other_bytes_are_none(data: bytes) -> None:
    assert restore(data, IDS[:2]) is None


@given(st.binary(max_size=99))
def test_any_bytes_raise_nothing(data: bytes) -> None:
    restore(data, IDS)
