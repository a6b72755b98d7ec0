"""Tests of what the province tells single points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.notices import LONGEST, encode, find


def test_only_the_named_point_is_told() -> None:
    document = encode({"P2": "Khử khuẩn.", "P1": "Chờ hướng dẫn."})

    assert find(document, "P1") == "Chờ hướng dẫn."
    assert find(document, "P3") == ""
    assert document == encode({"P1": "Chờ hướng dẫn.", "P2": "Khử khuẩn."})


def test_a_notice_is_one_line_of_bounded_length() -> None:
    assert find(encode({"P1": "a\n\tb"}), "P1") == "a b"
    assert len(find(encode({"P1": "x" * 999}), "P1")) == LONGEST


@pytest.mark.parametrize("data", [b"", b"[]", b'{"points": {"P1": 7}}', b"\xff"])
def test_what_is_no_document_tells_nothing(data: bytes) -> None:
    assert find(data, "P1") == ""


@given(st.binary())
def test_no_bytes_break_it(data: bytes) -> None:
    assert isinstance(find(data, "P1"), str)
