"""Only the kiosk asks for its own entries, and only its province's answer counts."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.protocol.recovery import (
    MAX_RANGES,
    Answer,
    Epoch,
    Request,
    Row,
    SignedRequest,
    hash_request,
    open_answer,
    parse_request,
    seal_answer,
    seal_request,
)
from kiosk.protocol.signature import get_public_bytes

KIOSK = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PROVINCE = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
KEYS = (get_public_bytes(PROVINCE),)
REQUEST = Request(
    kiosk_id="KTEST", ranges=((3, 5), (9, 9)), asked_at_us=1, nonce=b"n" * 16
)
ANSWER = Answer(
    kiosk_id="KTEST",
    request=hash_request(REQUEST),
    highest=12,
    rows=(Row(3, b"i" * 16, b"c" * 32, "presented", 7, "epoch"),),
    epochs=(Epoch("epoch", 1, 12),),
)


def test_a_request_names_who_signed_it() -> None:
    signed = parse_request(seal_request(REQUEST, KIOSK))
    assert isinstance(signed, SignedRequest)
    assert signed.request == REQUEST
    assert signed.hash == hash_request(REQUEST)
    assert signed.is_of(get_public_bytes(KIOSK))
    assert not signed.is_of(get_public_bytes(PROVINCE))


@pytest.mark.parametrize(
    "changed",
    [
        {"ranges": ((5, 3),)},
        {"ranges": ((0, 3),)},
        {"ranges": ((1, 2**53),)},
        {"ranges": ((1, 1),) * (MAX_RANGES + 1)},
        {"nonce": b"short"},
        {"asked_at_us": -1},
    ],
)
def test_a_request_that_makes_no_sense_is_none(changed: dict[str, object]) -> None:
    request = msgspec.structs.replace(REQUEST, **changed)
    assert parse_request(seal_request(request, KIOSK)) is None


def test_the_largest_request_fits() -> None:
    ranges = tuple((2**52 + at, 2**52 + at) for at in range(MAX_RANGES))
    request = msgspec.structs.replace(REQUEST, ranges=ranges)
    assert parse_request(seal_request(request, KIOSK)) is not None


def test_the_answer_of_the_province_is_opened() -> None:
    assert open_answer(seal_answer(ANSWER, PROVINCE), REQUEST, KEYS) == ANSWER


def test_another_ones_answer_is_none() -> None:
    assert open_answer(seal_answer(ANSWER, KIOSK), REQUEST, KEYS) is None


def test_the_answer_to_another_request_is_none() -> None:
    other = msgspec.structs.replace(REQUEST, nonce=b"o" * 16)
    assert open_answer(seal_answer(ANSWER, PROVINCE), other, KEYS) is None


def test_an_answer_with_a_row_that_is_none_is_none() -> None:
    short = Row(3, b"short", b"c" * 32, "presented", 7)
    answer = msgspec.structs.replace(ANSWER, rows=(short,))
    assert open_answer(seal_answer(answer, PROVINCE), REQUEST, KEYS) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_none(data: bytes) -> None:
    assert parse_request(data) is None
    assert open_answer(data, REQUEST, KEYS) is None
