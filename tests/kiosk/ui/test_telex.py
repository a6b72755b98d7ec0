"""Telex: its keys, as people type names and places."""

import pytest

from kiosk.ui.composer import compose
from kiosk.ui.telex import TELEX


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("Nguyeenx", "Nguyễn"),
        ("NGUYEENX", "NGUYỄN"),
        ("Phuowng", "Phương"),
        ("Phuongw", "Phương"),
        ("dduwowngf", "đường"),
        ("duongdwf", "đường"),
        ("hoasn", "hoán"),
        ("hoaf", "hòa"),
        ("thuyr", "thủy"),
        ("quys", "quý"),
        ("giaf", "già"),
        ("gif", "gì"),
        ("gieengs", "giếng"),
        ("Ddawks", "Đắk"),
        ("Kroong", "Krông"),
        ("Busk", "Búk"),
        ("khuyru", "khuỷu"),
        ("thuowr", "thuở"),
        ("tuysp", "tuýp"),
        ("booong", "boong"),
        ("trwowngf", "trường"),
        ("Tw", "Tư"),
        ("NHWNGX", "NHỮNG"),
    ],
)
def test_a_word_is_composed(keys: str, word: str) -> None:
    assert compose(keys, TELEX) == word


@pytest.mark.parametrize(
    "name", ["Samsung", "Software", "Bosch", "Park", "Tesla", "web", "wifi"]
)
def test_a_name_from_elsewhere_stays_as_typed(name: str) -> None:
    assert compose(name, TELEX) == name


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ass", "as"),
        ("aaa", "aa"),
        ("ddd", "dd"),
        ("oww", "ow"),
        ("tww", "tw"),
        ("asz", "a"),
        ("assa", "asa"),
    ],
)
def test_the_same_key_again_takes_a_mark_back(keys: str, word: str) -> None:
    assert compose(keys, TELEX) == word
