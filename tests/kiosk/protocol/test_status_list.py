"""Test the status list: exact, small, and never believed where it is broken."""

import zlib

import pytest

from kiosk.protocol.status_list import LIST_BITS, LIST_BYTES, is_set, pack, unpack


def test_revoked_passes_are_set_and_no_others() -> None:
    bits = unpack(pack([0, 9, LIST_BITS - 1]))
    assert bits is not None
    assert [index for index in range(16) if is_set(bits, index)] == [0, 9]
    assert is_set(bits, LIST_BITS - 1)


def test_the_first_pass_is_the_lowest_bit() -> None:
    bits = unpack(pack([0]))
    assert bits is not None
    assert bits[0] == 1


def test_beyond_the_list_nothing_is_set() -> None:
    assert not is_set(b"\xff", 8)


def test_an_empty_list_is_small() -> None:
    assert len(pack([])) < 200


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no zlib",
        zlib.compress(b"short"),
        zlib.compress(bytes(LIST_BYTES + 1)),
        pack([])[:-5],
    ],
)
def test_a_list_that_is_not_whole_is_none(packed: bytes) -> None:
    assert unpack(packed) is None
