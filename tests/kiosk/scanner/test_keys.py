"""Test the table of scan codes."""

import string

import pytest

from kiosk.scanner.keys import (
    NO_KEY,
    PLAIN,
    ROWS,
    SHIFTED,
    WINDOWS,
    decode_key,
    number_key,
)


def test_every_printable_ascii_character_has_a_key() -> None:
    reached = {*PLAIN.values(), *SHIFTED.values()}
    printable = set(string.digits + string.ascii_letters + string.punctuation + " ")
    assert printable - reached == set()


def test_no_two_rows_claim_one_key() -> None:
    assert len(PLAIN) == sum(len(plain) for _, plain, _ in ROWS)
    assert PLAIN.keys() == SHIFTED.keys()


@pytest.mark.parametrize(
    ("code", "plain", "shifted"),
    [
        (2, "1", "!"),
        (11, "0", ")"),
        (16, "q", "Q"),
        (30, "a", "A"),
        (41, "`", "~"),
        (43, "\\", "|"),
        (44, "z", "Z"),
        (53, "/", "?"),
        (57, " ", " "),
        (71, "7", "7"),
        (82, "0", "0"),
        (28, "\r", "\r"),
        (15, "\t", "\t"),
    ],
)
def test_a_key_means_what_linux_says(code: int, plain: str, shifted: str) -> None:
    # linux/input-event-codes.h: KEY_1, KEY_0, KEY_Q, KEY_A, KEY_GRAVE, …
    assert decode_key(code, shifted=False) == plain
    assert decode_key(code, shifted=True) == shifted


@pytest.mark.parametrize("code", [0, 1, 14, 29, 42, 54, 56, 58, 103, 125, 9999])
def test_other_keys_mean_no_character(code: int) -> None:
    assert decode_key(code, shifted=False) is None


@pytest.mark.parametrize(
    ("platform", "native", "code"),
    [
        ("xcb", 24, 16),  # Q
        ("wayland", 24, 16),
        ("windows", 0x10, 16),
        ("offscreen", 16, 16),
        ("xcb", 104, 96),  # Enter of the keypad
        ("windows", 0x11C, 96),
        ("xcb", 106, 98),  # slash of the keypad
        ("windows", 0x135, 98),
        ("windows", 0x1C, 28),  # Enter
        ("windows", 0x48, 72),  # 8 of the keypad
        ("windows", 0x148, 103),  # the arrow up, which means no character
        ("windows", 0x38, 56),  # the left ALT
        ("windows", 0x138, 100),  # AltGr
        ("windows", 0x17F, NO_KEY),
        ("xcb", 0, NO_KEY),
    ],
)
def test_each_platform_numbers_keys_its_way(
    platform: str, native: int, code: int
) -> None:
    assert number_key(native, platform) == code


def test_windows_extended_keys_mean_what_theirs_in_linux_do() -> None:
    means = {decode_key(code, shifted=False) for code in WINDOWS.values()}
    assert means == {"\r", "/", None}
