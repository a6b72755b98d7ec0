"""VNI: its keys, as people type names and places."""

import pytest

from kiosk.ui.composer import compose
from kiosk.ui.vni import VNI


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("Nguye64n", "Nguyễn"),
        ("NGUYEN64", "NGUYỄN"),
        ("Phuong7", "Phương"),
        ("d9uong72", "đường"),
        ("duong972", "đường"),
        ("D9a81k", "Đắk"),
        ("quy1", "quý"),
        ("gi2", "gì"),
        ("thuo73", "thuở"),
        ("huou7", "hươu"),
    ],
)
def test_a_word_is_composed(keys: str, word: str) -> None:
    assert compose(keys, VNI) == word


@pytest.mark.parametrize(
    "keys", ["b9", "T2", "P10", "x5", "Samsung", "123", "B52", "KCN1"]
)
def test_digits_that_mark_nothing_stay(keys: str) -> None:
    assert compose(keys, VNI) == keys


@pytest.mark.parametrize(
    ("keys", "word"), [("a11", "a1"), ("a66", "a6"), ("d99", "d9"), ("a10", "a")]
)
def test_the_same_key_again_takes_a_mark_back(keys: str, word: str) -> None:
    assert compose(keys, VNI) == word
