"""Test the health insurance card's code, old and new."""

from datetime import date

import pytest

from kiosk.credentials.credential import Claim, Kind
from kiosk.reason import Reason
from tests.codes import (
    BHYT_NEW,
    BHYT_OLD,
    NAME_HEX,
    refuse,
    replace_field,
    understand,
)


def test_fifteen_fields_are_an_old_card() -> None:
    card = understand(BHYT_OLD)
    assert card.kind is Kind.BHYT
    assert card.claims == {
        Claim.INSURANCE_NUMBER: "GD4010100000001",
        Claim.NAME: "Trần Thị Thử Nghiệm",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.SEX: "female",
        Claim.ADDRESS: "Mà Nội",
        Claim.VALID_FROM: "2019-01-01",
        Claim.VALID_UNTIL: "2019-12-31",
        Claim.ISSUED_ON: "2019-01-02",
    }


def test_seventeen_fields_are_a_new_card_without_an_end() -> None:
    card = understand(BHYT_NEW)
    assert card.claims[Claim.INSURANCE_NUMBER] == "0100000001"
    assert (card.valid_from, card.valid_until) == (date(2026, 1, 1), None)


def test_old_and_new_card_of_one_person_have_the_same_holder() -> None:
    assert understand(BHYT_OLD).holder == "bhyt:0100000001"
    assert understand(BHYT_NEW).holder == "bhyt:0100000001"


def test_a_personal_number_on_the_card_is_the_document() -> None:
    card = understand(replace_field(BHYT_NEW, 0, "097190000123"))
    assert card.holder == "097190000123"
    assert card.claims[Claim.DOCUMENT] == "097190000123"
    assert Claim.INSURANCE_NUMBER not in card.claims
    assert card.warnings == (Reason.ID_PROVINCE_UNKNOWN,)


def test_the_card_is_read_and_never_verified() -> None:
    assert understand(BHYT_NEW).verified is False


def test_hex_of_either_case_is_text() -> None:
    card = understand(replace_field(BHYT_NEW, 1, NAME_HEX.upper()))
    assert card.claims[Claim.NAME] == "Trần Thị Thử Nghiệm"


def test_letters_of_the_number_are_kept_upper_case() -> None:
    card = understand(replace_field(BHYT_OLD, 0, "gd4010100000001"))
    assert card.claims[Claim.INSURANCE_NUMBER] == "GD4010100000001"


@pytest.mark.parametrize(
    ("written", "kept"), [("5/3/1990", "1990-03-05"), ("1990", "1990")]
)
def test_a_birth_date_may_be_short(written: str, kept: str) -> None:
    claims = understand(replace_field(BHYT_NEW, 2, written)).claims
    assert claims[Claim.BIRTH_DATE] == kept


def test_leading_blanks_do_no_harm() -> None:
    card = understand(replace_field(BHYT_OLD, 7, " 1/9/2030"))
    assert card.valid_until == date(2030, 9, 1)


def test_a_child_s_card_names_a_parent() -> None:
    card = understand(replace_field(BHYT_OLD, 10, "c490e1bb97"))
    assert card.claims[Claim.PARENTS] == "Đỗ"


def test_an_en_dash_in_the_clinic_s_code_does_no_harm() -> None:
    assert understand(replace_field(BHYT_OLD, 5, "01 – C54")).kind is Kind.BHYT


def test_hex_that_telex_touched_is_mended_and_says_so() -> None:
    card = understand(replace_field(BHYT_NEW, 1, NAME_HEX.replace("aa", "â")))
    assert card.claims[Claim.NAME] == "Trần Thị Thử Nghiệm"
    assert card.claims[Claim.REPAIR] == "telex_in_hex"
    assert card.warnings == (Reason.TEXT_REPAIRED,)


@pytest.mark.parametrize("hexed", ["54726Ê8C6", NAME_HEX[:-1], "6E2068C6B0C6ẤÊ7"])
def test_hex_that_lost_digits_is_vni_s_damage(hexed: str) -> None:
    found = refuse(replace_field(BHYT_NEW, 1, hexed))
    assert (found.kind, found.reason) == (Kind.BHYT, Reason.VNI_DAMAGE)


def test_a_number_that_an_input_method_touched_is_vni_s_damage() -> None:
    assert refuse(replace_field(BHYT_OLD, 0, "TÉ010")).reason == Reason.VNI_DAMAGE


@pytest.mark.parametrize("count", [2, 5, 6, 13, 14])
@pytest.mark.parametrize("sex", ["1", "2"])
def test_a_code_without_its_end_is_truncated(count: int, sex: str) -> None:
    cut = "|".join(replace_field(BHYT_OLD, 3, sex).split("|")[:count])
    assert refuse(cut).reason == Reason.TRUNCATED
    assert refuse(cut).kind is Kind.BHYT


def test_a_new_number_without_the_rest_is_truncated() -> None:
    assert refuse(f"0100000001|{NAME_HEX}|05/03").reason == Reason.TRUNCATED


def test_bars_after_the_end_do_no_harm() -> None:
    assert understand(BHYT_OLD + "||").kind is Kind.BHYT


@pytest.mark.parametrize(
    "code",
    [
        replace_field(BHYT_NEW, 15, "|"),
        BHYT_OLD.replace("|-|4|", "|4|"),
        replace_field(BHYT_OLD, 3, "$"),
        BHYT_OLD.replace("$", "|||x"),
    ],
)
def test_another_number_of_fields_is_malformed(code: str) -> None:
    assert refuse(code).reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, "GD401010000001"),
        (1, "-"),
        (1, "20"),
        (1, "xyz0"),
        (2, "31/02/1990"),
        (2, "-"),
        (3, "3"),
        (4, "not hex"),
        (6, "2019"),
        (7, "31/13/2019"),
    ],
)
def test_a_field_that_is_not_well_formed_is_refused(index: int, value: str) -> None:
    assert refuse(replace_field(BHYT_OLD, index, value)).reason == Reason.MALFORMED


def test_hex_of_another_charset_is_told() -> None:
    assert refuse(replace_field(BHYT_OLD, 1, "5472e76e")).reason == Reason.WRONG_CHARSET


def test_control_characters_inside_hex_are_binary() -> None:
    assert refuse(replace_field(BHYT_OLD, 1, "540a72")).reason == Reason.BINARY
