"""Test that no CBOR costs more than its own bytes, and that whole CBOR is read."""

from datetime import UTC, datetime

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.cbor import MAX_DEPTH, read_cbor

VALUES: st.SearchStrategy[object] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text() | st.binary(),
    lambda one: st.lists(one) | st.dictionaries(st.text() | st.integers(0, 9), one),
    max_leaves=20,
)


@given(VALUES)
def test_what_was_written_is_read(value: object) -> None:
    assert read_cbor(cbor2.dumps(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_none(data: bytes) -> None:
    read_cbor(data)


KNOWN = frozenset({0, 1, 16, 18, 61})
BODIES = (b"\x01", b"\x61a", b"\x41a", b"\x82\x01\x02", b"\xa1\x01\x02", b"\x80")


@pytest.mark.parametrize("body", BODIES, ids=bytes.hex)
def test_no_tag_but_those_of_our_codes_is_obeyed(body: bytes) -> None:
    """Up to 65,536, which holds every tag that cbor2 6 knows of."""
    heads = {n: bytes([0xD9]) + n.to_bytes(2) for n in range(2**16)}
    read = {n for n, head in heads.items() if read_cbor(head + body) is not None}
    assert read - KNOWN == set()


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x9f\x01\x02\xff", [1, 2]),
        (b"\xbf\x01\x02\xff", {1: 2}),
        (b"\x5f\x41a\x42bc\xff", b"abc"),
        (b"\xf9\x3c\x00", 1.0),
        (b"\xc1\x00", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"\x80", []),
    ],
)
def test_endless_and_tagged_values_are_read(data: bytes, value: object) -> None:
    assert read_cbor(data) == value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\x01rest",
        b"\x81",
        b"\x81\xff",
        b"\x19\x01",
        b"\x1c",
        b"\x1f",
        b"\xdf",
        b"\x9f\x01",
        b"\xa2\x01\x01\x01\x02",
        b"\xc0\x61x",
        b"\x9a\x82\xff\xff\xff\xff",
        b"\xba\x82\xff\xff\xff\xff",
        b"\x5b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\x42a",
        b"\xa1\x01",
        b"\xc5\x82\x1b\x7f\xff\xff\xff\xff\xff\xff\xff\x03",
        b"\xc2\x41a",
        b"\xc2\x59\x0f\xff" + b"9" * 0x0FFF,
        b"\xd8\x23\x61a",
        b"\x81" * (MAX_DEPTH + 2) + b"\x01",
        b"\xc1" * (MAX_DEPTH + 2) + b"\x01",
    ],
)
def test_broken_deep_doubled_vast_or_strange_cbor_is_none(data: bytes) -> None:
    assert read_cbor(data) is None
