"""Tests of asking a running province for entries that a kiosk lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from kiosk.protocol import recovery, signature
from kiosk.protocol.recovery import NONCE_BYTES, Answer, Epoch, Request
from province.api.recovery import AT_ONCE
from province.keys import KeyFolder, KeyName
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.publishing import Publication
from province.services import Services
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    revoke,
)
from tests.province.loopback import serve_in_thread


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`, and has sent three entries."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    append_batch(ledger, made.sign(*(an_entry(n) for n in (1, 2, 3))), NOW)
    return made


@pytest.fixture
def url(ledger: Database, keys: KeyFolder, tmp_path: Path) -> Iterator[str]:
    """Return the address of a province with `ledger`."""
    services = Services(
        database=ledger,
        keys=keys,
        publication=Publication(tmp_path, keys),
        clock=lambda: NOW,
    )
    with serve_in_thread(services) as address:
        yield address


def a_request(kiosk: FakeKiosk, *ranges: tuple[int, int]) -> Request:
    return Request(
        kiosk_id=kiosk.kiosk_id,
        ranges=ranges,
        asked_at_us=0,
        nonce=bytes(NONCE_BYTES),
    )


def ask(url: str, body: bytes) -> requests.Response:
    return requests.post(f"{url}{recovery.PATH}", data=body, timeout=30)


def test_a_kiosk_gets_back_what_the_province_has(
    url: str, kiosk: FakeKiosk, keys: KeyFolder
) -> None:
    request = a_request(kiosk, (2, 9))
    response = ask(url, recovery.seal_request(request, kiosk.key))
    public = signature.get_public_bytes(keys.load(KeyName.RECEIPT))
    answer = recovery.open_answer(response.content, request, (public,))
    assert isinstance(answer, Answer)
    assert [row.position for row in answer.rows] == [2, 3]
    assert [row.entry_id for row in answer.rows] == [
        an_entry(n).entry_id for n in (2, 3)
    ]
    assert (answer.highest, answer.epochs) == (3, (Epoch("e1", 1, 3),))


def test_what_is_not_of_a_kiosk_here_is_refused(
    url: str, ledger: Database, kiosk: FakeKiosk
) -> None:
    stranger = FakeKiosk(2)
    bodies = {
        "malformed": b"no request",
        "unknown_kiosk": recovery.seal_request(a_request(stranger), stranger.key),
        "bad_signature": recovery.seal_request(a_request(kiosk), stranger.key),
        "too_large": bytes(recovery.MAX_REQUEST_BYTES + 1),
    }
    told = {reason: ask(url, body) for reason, body in bodies.items()}
    assert {reason: one.json()["reason"] for reason, one in told.items()} == {
        reason: reason for reason in bodies
    }
    assert [one.status_code for one in told.values()] == [400, 403, 403, 413]
    revoke(ledger, kiosk)
    own = ask(url, recovery.seal_request(a_request(kiosk), kiosk.key))
    assert own.status_code == 403


def test_a_kiosk_that_asks_without_end_waits(url: str, kiosk: FakeKiosk) -> None:
    body = recovery.seal_request(a_request(kiosk), kiosk.key)
    with requests.Session() as session:
        told = [
            session.post(f"{url}{recovery.PATH}", data=body, timeout=30)
            for _ in range(4 * AT_ONCE)
        ]
    assert told[AT_ONCE - 1].status_code == 200
    refused = [one for one in told if one.status_code == 429]
    assert refused[0].headers["Retry-After"] == "5"
