"""Test how bytes become text, and which charset mistakes are undone."""

import unicodedata

import pytest

from kiosk.credentials.text import Text, has_controls, read_text
from kiosk.reason import Reason

VIETNAMESE = "Trần Thị Thử Nghiệm, Phường Mẫu"


@pytest.mark.parametrize(
    ("before", "after"),
    [("\ufeff", ""), ("", "\r"), ("", "\r\n"), ("", "\0"), ("\0", "\0\0"), ("", "\t")],
)
def test_what_readers_add_at_the_ends_is_stripped(before: str, after: str) -> None:
    data = (before + VIETNAMESE + after).encode()
    assert read_text(data) == Text(value=VIETNAMESE)


def test_decomposed_letters_become_nfc() -> None:
    data = unicodedata.normalize("NFD", VIETNAMESE).encode()
    assert read_text(data) == Text(value=VIETNAMESE)


def test_marks_that_cannot_be_seen_are_dropped() -> None:
    assert read_text("Tr\u200bần\u202e Thị".encode()) == Text(value="Trần Thị")


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("latin-1", "Nguyễn Văn Đặng, Hà Nội"),
        ("latin-1", "Vũ Chí Hiếu"),
        ("cp1252", "Lê Văn Hữu"),
        ("cp1252", "A Ò"),
        ("cp1252", "01 – A"),
        ("big5", "Dương Trần Lê"),
        ("shift_jis", "Đặng Dương"),
    ],
)
def test_utf8_taken_for_another_charset_is_repaired(charset: str, text: str) -> None:
    garbled = text.encode().decode(charset)
    assert read_text(garbled.encode()) == Text(value=text, repaired=True)


def test_zbar_s_private_row_of_big5_is_repaired() -> None:
    garbled = "H\uf6c0ng S\uf6b1n V\u89fc"
    expected = Text(value="Hưng Sơn Vũ", repaired=True)
    assert read_text(garbled.encode()) == expected


@pytest.mark.parametrize("text", ["Trần Thị – 01", "Y’Blang Čil", "Ñ 5°", "abc"])
def test_text_that_no_wrong_guess_explains_stays_as_it_is(text: str) -> None:
    assert read_text(text.encode()) == Text(value=text)


@pytest.mark.parametrize(
    "data",
    [
        "Nguyễn".encode("cp1258", "replace") + b"\xe9",
        "Tr\ufffdn".encode(),
        "中文".encode(),
        "ﾊﾝｶｸ".encode(),
        "Tr\x85n".encode(),
        "Trần".encode()[:-2],
    ],
)
def test_letters_that_cannot_be_repaired_are_a_wrong_charset(data: bytes) -> None:
    assert read_text(data) == Reason.WRONG_CHARSET


@pytest.mark.parametrize(
    "data", [b"a\0b", b"\x1b[2J", b"001\x1d002", b"\xff\xfe\x01\x02", b"a\x7fb"]
)
def test_control_characters_inside_are_binary(data: bytes) -> None:
    assert read_text(data) == Reason.BINARY


def test_line_breaks_inside_stay_for_the_codes_that_have_them() -> None:
    assert read_text(b"BEGIN:VCARD\r\nEND:VCARD\r\n") == Text(
        value="BEGIN:VCARD\r\nEND:VCARD"
    )


@pytest.mark.parametrize("text", ["a\tb", "a\nb", "a\0b", "a\u2028b"])
def test_breaks_and_tabs_count_as_controls_of_a_field(text: str) -> None:
    assert has_controls(text) is True


def test_plain_text_has_no_controls() -> None:
    assert has_controls(VIETNAMESE) is False


def test_bytes_that_would_make_other_letters_than_vietnamese_are_not_guessed() -> None:
    garbled = "Č".encode().decode("latin-1").encode()
    assert read_text(garbled) == Reason.WRONG_CHARSET
