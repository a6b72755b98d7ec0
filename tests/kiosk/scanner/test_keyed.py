"""Test what the settings of typing readers do to a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.keyed import undo_caps, undo_hex

CARD = "001190000123|012345678|Trần Thị Thử Nghiệm|05031990|Nữ|Phường Mẫu|01012022"


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_hex_digits_are_the_text_of_their_bytes(case: type[str]) -> None:
    assert undo_hex(getattr(CARD.encode().hex(), case.__name__)()) == CARD


@pytest.mark.parametrize(
    "text",
    [
        "3031323334",  # five bytes: as likely a number
        "001190000123",  # NUL, DC1, DC9: no text
        "303132333435363",  # odd
        "30313233343g",
        "fffefdfcfbfa",  # no UTF-8
        CARD,
        "",
    ],
)
def test_what_is_no_hex_of_a_text_stays(text: str) -> None:
    assert undo_hex(text) is None


@given(st.text(min_size=6).filter(str.isprintable))
def test_hex_mode_loses_no_letter(text: str) -> None:
    assert undo_hex(text.encode().hex()) == text


@pytest.mark.parametrize(
    "text",
    [
        "001190000123|Tran Van An|Nam|Mau",
        "]Q1HTTPS://VI.DU",
        "Nguyen Thuy Linh",
    ],
)
def test_a_swapped_case_is_seen(text: str) -> None:
    swapped = "".join(
        letter.swapcase() if letter.isascii() else letter for letter in text
    )
    assert undo_caps(swapped) == text


@pytest.mark.parametrize(
    "text",
    [
        "001190000123|Tran Van An",
        "TRAN VAN AN",
        "tran van an",
        "tRAN Van An tHI tHUY tRANG",
        "tRAN vAN",  # too few letters
        "tRANGTHITHUYLINH",  # one word may be a name of a thing
        "VP1:AbC",
        "iPHONE 15",
        "]d2ABC",  # AIM's own small letter: Data Matrix
        "0123456789",
    ],
)
def test_a_case_that_may_be_meant_stays(text: str) -> None:
    assert undo_caps(text) is None
