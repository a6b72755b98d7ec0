"""Test how a table turns fields into claims."""

import pytest

from kiosk.credentials.credential import Claim
from kiosk.credentials.fields import (
    Field,
    is_digits,
    read_fields,
    read_free_text,
    read_name,
)
from kiosk.reason import Reason

TABLE = (
    Field(index=0, claim=Claim.NAME, read=read_name),
    Field(index=2, claim=Claim.ADDRESS, read=read_free_text),
)


def test_each_field_becomes_the_claim_of_its_row() -> None:
    assert read_fields(TABLE, ["Lê Văn", "skipped", "Hà Nội"]) == {
        Claim.NAME: "Lê Văn",
        Claim.ADDRESS: "Hà Nội",
    }


def test_an_empty_field_makes_no_claim() -> None:
    assert read_fields(TABLE, ["Lê Văn", "", " "]) == {Claim.NAME: "Lê Văn"}


def test_the_first_fault_is_the_reason() -> None:
    assert read_fields(TABLE, [" ", "", "Hà Nội"]) == Reason.MALFORMED


@pytest.mark.parametrize(
    ("text", "answer"),
    [("012345678", True), ("0123456789", False), ("", False), ("01234567a", False)],
)
def test_digits_are_counted(text: str, answer: bool) -> None:  # noqa: FBT001
    assert is_digits(text, 9, 12) is answer


@pytest.mark.parametrize("text", ["١٢٣", "１２３", "1²3"])
def test_only_ascii_digits_are_digits(text: str) -> None:
    assert is_digits(text) is False


def test_free_text_has_one_blank_between_words() -> None:
    assert read_free_text("  Số 1 ,  Hà Nội ") == "Số 1 , Hà Nội"
