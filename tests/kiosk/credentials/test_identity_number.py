"""Test what the 12 digits say, and that they only warn."""

import pytest

from kiosk.credentials.credential import Claim
from kiosk.credentials.identity_number import (
    PROVINCES,
    IdentityNumber,
    find_warnings,
    parse,
)
from kiosk.reason import Reason


def a_holder(number: str, birth_date: str, sex: str) -> dict[Claim, str]:
    return {Claim.DOCUMENT: number, Claim.BIRTH_DATE: birth_date, Claim.SEX: sex}


@pytest.mark.parametrize(
    ("number", "sex", "birth_year"),
    [
        ("001090000123", "male", 1990),
        ("001190000123", "female", 1990),
        ("001201000123", "male", 2001),
        ("001301000123", "female", 2001),
        ("001401000123", "male", 2101),
        ("001901000123", "female", 2301),
    ],
)
def test_the_fourth_digit_tells_century_and_sex(
    number: str, sex: str, birth_year: int
) -> None:
    expected = IdentityNumber(province="001", sex=sex, birth_year=birth_year)
    assert parse(number) == expected


@pytest.mark.parametrize("number", ["012345678", "00119000012x", "", "٠٠١١٩٠٠٠٠١٢٣"])
def test_other_numbers_say_nothing(number: str) -> None:
    assert parse(number) is None
    assert find_warnings(a_holder(number, "1945", "male")) == ()


def test_the_table_has_the_63_old_provinces() -> None:
    assert len(PROVINCES) == 63


@pytest.mark.parametrize(
    ("code", "name"),
    [("015", "Yên Bái"), ("052", "Bình Định"), ("080", "Long An")],
)
def test_codes_reused_in_2025_keep_their_old_name(code: str, name: str) -> None:
    assert PROVINCES[code] == name


def test_a_number_that_agrees_gives_no_warning() -> None:
    assert find_warnings(a_holder("001190000123", "1990-03-05", "female")) == ()


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        ("097190000123", Reason.ID_PROVINCE_UNKNOWN),
        ("001193000123", Reason.ID_BIRTH_DIFFERS),
        ("001390000123", Reason.ID_BIRTH_DIFFERS),
        ("001090000123", Reason.ID_SEX_DIFFERS),
    ],
)
def test_each_thing_that_differs_has_its_warning(number: str, warning: Reason) -> None:
    claims = a_holder(number, "1990-03-05", "female")
    assert find_warnings(claims) == (warning,)


def test_all_that_differs_is_named() -> None:
    assert find_warnings(a_holder("999000000123", "1990", "female")) == (
        Reason.ID_PROVINCE_UNKNOWN,
        Reason.ID_BIRTH_DIFFERS,
        Reason.ID_SEX_DIFFERS,
    )


def test_what_is_masked_or_missing_is_not_compared() -> None:
    claims = {Claim.DOCUMENT: "001190000123", Claim.BIRTH_DATE: "****-**-**"}
    assert find_warnings(claims) == ()


def test_the_ministry_s_own_sample_only_warns() -> None:
    claims = a_holder("001093029317", "1987-01-18", "male")
    assert find_warnings(claims) == (Reason.ID_BIRTH_DIFFERS,)
