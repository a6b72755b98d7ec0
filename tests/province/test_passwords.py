"""Tests of which passwords may be chosen."""

import unicodedata

import pytest

from province.passwords import COMMON, SHORTEST, PasswordFault, clean, judge

GOOD = "con mèo trèo cây cau"


def test_a_sentence_is_a_good_password() -> None:
    assert judge(GOOD, GOOD, "lan") is None


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", PasswordFault.SHORT),
        ("mười một ký", PasswordFault.SHORT),
        ("x" * 2000, PasswordFault.LONG),
        ("NguyenVanMau-2026", PasswordFault.NAMED),
        ("Password1234", PasswordFault.COMMON),
        ("abababababab", PasswordFault.COMMON),
        (GOOD, PasswordFault.DIFFERENT),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, fault: str) -> None:
    assert judge(password, "something else", "nguyenvanmau") == fault


def test_the_list_holds_only_what_is_long_enough_to_matter() -> None:
    assert [one for one in COMMON if len(one) < SHORTEST] == []


def test_accents_are_the_same_from_every_keyboard() -> None:
    assert clean(unicodedata.normalize("NFD", GOOD)) == GOOD
