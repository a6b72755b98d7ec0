"""Test that a receipt counts only where the province signed it."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import astuple, replace

from kiosk.protocol import signature
from kiosk.protocol.receipt import (
    CONTEXT,
    Line,
    Receipt,
    Refusal,
    Status,
    open_receipt,
    seal,
)
from kiosk.protocol.signature import get_public_bytes

KEY = Ed25519PrivateKey.from_private_bytes(b"p" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
PUBLIC, OTHER_PUBLIC = get_public_bytes(KEY), get_public_bytes(OTHER)
RECEIPT = Receipt(
    kiosk_id="KTEST",
    batch=b"b" * 32,
    received_at_us=1,
    head=b"h" * 32,
    lines=(
        Line(b"1" * 16, Status.ACCEPTED),
        Line(b"2" * 16, Status.REFUSED, Refusal.CONFLICT),
    ),
)


def test_a_receipt_of_a_known_key_is_opened() -> None:
    assert open_receipt(seal(RECEIPT, KEY), (OTHER_PUBLIC, PUBLIC)) == RECEIPT


@pytest.mark.parametrize("keys", [(), (OTHER_PUBLIC,)])
def test_a_receipt_of_no_known_key_is_none(keys: tuple[bytes, ...]) -> None:
    assert open_receipt(seal(RECEIPT, KEY), keys) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        seal(RECEIPT, KEY)[:-1],
        seal(RECEIPT, KEY).replace(b"accepted", b"exploded"),
        msgspec.msgpack.encode([b"\x91" * 100_000, b"s"]),
        msgspec.msgpack.encode([b"\xc1", b"s"]),
    ],
)
def test_other_bytes_are_no_receipt(data: bytes) -> None:
    assert open_receipt(data, (PUBLIC,)) is None


def test_a_receipt_of_a_later_protocol_is_none() -> None:
    body = msgspec.msgpack.encode(RECEIPT)
    signed = signature.sign(KEY, "kiosk receipt 2", body)
    assert open_receipt(msgspec.msgpack.encode((body, signed)), (PUBLIC,)) is None


def test_a_reason_that_is_not_known_yet_is_read() -> None:
    told = replace(RECEIPT, lines=(Line(b"1" * 16, Status.REFUSED, "of_tomorrow"),))
    assert open_receipt(seal(told, KEY), (PUBLIC,)) == told


def test_what_a_later_version_adds_is_passed_over() -> None:
    body = msgspec.msgpack.encode([*astuple(RECEIPT), "more"])
    signed = signature.sign(KEY, CONTEXT, body)
    assert open_receipt(msgspec.msgpack.encode((body, signed)), (PUBLIC,)) == RECEIPT
