"""Test a pass in digits: every byte comes back, and nothing else is a badge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.badge import MAX_DIGITS, MIN_DIGITS, decode, encode
from tests.signing import Issuer, a_grant, sign_pass


@given(st.binary(max_size=1_200))
def test_what_was_written_comes_back(message: bytes) -> None:
    assert decode(encode(message)) == message


def test_the_smallest_pass_is_longer_than_any_number_of_people() -> None:
    smallest = a_grant(name="", issuer="", list_id=0, index=0)
    assert len(encode(sign_pass(Issuer(), smallest))) > MIN_DIGITS


@pytest.mark.parametrize(
    "text", ["", "12a", "٣٣٣", "0", "7", "-256", "9" * (MAX_DIGITS + 1), "1_000"]
)
def test_other_text_is_no_badge(text: str) -> None:
    assert decode(text) is None
