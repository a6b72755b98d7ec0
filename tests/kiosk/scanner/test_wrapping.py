"""Test what is taken off a code on its way from a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payload import Repair
from kiosk.scanner.wrapping import CHARSETS, unwrap

NAME = "Phạm Ngọc Ví Dụ"
CARD = f"048301000789||{NAME}|07092001".encode()


def escape(code: bytes) -> bytes:
    """Send a code as a reader with the ECI protocol does."""
    return b"\\000026" + code.replace(b"\\", b"\\\\")


@pytest.mark.parametrize("symbology", ["]Q2", "]Q4", "]Q6"])
@given(code=st.binary(min_size=1, max_size=60).map(lambda code: b"a" + code + b"b"))
def test_an_escaped_code_comes_back(symbology: str, code: bytes) -> None:
    assert unwrap(symbology, escape(code)) == (code, (Repair.ECI,))


@pytest.mark.parametrize("symbology", ["", "]Q1", "]Q3", "]d2"])
def test_a_reader_without_escapes_is_taken_at_its_word(symbology: str) -> None:
    sent = b"\\000026C:\\\\x"
    assert unwrap(symbology, sent) == (sent, ())


@pytest.mark.parametrize("sent", [b"a\\b", b"a\\00002", b"\\000026a\\", b"\\\\\\"])
def test_what_breaks_the_protocol_stays(sent: bytes) -> None:
    assert unwrap("]Q2", sent) == (sent, ())


@pytest.mark.parametrize(
    ("number", "text"),
    [(3, "Hà Nội"[:2]), (20, "東京"), (21, "Łódź"), (25, "Đạt"), (28, "臺北"), (29, "北京")],
)  # fmt: skip
def test_a_named_charset_becomes_utf8(number: int, text: str) -> None:
    coded = text.encode(CHARSETS[number]).replace(b"\\", b"\\\\")
    sent = b"48|\\%06d" % number + coded + b"\\000026|" + NAME.encode()
    assert unwrap("]Q2", sent)[0] == f"48|{text}|{NAME}".encode()


@pytest.mark.parametrize("number", [27, 170, 899, 999999])
def test_an_unknown_charset_leaves_the_bytes(number: int) -> None:
    assert unwrap("]Q2", b"\\%06d" % number + CARD)[0] == CARD


def test_bytes_that_their_charset_does_not_have_stay() -> None:
    assert unwrap("]Q2", b"\\000020\xff\xff\xff")[0] == b"\xff\xff\xff"


def test_a_doubled_backslash_before_digits_is_no_charset() -> None:
    assert unwrap("]Q2", b"a\\\\000020b") == (b"a\\000020b", (Repair.ECI,))


def test_a_mark_and_padding_are_taken_off_and_named() -> None:
    sent = b"\xef\xbb\xbf" + CARD + b"\0\0"
    assert unwrap("", sent) == (CARD, (Repair.NUL, Repair.BOM))


@given(st.binary(max_size=200), st.sampled_from(["", "]Q1", "]Q2"]))
def test_noise_is_never_a_fault(sent: bytes, symbology: str) -> None:
    code, repairs = unwrap(symbology, sent)
    assert bool(repairs) == (code != sent)
