"""Text is found without accents, by the beginning of any of its words."""

import pytest

from kiosk.search import find_words, fold, list_tails, tidy


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Ánh", "dang thi anh"),
        ("ĐẶNG THỊ ÁNH", "dang thi anh"),
        ("Nguyễn  Văn-Bình", "nguyen van binh"),
        ("Nguye\u0302\u0303n", "nguyen"),
        ("Y'Moan Êban", "y moan eban"),
        ("Straße 12", "strasse 12"),
        ("_ % ' --", ""),
        ("", ""),
    ],
)
def test_accents_case_and_marks_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_text_is_found_from_each_of_its_words_on() -> None:
    assert list_tails("dang thi anh") == ["dang thi anh", "thi anh", "anh"]


def test_a_search_is_its_words() -> None:
    assert find_words(" Ánh  ĐẶNG ") == ["anh", "dang"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Lê\tVăn \n Giả ", "Lê Văn Giả"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Lê\0Văn\u202e", "Lê Văn"),
    ],
)
def test_a_kept_text_is_nfc_with_single_spaces_and_no_controls(
    text: str, kept: str
) -> None:
    assert tidy(text) == kept
