"""Test the enrolment code, the request and the answer."""

import base64
import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.enrolment import (
    ANSWER_CONTEXT,
    PREFIX,
    Answer,
    Code,
    CodeFault,
    SignedAnswer,
    format_code,
    is_request_signed,
    make_request,
    open_answer,
    parse_code,
    sign_answer,
)
from kiosk.protocol.signature import get_public_bytes, sign

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PROVINCE = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
CODE = Code(
    url="https://kiosk.example.vn",
    token=b"t" * 16,
    expires_at=1_795_143_600,
    root_sha256=b"r" * 32,
)
TEXT = format_code(CODE)
ANSWER = Answer(
    kiosk_id="KTEST",
    point="P1",
    point_name="Chốt Mẫu",
    gate="A",
    province="Tỉnh Thử",
    recovery_recipient="age1test",
)


def test_a_code_is_digits_and_capitals_only() -> None:
    assert TEXT.isascii()
    assert TEXT.isalnum()
    assert TEXT.upper() == TEXT


def test_the_code_s_text_says_what_it_was_made_of() -> None:
    assert parse_code(TEXT) == CODE


def test_case_blanks_and_hyphens_do_not_matter() -> None:
    grouped = "-".join(TEXT[n : n + 5] for n in range(0, len(TEXT), 5))
    assert parse_code(f"  {grouped.lower()}\n") == CODE


@pytest.mark.parametrize(
    "text", [TEXT[:-1], TEXT + "A", TEXT[:20] + "7" + TEXT[21:], "VE1", "VE10189"]
)
def test_a_slip_of_the_finger_is_mistyped(text: str) -> None:
    assert text != TEXT
    assert parse_code(text) is CodeFault.MISTYPED


def test_a_sound_code_that_nests_deep_is_not_a_code() -> None:
    deep = b"\x9f" * 2000
    check = hashlib.sha256(deep).digest()[:4]
    text = PREFIX + base64.b32encode(deep + check).decode().rstrip("=")
    assert parse_code(text) is CodeFault.NOT_A_CODE


@pytest.mark.parametrize("text", ["", "001190000123", "XX" + TEXT, TEXT + "Đ"])
def test_other_text_is_not_a_code(text: str) -> None:
    assert parse_code(text) is CodeFault.NOT_A_CODE


def test_a_sound_code_of_another_content_is_not_a_code() -> None:
    other = msgspec.structs.replace(CODE, expires_at="never")
    assert parse_code(format_code(other)) is CodeFault.NOT_A_CODE


def test_a_request_is_signed_by_the_key_that_it_names() -> None:
    request = make_request(b"t" * 16, KEY, "0.1.0", "máy mẫu")
    assert request.public_key == get_public_bytes(KEY)
    assert is_request_signed(request) is True


@pytest.mark.parametrize(
    "change", [{"token": b"x" * 16}, {"public_key": get_public_bytes(PROVINCE)}]
)
def test_a_request_of_another_token_or_key_is_not_signed(
    change: dict[str, bytes],
) -> None:
    request = make_request(b"t" * 16, KEY, "0.1.0")
    assert is_request_signed(msgspec.structs.replace(request, **change)) is False


def test_a_request_s_bytes_are_base64_in_json() -> None:
    sent = msgspec.json.decode(msgspec.json.encode(make_request(b"t", KEY, "0.1.0")))
    assert sent["token"] == base64.b64encode(b"t").decode()


def test_an_answer_of_a_receipt_key_is_opened() -> None:
    keys = (get_public_bytes(KEY), get_public_bytes(PROVINCE))
    assert open_answer(sign_answer(ANSWER, PROVINCE), keys) == ANSWER


@pytest.mark.parametrize("keys", [(), (get_public_bytes(KEY),)])
def test_an_answer_of_another_key_is_none(keys: tuple[bytes, ...]) -> None:
    assert open_answer(sign_answer(ANSWER, PROVINCE), keys) is None


def test_a_signed_answer_of_another_shape_is_none() -> None:
    signed = SignedAnswer(answer=b"{}", signature=sign(PROVINCE, ANSWER_CONTEXT, b"{}"))
    assert open_answer(signed, (get_public_bytes(PROVINCE),)) is None
