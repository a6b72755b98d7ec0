"""Test how bytes become text, and which charset mistakes are undone."""

import unicodedata

import pytest

from kiosk.credentials.repair import LETTERS, TextRepair
from kiosk.credentials.text import Text, has_controls, read_text
from kiosk.reason import Reason

REPAIRS = {
    "latin-1": TextRepair.LATIN1,
    "cp1252": TextRepair.CP1252,
    "big5": TextRepair.BIG5,
    "shift_jis": TextRepair.SHIFT_JIS,
}
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
    assert read_text(garbled.encode()) == Text(value=text, repair=REPAIRS[charset])


@pytest.mark.parametrize(
    ("charset", "fewest"),
    [("latin-1", 535), ("cp1252", 535), ("big5", 150), ("shift_jis", 400)],
)
def test_every_letter_comes_back_from_every_charset(charset: str, fewest: int) -> None:
    texts = [
        f"{before}{letter}{after}"
        for letter in LETTERS + LETTERS.upper()
        for before, after in (("", "n"), ("", "ơn"), ("Đ", "n"), ("Lê ", "u|"))
    ]
    garbled = {text: wrong for text in texts if (wrong := mistake(text, charset))}
    read = {text: read_text(wrong.encode()) for text, wrong in garbled.items()}
    values = {text: isinstance(it, Text) and it.value for text, it in read.items()}
    assert values == {text: text for text in garbled}
    assert len(garbled) >= fewest


def mistake(text: str, charset: str) -> str | None:
    """Return `text` as it is taken for `charset`, None where it never is."""
    if charset == "cp1252":
        codes = (bytes([code]) for code in text.encode())
        return "".join(
            c.decode(charset, "ignore") or c.decode("latin-1") for c in codes
        )
    try:
        return text.encode().decode(charset)
    except UnicodeDecodeError:
        return None


def test_zbar_s_private_row_of_big5_is_repaired() -> None:
    garbled = "H\uf6c0ng S\uf6b1n V\u89fc"
    expected = Text(value="Hưng Sơn Vũ", repair=TextRepair.BIG5)
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
        "Tra\u0300n".encode() + "\u0323\u0301".encode() * 2000,
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


def test_control_characters_make_plain_ascii_binary_too() -> None:
    assert read_text(b"plain\x01text") is Reason.BINARY
