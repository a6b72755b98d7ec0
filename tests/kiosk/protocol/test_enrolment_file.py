"""Tests of requests and answers as files, and of what people compare."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol.enrolment import SignedAnswer, make_request
from kiosk.protocol.enrolment_file import (
    AnsweredByFile,
    AskedByFile,
    decode_answer,
    decode_request,
    encode,
    make_fingerprint,
)

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
ASKED = AskedByFile(request=make_request(b"t" * 16, KEY, "1.0"), root_sha256=b"r" * 32)
ANSWERED = AnsweredByFile(
    answer=SignedAnswer(answer=b"{}", signature=b"s" * 64),
    root=b"root",
    ca=b"",
    files={"metadata/timestamp.json": b"\x00\xff"},
)


def test_what_is_written_is_read_again() -> None:
    assert decode_request(encode(ASKED)) == ASKED
    assert decode_answer(encode(ANSWERED)) == ANSWERED


def test_a_request_names_nobody() -> None:
    names = set(encode(ASKED).decode("ascii").split('"')[1::2])

    assert {"request", "token", "public_key", "signature", "machine"} <= names
    assert not names & {"name", "document", "phone", "user"}


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff\xfe", b"[" * 100_000])
def test_other_bytes_are_neither(data: bytes) -> None:
    assert decode_request(data) is None
    assert decode_answer(data) is None


def test_a_file_that_was_cut_off_is_no_answer() -> None:
    whole = encode(ANSWERED)

    assert all(decode_answer(whole[:length]) is None for length in range(len(whole)))


def test_a_fingerprint_is_short_and_changes_with_key_and_root() -> None:
    shown = make_fingerprint(b"k" * 32, b"root")

    assert [len(part) for part in shown.split("-")] == [4] * 6
    assert shown != make_fingerprint(b"k" * 31 + b"l", b"root")
    assert shown != make_fingerprint(b"k" * 32, b"root.")
