"""Test what a typed number says by itself."""

from kiosk.credentials.credential import Claim, Kind
from kiosk.reason import Reason
from tests.codes import refuse, understand


def test_twelve_digits_are_a_personal_number_with_its_sex() -> None:
    number = understand("001190000123")
    assert number.kind is Kind.NUMBER
    assert number.claims == {Claim.DOCUMENT: "001190000123", Claim.SEX: "female"}


def test_nine_digits_are_an_old_card_s_number() -> None:
    number = understand("012345678")
    assert number.claims == {Claim.DOCUMENT: "012345678"}
    assert number.warnings == ()


def test_the_number_is_the_holder_and_is_not_verified() -> None:
    number = understand("001190000123")
    assert (number.holder, number.verified) == ("001190000123", False)


def test_a_province_that_is_not_known_warns() -> None:
    assert understand("097190000123").warnings == (Reason.ID_PROVINCE_UNKNOWN,)


def test_other_lengths_are_no_one_s_number() -> None:
    assert refuse("0011900001234").reason == Reason.UNKNOWN_KIND
    assert refuse("01234567").reason == Reason.UNKNOWN_KIND
