"""Test which kind a payload is taken for, and why the rest is not read."""

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Kind, Unreadable
from kiosk.payload import MAX_FRAME_BYTES, ReadFault
from kiosk.reason import Reason
from tests.codes import (
    BHYT_NEW,
    BHYT_OLD,
    CAN_CUOC,
    CCCD,
    NAME_HEX,
    QD1405,
    QD1405_MASKED,
    a_payload,
    refuse,
    replace_field,
    understand,
)
from tests.signing import (
    Issuer,
    a_dcc,
    a_pass,
    a_seal,
    an_identity,
    an_nzcp,
    an_shc,
    as_digits,
)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (CCCD, Kind.CCCD),
        (CAN_CUOC, Kind.CAN_CUOC),
        (QD1405, Kind.QD1405),
        (QD1405_MASKED, Kind.QD1405),
        (BHYT_OLD, Kind.BHYT),
        (BHYT_NEW, Kind.BHYT),
    ],
)
def test_each_kind_is_known_by_its_shape(code: str, kind: Kind) -> None:
    assert understand(code).kind is kind


def test_twelve_digits_before_hex_are_an_insurance_card() -> None:
    assert understand(replace_field(BHYT_NEW, 0, "001190000123")).kind is Kind.BHYT
    assert refuse(f"001190000123|{NAME_HEX}").kind is Kind.BHYT


def test_twelve_digits_before_an_old_number_are_a_chip_card() -> None:
    assert refuse("001190000123|012345678").kind is Kind.CCCD


def test_a_one_word_name_of_hex_letters_is_still_a_personal_qr() -> None:
    assert understand(replace_field(QD1405, 1, "DA")).kind is Kind.QD1405


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\0\0", b"  ", b"\xef\xbb\xbf"])
def test_nothing_is_empty(data: bytes) -> None:
    assert refuse(data).reason == Reason.EMPTY


@pytest.mark.parametrize("data", [b"|", b"||||||", b" | | ", b"|" * 5000])
def test_bars_only_are_malformed(data: bytes) -> None:
    assert refuse(data).reason == Reason.MALFORMED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (ReadFault.TOO_LONG, Reason.TOO_LONG),
        (ReadFault.DROPPED, Reason.TRUNCATED),
        (ReadFault.UNFINISHED, Reason.TRUNCATED),
    ],
)
def test_a_read_that_failed_is_refused(fault: ReadFault, reason: Reason) -> None:
    payload = a_payload(b"", fault=fault)
    assert classify(payload) == Unreadable(reason=reason)


def test_every_fault_of_reading_has_its_reason() -> None:
    read = [classify(a_payload(b"", fault=fault)) for fault in ReadFault]
    assert all(isinstance(refused, Unreadable) for refused in read)


@pytest.mark.parametrize(
    ("length", "reason"),
    [
        (MAX_FRAME_BYTES, Reason.UNKNOWN_KIND),
        (MAX_FRAME_BYTES + 1, Reason.TOO_LONG),
    ],
)
def test_no_more_than_a_frame_is_read(length: int, reason: Reason) -> None:
    assert refuse(b"A" * length).reason == reason


@pytest.mark.parametrize(
    "text",
    [
        "VNEID-OPAQUE",
        '{"id": "001190000123"}',
        "BEGIN:VEVENT\r\nEND:VEVENT",
        "0123456789",
        "a|b",
        "user|1|x|y",
        "1|2|3|4|5|6|7",
        "Cà phê|25000|$",
    ],
)
def test_what_looks_like_nothing_known_is_an_unknown_kind(text: str) -> None:
    assert refuse(text) == Unreadable(reason=Reason.UNKNOWN_KIND)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ("HC1:NCFOXN", Kind.DCC, Reason.MALFORMED),
        ("VP1:NCFOXN", Kind.PASS, Reason.MALFORMED),
        ("shc:/5676", Kind.SHC, Reason.MALFORMED),
        ("SHC:/5676", Kind.SHC, Reason.MALFORMED),
        ("eyJhIjox.x.y", Kind.SHC, Reason.MALFORMED),
        ("NZCP:/1/2KC", Kind.NZCP, Reason.MALFORMED),
        ('{"data": {"hdr": 1}, "sig": {}}', Kind.VDSNC, Reason.MALFORMED),
        ("7" * 250, Kind.BADGE, Reason.MALFORMED),
        ("A" * 40, Kind.UNKNOWN, Reason.UNKNOWN_KIND),
        ("https://example.vn", Kind.LINK, Reason.LINK),
    ],
)
def test_a_damaged_code_is_read_by_the_parser_of_its_kind(
    text: str, kind: Kind, reason: Reason
) -> None:
    assert refuse(text) == Unreadable(reason=reason, kind=kind)


@pytest.mark.parametrize("text", ["001190000123", "012345678"])
def test_a_typed_number_is_a_credential(text: str) -> None:
    assert understand(text).kind is Kind.NUMBER


def test_each_signed_kind_is_known_by_how_it_begins() -> None:
    issuer = Issuer()
    seal = {"hdr": {"t": "icao.test", "v": 1, "is": "VN"}, "msg": {"uvci": "1"}}
    codes = {
        Kind.DCC: a_dcc(issuer),
        Kind.CLAIM169: an_identity(issuer),
        Kind.NZCP: an_nzcp(issuer),
        Kind.SHC: "shc:/"
        + as_digits(an_shc(issuer, {"vc": {"credentialSubject": {}}})),
        Kind.VDSNC: a_seal(issuer, seal),
        Kind.PASS: a_pass(issuer),
    }
    assert {kind: understand(code).kind for kind, code in codes.items()} == {
        kind: kind for kind in codes
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", Reason.BINARY),
        (b"\x01\x02\x03|a", Reason.BINARY),
        (b"a\tb|c", Reason.BINARY),
        (b"\xe9\xe8\xe7", Reason.WRONG_CHARSET),
        (CCCD.encode("utf-16"), Reason.BINARY),
        ("Tr\ufffdn|".encode(), Reason.WRONG_CHARSET),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, reason: Reason) -> None:
    assert refuse(data).reason == reason


def test_a_code_whose_charset_was_repaired_says_so() -> None:
    card = understand(CCCD.encode().decode("latin-1"))
    assert card.claims == {**understand(CCCD).claims, Claim.REPAIR: "latin1"}
    assert card.warnings == (Reason.TEXT_REPAIRED,)


def test_a_repaired_code_that_is_no_credential_keeps_its_reason() -> None:
    cut = CCCD.rsplit("|", 2)[0].encode().decode("latin-1")
    assert refuse(cut).reason == Reason.TRUNCATED
