"""Tests of contents pressed with a dictionary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from province.errors import LedgerError
from province.ledger.packing import pack, pack_all, unpack
from tests.province.builders import an_entry


def test_a_content_takes_half_and_comes_back_to_the_byte() -> None:
    content = an_entry(1).content
    packed = pack(content)
    assert unpack(packed) == content
    assert len(packed) < 0.6 * len(content)


@given(st.binary(max_size=5000))
def test_whatever_it_is_it_comes_back(content: bytes) -> None:
    assert unpack(pack(content)) == content


@given(st.lists(st.binary(max_size=500), max_size=5))
def test_many_at_once_are_each_packed_alike(contents: list[bytes]) -> None:
    assert pack_all(contents) == [pack(one) for one in contents]


def test_a_dictionary_of_a_newer_version_is_told() -> None:
    with pytest.raises(LedgerError, match="newest version"):
        unpack(pack(b"a"), 14)


def test_what_was_never_packed_is_told() -> None:
    with pytest.raises(LedgerError, match="can't be unpacked"):
        unpack(b"never packed")
