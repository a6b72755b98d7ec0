"""Test base45 against RFC 9285's own examples, and on any bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.base45 import decode, encode

EXAMPLES = [
    (b"AB", "BB8"),
    (b"Hello!!", "%69 VD92EX0"),
    (b"base-45", "UJCLQE7W581"),
    (b"ietf!", "QED8WEX0"),
    (b"", ""),
]


@pytest.mark.parametrize(("data", "text"), EXAMPLES)
def test_the_rfc_s_examples_hold_both_ways(data: bytes, text: str) -> None:
    assert encode(data) == text
    assert decode(text) == data


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "::", "bb8", "BB8B", "Ễ00"])
def test_what_is_no_base45_is_none(text: str) -> None:
    assert decode(text) is None


@given(st.binary(max_size=200))
def test_any_bytes_come_back(data: bytes) -> None:
    assert decode(encode(data)) == data
