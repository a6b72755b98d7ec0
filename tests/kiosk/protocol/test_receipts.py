"""A receipts file gives back what was packed, and nothing of what was cut off."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.receipts import MAGIC, MAX_RECEIPT_BYTES, pack, unpack

SEALED = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=5)


@given(SEALED)
def test_what_is_packed_is_unpacked(sealed: list[bytes]) -> None:
    assert unpack(pack(sealed)) == tuple(sealed)


@given(SEALED, st.data())
def test_a_file_that_was_cut_off_is_none(
    sealed: list[bytes], data: st.DataObject
) -> None:
    packed = pack(sealed)
    assert unpack(packed[: data.draw(st.integers(0, len(packed) - 1))]) is None


@given(SEALED, st.binary(min_size=1, max_size=9))
def test_a_file_with_more_after_its_end_is_none(
    sealed: list[bytes], more: bytes
) -> None:
    assert unpack(pack(sealed) + more) is None


def test_a_file_of_no_receipts_is_none() -> None:
    assert unpack(pack([])) is None


def test_a_receipt_longer_than_any_is_not_read() -> None:
    """Else 4 bytes would take 4 GB."""
    assert unpack(pack([bytes(MAX_RECEIPT_BYTES)])) is not None
    assert unpack(pack([bytes(MAX_RECEIPT_BYTES + 1)])) is None


@given(st.binary(max_size=100))
def test_garbage_never_raises(garbage: bytes) -> None:
    assert unpack(garbage) is None
    found = unpack(MAGIC + garbage)
    assert found is None or pack(found) == MAGIC + garbage
