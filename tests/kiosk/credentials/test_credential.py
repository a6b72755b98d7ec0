"""Test what all credentials have in common: their masks."""

import pytest

from kiosk.credentials.credential import Claim, Kind, Part, mask, mask_claims
from kiosk.reason import Reason


@pytest.mark.parametrize(
    ("number", "masked"),
    [("001190000123", "••••••••0123"), ("0123", "0123"), ("12", "12"), ("", "")],
)
def test_a_number_is_masked_to_its_last_four(number: str, masked: str) -> None:
    assert mask(number) == masked


def test_numbers_are_masked_and_names_are_whole() -> None:
    claims = {
        Claim.NAME: "Trần Thị Thử",
        Claim.DOCUMENT: "001190000123",
        Claim.PHONE: "0912000001",
        Claim.INSURANCE_NUMBER: "GD4010100000001",
    }
    assert mask_claims(claims) == {
        Claim.NAME: "Trần Thị Thử",
        Claim.DOCUMENT: "••••••••0123",
        Claim.PHONE: "••••••0001",
        Claim.INSURANCE_NUMBER: "•••••••••••0001",
    }


def test_a_part_says_that_it_is_incomplete() -> None:
    part = Part(kind=Kind.SHC, number=1, total=3, text="")
    assert part.reason is Reason.INCOMPLETE
