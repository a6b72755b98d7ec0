"""A receipts file gives back what was packed, and nothing of what was cut off."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.receipts import MAGIC, pack, unpack

SEALED = st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=5)


@given(SEALED)
def test_what_is_packed_is_unpacked(sealed: list[bytes]) -> None:
    assert unpack(pack(sealed)) == tuple(sealed)


@given(SEALED, st.data())
def test_a_file_that_was_cut_off_gives_fewer_or_none(
    sealed: list[bytes], data: st.DataObject
) -> None:
    packed = pack(sealed)
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    found = unpack(cut)
    assert found is None or found == tuple(sealed[: len(found)]) != tuple(sealed)


@given(st.binary(max_size=100))
def test_garbage_never_raises(garbage: bytes) -> None:
    assert unpack(garbage) is None
    found = unpack(MAGIC + garbage)
    assert found is None or pack(found) == MAGIC + garbage
