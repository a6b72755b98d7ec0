"""Test the national personal QR of Decision 1405."""

import pytest

from kiosk.credentials.credential import Claim, Kind
from kiosk.reason import Reason
from tests.codes import QD1405, QD1405_MASKED, refuse, replace_field, understand

OFFICIAL_SAMPLE = (
    "001093029317|NGUYEN LE KHA HAN|1987-01-18|0|162979388586171100"
    "|<1<HS4010120878821<0944713700"
)
"""The line that Decision 1405 itself prints."""


def test_the_decision_s_own_sample_is_understood() -> None:
    code = understand(OFFICIAL_SAMPLE)
    assert code.kind is Kind.QD1405
    assert code.warnings == (Reason.ID_BIRTH_DIFFERS,)
    assert code.claims == {
        Claim.DOCUMENT: "001093029317",
        Claim.NAME: "NGUYEN LE KHA HAN",
        Claim.BIRTH_DATE: "1987-01-18",
        Claim.QID: "162979388586171100",
        Claim.SEX: "male",
        Claim.INSURANCE_NUMBER: "HS4010120878821",
        Claim.PHONE: "0944713700",
    }


def test_a_whole_document_is_the_holder() -> None:
    assert understand(QD1405).holder == "001190000123"


def test_behind_a_masked_document_the_qid_is_the_holder() -> None:
    assert understand(QD1405_MASKED).holder == "qid:163100000000000001"


def test_masked_fields_are_accepted_kept_masked_and_named() -> None:
    code = understand(QD1405_MASKED)
    assert code.claims[Claim.DOCUMENT] == "******000123"
    assert code.claims[Claim.BIRTH_DATE] == "1990-**-**"
    assert code.warnings == (Reason.MASKED,)


def test_a_masked_birth_date_alone_is_named() -> None:
    code = understand(replace_field(QD1405, 2, "1990-**-**"))
    assert code.warnings == (Reason.MASKED,)


@pytest.mark.parametrize("document", ["B1234567", "012345678", "******678"])
def test_passports_and_old_numbers_are_documents(document: str) -> None:
    claims = understand(replace_field(QD1405, 0, document)).claims
    assert claims[Claim.DOCUMENT] == document


def test_a_code_declared_by_another_says_so() -> None:
    code = understand(
        "001219000321|DO BAO VI DU|2019-06-15|1|163100000000000002"
        "|163100000000000001<1<TE1010100000002<0912000001"
    )
    assert code.warnings == (Reason.DECLARED_BY_OTHER,)
    assert code.claims[Claim.DECLARER_QID] == "163100000000000001"


def test_a_fifth_sub_field_is_opaque_and_verifies_nothing() -> None:
    code = understand(QD1405 + "<c2lnbmF0dXJl<green")
    assert code.claims[Claim.EXTENSION] == "c2lnbmF0dXJl<green"
    assert code.verified is False


def test_an_asterisk_in_the_opaque_sub_field_masks_nothing() -> None:
    assert understand(QD1405 + "<a*b").warnings == ()


def test_a_date_in_another_form_does_not_hide_the_code() -> None:
    found = refuse(replace_field(QD1405, 2, "05/03/1990"))
    assert (found.kind, found.reason) == (Kind.QD1405, Reason.MALFORMED)


@pytest.mark.parametrize("extension", ["", "<", "<0<<", "<<<"])
def test_sub_fields_may_be_empty_or_missing(extension: str) -> None:
    claims = understand(replace_field(QD1405, 5, extension)).claims
    assert set(claims) == {Claim.DOCUMENT, Claim.NAME, Claim.BIRTH_DATE, Claim.QID}


@pytest.mark.parametrize("count", [3, 4, 5])
def test_fewer_than_six_fields_are_truncated(count: int) -> None:
    cut = "|".join(QD1405.split("|")[:count])
    assert refuse(cut).reason == Reason.TRUNCATED
    assert refuse(cut).kind is Kind.QD1405


def test_a_masked_number_alone_is_a_truncated_personal_qr() -> None:
    assert refuse("******000123|TRAN").reason == Reason.TRUNCATED


def test_a_phone_cut_short_is_truncated() -> None:
    assert refuse(QD1405[:-1]).reason == Reason.TRUNCATED


def test_marked_letters_in_an_ascii_code_come_from_an_input_method() -> None:
    typed = replace_field(QD1405, 1, "TRẦN THI THU")
    assert refuse(typed).reason == Reason.INPUT_METHOD


@pytest.mark.parametrize(
    ("index", "value"),
    [
        (0, ""),
        (0, "00119 0000123"),
        (1, ""),
        (2, "1990-02-30"),
        (2, "1990-13"),
        (3, "2"),
        (4, ""),
        (4, "1631;DROP"),
        (5, "bad qid<2<<"),
        (5, "<3<<"),
        (5, "<2<GD-40<"),
        (5, "<2<<09120000011"),
        (5, "<2<<phone"),
    ],
)
def test_a_field_that_is_not_well_formed_is_refused(index: int, value: str) -> None:
    assert refuse(replace_field(QD1405, index, value)).reason == Reason.MALFORMED


def test_a_seventh_field_is_malformed() -> None:
    assert refuse(QD1405 + "|x").reason == Reason.MALFORMED
