"""Test the shared sample codes, one per kind of personal code."""

from pathlib import Path

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind, Part
from kiosk.reason import Reason
from tests.codes import a_payload

ANSWERS: dict[str, Kind | Reason] = {
    "CCCD7_with_CMND": Kind.CCCD,
    "CCCD7_no_CMND": Kind.CCCD,
    "CCCD7_year_only_dob": Kind.CCCD,
    "CANCUOC11": Kind.CAN_CUOC,
    "CANCUOC11_with_CMND": Kind.CAN_CUOC,
    "CANCUOC11_child_ORDER_UNVERIFIED": Kind.CAN_CUOC,
    "CMND9_typed": Kind.NUMBER,
    "PCCOVID_full": Kind.QD1405,
    "PCCOVID_masked": Kind.QD1405,
    "PCCOVID_declared_for_child": Kind.QD1405,
    "TOKHAIYTE_VHD_person": Reason.DECLARATION_CODE,
    "KBYT_HCM_person_url": Reason.DECLARATION_CODE,
    "KBYT_HCM_location_url": Reason.LOCATION_CODE,
    "BHYT_new10_17fields": Kind.BHYT,
    "BHYT_old15_15fields": Kind.BHYT,
    "BHYT_child_parent": Kind.BHYT,
    "HC1_synthetic_test_key": Kind.DCC,
    "VNEID_opaque_example_INVENTED": Reason.UNKNOWN_KIND,
}
NAMES = {
    "CCCD7_with_CMND": "Trần Thị Thử Nghiệm",
    "CANCUOC11_child_ORDER_UNVERIFIED": "Đỗ Bảo Ví Dụ",
    "PCCOVID_masked": "TRAN THI THU NGHIEM",
    "BHYT_new10_17fields": "Trần Thị Thử Nghiệm",
    "BHYT_child_parent": "Đỗ Bảo Ví Dụ",
}


@pytest.fixture(scope="module")
def samples(shared: Path) -> dict[str, str]:
    text = (shared / "data" / "payloads.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines())


def test_every_sample_has_its_answer(samples: dict[str, str]) -> None:
    assert sorted(samples) == sorted(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_sample_is_what_it_is(samples: dict[str, str], name: str) -> None:
    found = classify(a_payload(samples[name]))
    assert not isinstance(found, Part)
    answer = found.kind if isinstance(found, Credential) else found.reason
    assert answer == ANSWERS[name]


@pytest.mark.parametrize("name", ANSWERS)
def test_no_sample_is_verified(samples: dict[str, str], name: str) -> None:
    found = classify(a_payload(samples[name]))
    assert not isinstance(found, Credential) or not found.verified


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_s_name_is_read_whole(samples: dict[str, str], name: str) -> None:
    found = classify(a_payload(samples[name]))
    assert isinstance(found, Credential)
    assert found.claims[Claim.NAME] == NAMES[name]
