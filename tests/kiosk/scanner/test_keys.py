"""Test the table of scan codes."""

import string

import pytest

from kiosk.scanner.keys import PLAIN, ROWS, SHIFTED, decode_key


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
