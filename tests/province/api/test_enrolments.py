"""Tests of enrolling with a running province."""

import itertools
from datetime import timedelta

import msgspec
import pytest
import requests

from kiosk.protocol import enrolment, signature
from kiosk.protocol.enrolment import Code, SignedAnswer
from province.clock import read_now
from province.enrolment import IssuedCode, issue_code
from province.keys import KeyFolder, KeyName
from province.ledger.database import Database
from tests.province.builders import FakeKiosk, add_point
from tests.province.processes import Running

_seeds = itertools.count(200)

pytestmark = pytest.mark.system


@pytest.fixture
def code(served: Database) -> Code:
    """Return a fresh code of the running province."""
    return make_code(served, timedelta(0))


def make_code(served: Database, age: timedelta) -> Code:
    issued: IssuedCode = issue_code(
        served,
        add_point(served),
        "Cổng 1",
        root_sha256=bytes(32),
        now=read_now() - age,
    )
    parsed = enrolment.parse_code(issued.text)
    assert isinstance(parsed, Code)
    return parsed


def ask(province: Running, body: bytes) -> requests.Response:
    return requests.post(f"{province.url}/v1/enrolments", data=body, timeout=30)


def test_a_code_makes_a_kiosk_that_may_send(province: Running, code: Code) -> None:
    kiosk = FakeKiosk(next(_seeds))

    response = ask(province, kiosk.ask(code.token))

    signed = msgspec.json.decode(response.content, type=SignedAnswer)
    key = KeyFolder(province.data).load(KeyName.RECEIPT)
    answer = enrolment.open_answer(signed, (signature.get_public_bytes(key),))
    assert answer is not None
    assert (answer.kiosk_id, answer.gate) == (kiosk.kiosk_id, "Cổng 1")
    assert answer.recovery_recipient.startswith("age1")
    batch = requests.post(f"{province.url}/v1/batches", data=kiosk.pack(), timeout=30)
    assert batch.status_code == 200


def test_a_lost_answer_is_given_again(province: Running, code: Code) -> None:
    kiosk = FakeKiosk(next(_seeds))

    first, second = (ask(province, kiosk.ask(code.token)).content for _ in range(2))

    assert second == first


def test_a_used_code_is_refused_to_another_kiosk(province: Running, code: Code) -> None:
    ask(province, FakeKiosk(next(_seeds)).ask(code.token))

    response = ask(province, FakeKiosk(next(_seeds)).ask(code.token))

    assert (response.status_code, response.json()["reason"]) == (409, "used_code")


def test_an_expired_code_is_refused(province: Running, served: Database) -> None:
    old = make_code(served, timedelta(days=8))

    response = ask(province, FakeKiosk(next(_seeds)).ask(old.token))

    assert (response.status_code, response.json()["reason"]) == (410, "expired_code")


def test_a_code_that_was_never_issued_is_refused(province: Running) -> None:
    response = ask(province, FakeKiosk(next(_seeds)).ask(bytes(16)))

    assert (response.status_code, response.json()["reason"]) == (404, "unknown_code")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"token": 1}', b"\xff\xfe"])
def test_what_is_no_request_is_told(province: Running, body: bytes) -> None:
    response = ask(province, body)

    assert (response.status_code, response.json()["reason"]) == (400, "bad_request")


def test_a_request_with_another_kiosks_key_is_refused(
    province: Running, code: Code
) -> None:
    asked = msgspec.json.decode(FakeKiosk(1).ask(code.token))
    other = msgspec.json.decode(FakeKiosk(2).ask(code.token))
    asked["public_key"] = other["public_key"]

    response = ask(province, msgspec.json.encode(asked))

    assert (response.status_code, response.json()["reason"]) == (400, "bad_request")


def test_a_request_too_long_to_be_one_is_refused(province: Running) -> None:
    assert ask(province, bytes(20_000)).status_code == 413
