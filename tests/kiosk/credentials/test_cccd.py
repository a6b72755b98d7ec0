"""Test the codes of the chip card and of the Căn cước of 2024."""

import pytest

from kiosk.credentials.credential import Claim, Kind
from kiosk.reason import Reason
from tests.codes import CAN_CUOC, CCCD, refuse, replace_field, understand


def test_seven_fields_are_a_chip_card() -> None:
    card = understand(CCCD)
    assert card.kind is Kind.CCCD
    assert card.claims == {
        Claim.DOCUMENT: "001190000123",
        Claim.OLD_DOCUMENT: "012345678",
        Claim.NAME: "Trần Thị Thử Nghiệm",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.SEX: "female",
        Claim.ADDRESS: "Số 1 Phố Giả Định, Phường Mẫu, Hà Nội",
        Claim.ISSUED_ON: "2021-05-10",
    }


def test_a_card_is_read_and_never_verified() -> None:
    assert understand(CCCD).verified is False


def test_the_document_number_is_the_holder() -> None:
    assert understand(CCCD).holder == "001190000123"


def test_no_old_number_shifts_no_field() -> None:
    claims = understand(replace_field(CCCD, 1, "")).claims
    assert Claim.OLD_DOCUMENT not in claims
    assert claims[Claim.NAME] == "Trần Thị Thử Nghiệm"


def test_eleven_fields_are_a_can_cuoc_though_they_end_in_bars() -> None:
    card = understand(CAN_CUOC)
    assert card.kind is Kind.CAN_CUOC
    assert card.claims[Claim.ISSUED_ON] == "2024-08-01"


@pytest.mark.parametrize("more", [1, 2, 4, 5])
def test_eight_to_twelve_fields_are_a_can_cuoc(more: int) -> None:
    assert understand(CCCD + "|" * more).kind is Kind.CAN_CUOC


def test_twelve_digits_among_the_last_fields_are_a_cancelled_number() -> None:
    card = understand(CCCD + "|001190999999||Đỗ Văn Cha|Trần Thị Mẹ")
    assert card.claims[Claim.CANCELLED_DOCUMENT] == "001190999999"
    assert card.claims[Claim.PARENTS] == "Đỗ Văn Cha; Trần Thị Mẹ"


def test_thirteen_fields_are_malformed() -> None:
    assert refuse(CCCD + "|" * 6).reason == Reason.MALFORMED


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_fewer_than_seven_fields_are_truncated(count: int) -> None:
    cut = "|".join(CCCD.split("|")[:count])
    assert refuse(cut).reason == Reason.TRUNCATED
    assert refuse(cut).kind is Kind.CCCD


def test_an_issue_date_cut_short_is_truncated() -> None:
    assert refuse(CCCD[:-1]).reason == Reason.TRUNCATED
    assert refuse(CCCD[:-8]).reason == Reason.TRUNCATED


@pytest.mark.parametrize("number", ["190000123", "", "00119000012"])
def test_a_number_that_lost_its_first_digits_is_truncated(number: str) -> None:
    assert refuse(replace_field(CCCD, 0, number)).reason == Reason.TRUNCATED


def test_a_number_of_other_characters_is_malformed() -> None:
    assert refuse(replace_field(CCCD, 0, "00119000012X")).reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nam", "male"),
        ("NAM", "male"),
        ("Nữ", "female"),
        ("NỮ", "female"),
        ("Nu", "female"),
    ],
)
def test_sex_is_read_with_and_without_marks(written: str, meant: str) -> None:
    assert understand(replace_field(CCCD, 4, written)).claims[Claim.SEX] == meant


@pytest.mark.parametrize("written", ["N", "N?"])
def test_a_sex_that_lost_its_letter_is_a_wrong_charset(written: str) -> None:
    assert refuse(replace_field(CCCD, 4, written)).reason == Reason.WRONG_CHARSET


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (1, "12345"),
        (1, "01234567x"),
        (2, ""),
        (3, "31021990"),
        (3, "1990-03-05"),
        (4, "Khác"),
        (4, ""),
        (6, "31022021"),
        (6, "10/05/2021"),
    ],
)
def test_a_field_that_is_not_well_formed_is_refused(index: int, value: str) -> None:
    assert refuse(replace_field(CCCD, index, value)).reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("written", "kept"), [("05031990", "1990-03-05"), ("031990", "1990-03")]
)
def test_a_birth_date_is_kept_as_far_as_it_is_known(written: str, kept: str) -> None:
    claims = understand(replace_field(CCCD, 3, written)).claims
    assert claims[Claim.BIRTH_DATE] == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Thôn Mẫu,, Xã Ví Dụ", "Thôn Mẫu, Xã Ví Dụ"),
        ("Tổ 5 ,Phường Mẫu", "Tổ 5, Phường Mẫu"),
        ("Thôn Mẫu, - Xã  Ví Dụ,", "Thôn Mẫu, Xã Ví Dụ"),
        ("Khu A, -12 Phố Mẫu", "Khu A, -12 Phố Mẫu"),
        (", Hà Nội", "Hà Nội"),
    ],
)
def test_noise_goes_from_the_address(written: str, kept: str) -> None:
    claims = understand(replace_field(CCCD, 5, written)).claims
    assert claims[Claim.ADDRESS] == kept


def test_a_name_with_a_letter_that_the_wedge_lacks_is_a_wrong_charset() -> None:
    assert refuse(replace_field(CCCD, 2, "Tr?n Th?")).reason == Reason.WRONG_CHARSET


@pytest.mark.parametrize(
    "name",
    ["'; DROP TABLE entries; --", "=HYPERLINK(1)", "@SUM(A1)", "<b>x</b>", "😀"],
)
def test_a_hostile_name_is_just_a_name(name: str) -> None:
    assert understand(replace_field(CCCD, 2, name)).claims[Claim.NAME] == name


def test_control_characters_in_a_field_are_binary() -> None:
    assert refuse(replace_field(CCCD, 2, "Trần\tThị")).reason == Reason.BINARY
    assert refuse(replace_field(CCCD, 2, "Trần\x1bThị")).reason == Reason.BINARY


def test_a_stray_line_break_in_the_last_fields_is_binary() -> None:
    assert refuse(CCCD + "|a\nb|||").reason == Reason.BINARY


def test_upper_case_names_stay_as_printed() -> None:
    claims = understand(replace_field(CCCD, 2, "TRẦN THỊ THỬ")).claims
    assert claims[Claim.NAME] == "TRẦN THỊ THỬ"


def test_cross_checks_warn_and_the_card_is_still_understood() -> None:
    card = understand(replace_field(CCCD, 0, "097090000123"))
    assert card.warnings == (Reason.ID_PROVINCE_UNKNOWN, Reason.ID_SEX_DIFFERS)
