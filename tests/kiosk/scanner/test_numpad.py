"""Test characters that are typed as numbers."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.keys import decode_key
from kiosk.scanner.numpad import DIGITS, LAST_CHARACTER, REPLACEMENT, Numpad, spell

CODES = {digit: code for code, digit in DIGITS.items()}
NAME = "Nguyễn Đặng Ý"
S_KEY = 31


def type_digits(numpad: Numpad, digits: str) -> int | None:
    numpad.press_alt()
    assert all(numpad.take(CODES[digit]) for digit in digits)
    return numpad.release_alt()


def test_the_keypad_has_ten_digits() -> None:
    assert sorted(DIGITS.values()) == list("0123456789")
    assert all(decode_key(code, shifted=False) == DIGITS[code] for code in DIGITS)


@pytest.mark.parametrize(("digits", "number"), [("0225", 225), ("7877", 7877)])
def test_the_digits_between_alts_press_and_release_are_a_number(
    digits: str, number: int
) -> None:
    assert type_digits(Numpad(), digits) == number


def test_alt_held_down_repeats_and_loses_no_digit() -> None:
    numpad = Numpad()
    numpad.press_alt()
    numpad.take(CODES["6"])
    numpad.press_alt()
    numpad.take(CODES["5"])
    assert numpad.release_alt() == 65


def test_alt_alone_types_nothing() -> None:
    assert type_digits(Numpad(), "") is None


def test_a_digit_without_alt_is_none_of_a_number() -> None:
    assert Numpad().take(CODES["1"]) is False


def test_alt_with_another_key_is_no_number() -> None:
    numpad = Numpad()
    numpad.press_alt()
    assert [numpad.take(code) for code in (CODES["1"], S_KEY, CODES["2"])] == [
        True,
        False,
        False,
    ]
    assert numpad.release_alt() is None


def test_endless_digits_are_no_character() -> None:
    number = type_digits(Numpad(), "9" * 500)
    assert number == LAST_CHARACTER + 1
    assert spell([number]) == REPLACEMENT


@pytest.mark.parametrize(
    "numbers",
    [
        list(map(ord, NAME)),
        list(NAME.encode()),
        [letter if letter.isascii() else ord(letter) for letter in NAME],
    ],
    ids=["unicode", "utf-8 bytes", "ascii as keys"],
)
def test_vietnamese_is_read_whatever_the_numbers_count(
    numbers: list[str | int],
) -> None:
    assert spell(numbers) == NAME


@pytest.mark.parametrize("text", ["TRẦN THỊ SƠN", "Đặng Văn Ả", "Lê Ngọc Bưởi"])
def test_numbers_of_the_vietnamese_code_page_are_read(text: str) -> None:
    assert spell(list(to_cp1258(text))) == text


@pytest.mark.parametrize("text", ["Hà Nam", "vì bò", "Phú Yên", "Trà Vinh"])
def test_numbers_of_the_western_code_page_are_read(text: str) -> None:
    assert spell(list(text.encode("cp1252"))) == text


@pytest.mark.parametrize(
    ("number", "character"),
    [(0x80, "€"), (0x81, "\x81"), (0xD800, REPLACEMENT), (0x1EC5, "ễ")],
)
def test_every_number_is_some_character(number: int, character: str) -> None:
    assert spell([number, 0x1EBF]) == character + "ế"


@given(st.lists(st.one_of(st.sampled_from("Aa1| "), st.integers(0, 10**7))))
def test_any_numbers_make_a_text_that_can_be_encoded(typed: list[str | int]) -> None:
    assert spell(typed).encode().decode() == spell(typed)


def to_cp1258(text: str) -> bytes:
    """Encode as Windows does: the letter with its hat or horn, then the tone."""
    return b"".join(encode_letter(letter) for letter in text)


def encode_letter(letter: str) -> bytes:
    for base in map(chr, range(0x20, 0x200)):
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"):
            if normalize("NFC", base + tone) != letter:
                continue
            try:
                return (base + tone).encode("cp1258")
            except UnicodeEncodeError:
                continue
    raise AssertionError(letter)
