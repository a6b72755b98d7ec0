"""Test that codes which are nobody's are named."""

from binascii import crc_hqx

import pytest

from kiosk.credentials.credential import Kind, Unreadable
from kiosk.credentials.links import recognise
from kiosk.reason import Reason
from tests.codes import TRANSFER, refuse

VCARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ví Dụ\r\nEND:VCARD"


def seal(body: str) -> str:
    """Return an EMVCo code with the check that ends it."""
    checked = f"{body}6304"
    return f"{checked}{crc_hqx(checked.encode(), 0xFFFF):04X}"


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("user|1000000000000001|x", Kind.DECLARATION, Reason.DECLARATION_CODE),
        ("USER|1|", Kind.DECLARATION, Reason.DECLARATION_CODE),
        (
            "https://kbyt.khambenh.gov.vn/#tokhai_yte/ketqua?id=0",
            Kind.DECLARATION,
            Reason.DECLARATION_CODE,
        ),
        ("https://kbyt.khambenh.gov.vn/qr/0", Kind.LOCATION, Reason.LOCATION_CODE),
        ("HTTPS://QR.TOKHAIYTE.VN/0", Kind.LOCATION, Reason.LOCATION_CODE),
        ("https://qr.pccovid.gov.vn/0", Kind.LOCATION, Reason.LOCATION_CODE),
        ("geo:21.03,105.85", Kind.LOCATION, Reason.LOCATION_CODE),
        ("WIFI:T:WPA;S:Ví Dụ;P:khongco;;", Kind.WIFI, Reason.WIFI_CODE),
        (VCARD, Kind.CONTACT, Reason.CONTACT_CODE),
        ("MECARD:N:Ví Dụ;TEL:0900000001;;", Kind.CONTACT, Reason.CONTACT_CODE),
        ("https://vidu.example/a|b", Kind.LINK, Reason.LINK),
        ("HTTPS://VIDU.EXAMPLE/KHUYEN-MAI/0123456789/AB", Kind.LINK, Reason.LINK),
        ("www.vidu.example", Kind.LINK, Reason.LINK),
        ("zalo.example/0900000001", Kind.LINK, Reason.LINK),
        ("market://details?id=vidu", Kind.LINK, Reason.LINK),
        ("tel:0900000001", Kind.LINK, Reason.LINK),
        (TRANSFER, Kind.PAYMENT, Reason.PAYMENT_CODE),
    ],
)
def test_what_is_nobody_s_is_named(text: str, kind: Kind, reason: Reason) -> None:
    assert refuse(text) == Unreadable(reason=reason, kind=kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "user|1|x|y",
        "000201123456",
        "XIN CHAO",
        "6BF.AB/CD",
        "AB://CD",
        "BEGIN:VEVENT",
    ],
)
def test_what_may_be_somebody_s_is_not_named(text: str) -> None:
    assert recognise(text) is None


def test_letters_that_no_personal_code_has_do_not_hide_what_it_is() -> None:
    assert refuse("WIFI:S:中文;;").kind is Kind.WIFI
    assert refuse("\ufeff" + VCARD.replace("Ví Dụ", "例")).kind is Kind.CONTACT


def test_a_transfer_without_a_check_is_told_by_its_tags() -> None:
    whole = recognise("000201010211" + "5912NGUYEN VI DU" + "5802VN")
    assert whole == Unreadable(reason=Reason.PAYMENT_CODE, kind=Kind.PAYMENT)


def test_a_shop_s_name_with_marks_is_checked_as_its_bytes() -> None:
    body = "000201010211" + "5907Cà phê" + "5802VN"
    assert recognise(seal(body)) == Unreadable(
        reason=Reason.PAYMENT_CODE, kind=Kind.PAYMENT
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TRANSFER[:-4] + "0000", Reason.MALFORMED),
        (TRANSFER[:-6], Reason.TRUNCATED),
        ("000201010211" + "59XXNGUYEN VI DU", Reason.TRUNCATED),
        ("000201010211" + "5912NGUYEN VI DU" + "58", Reason.TRUNCATED),
    ],
)
def test_a_damaged_transfer_is_a_damaged_transfer(text: str, reason: Reason) -> None:
    assert refuse(text) == Unreadable(reason=reason, kind=Kind.PAYMENT)
