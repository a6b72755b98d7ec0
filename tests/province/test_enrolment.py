"""Tests of one-time codes and the answers to them."""

import threading
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import delete, select

from kiosk.protocol import enrolment
from kiosk.protocol.enrolment import Code, Refusal, Request
from province.enrolment import (
    VALIDITY,
    Refused,
    answer_request,
    issue_code,
    parse_request,
)
from province.errors import UsageError
from province.keys import KeyFolder
from province.ledger.database import Database
from province.ledger.settings import PUBLIC_URL, store
from province.ledger.tables import enrolment_codes, kiosks, settings
from tests.province.builders import NOW, FakeKiosk, add_point, revoke

ROOT = bytes(range(32))


@pytest.fixture
def addressed(ledger: Database) -> Database:
    """Return a ledger that knows the province's address and one point."""
    with ledger.writing() as connection:
        store(connection, PUBLIC_URL, "https://province.example")
    add_point(ledger)
    return ledger


def issue(ledger: Database) -> Code:
    issued = issue_code(ledger, "P000001", "Cổng 1", root_sha256=ROOT, now=NOW)
    code = enrolment.parse_code(issued.text)
    assert isinstance(code, Code)
    return code


def request_of(kiosk: FakeKiosk, code: Code) -> Request:
    request = parse_request(kiosk.ask(code.token))
    assert isinstance(request, Request)
    return request


def test_a_code_says_where_when_and_whom_to_trust(addressed: Database) -> None:
    code = issue(addressed)

    assert (code.url, code.root_sha256) == ("https://province.example", ROOT)
    assert code.expires_at == int((NOW + VALIDITY).timestamp())


def test_the_token_itself_is_not_stored(addressed: Database) -> None:
    code = issue(addressed)

    with addressed.reading() as connection:
        rows = connection.execute(select(enrolment_codes)).all()

    assert code.token not in rows[0]


def test_a_code_needs_a_point_and_an_address(addressed: Database) -> None:
    with pytest.raises(UsageError, match="no point 'P000009'"):
        issue_code(addressed, "P000009", "", root_sha256=ROOT, now=NOW)
    with addressed.writing() as connection:
        connection.execute(delete(settings).where(settings.c.name == PUBLIC_URL))
    with pytest.raises(UsageError, match="No address"):
        issue_code(addressed, "P000001", "", root_sha256=ROOT, now=NOW)


def test_a_gate_beyond_reason_is_told(addressed: Database) -> None:
    with pytest.raises(UsageError, match="longer than"):
        issue_code(addressed, "P000001", "x" * 61, root_sha256=ROOT, now=NOW)


def test_a_used_code_repeats_its_answer_to_its_own_kiosk_for_ever(
    addressed: Database, keys: KeyFolder
) -> None:
    request = request_of(FakeKiosk(), issue(addressed))

    first = answer_request(addressed, keys, request, NOW)
    late = answer_request(addressed, keys, request, NOW + timedelta(days=99))

    assert isinstance(first, bytes)
    assert late == first


def test_an_expired_code_is_refused(addressed: Database, keys: KeyFolder) -> None:
    request = request_of(FakeKiosk(), issue(addressed))

    refused = answer_request(addressed, keys, request, NOW + VALIDITY)

    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.EXPIRED_CODE


def test_two_kiosks_with_one_code_at_once_make_one_kiosk(
    addressed: Database, keys: KeyFolder
) -> None:
    code = issue(addressed)
    told: list[bytes | Refused] = []

    def ask(seed: int) -> None:
        request = request_of(FakeKiosk(seed), code)
        told.append(answer_request(addressed, keys, request, NOW))

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    refused = [each.refusal for each in told if isinstance(each, Refused)]
    assert refused == [Refusal.USED_CODE]
    with addressed.reading() as connection:
        assert len(connection.execute(select(kiosks)).all()) == 1


def test_a_kiosk_that_moves_gets_its_new_point(
    addressed: Database, keys: KeyFolder
) -> None:
    kiosk = FakeKiosk()
    answer_request(addressed, keys, request_of(kiosk, issue(addressed)), NOW)
    point = add_point(addressed, "B")
    issued = issue_code(addressed, point, "", root_sha256=ROOT, now=NOW)
    code = enrolment.parse_code(issued.text)
    assert isinstance(code, Code)

    answer_request(addressed, keys, request_of(kiosk, code), NOW)

    with addressed.reading() as connection:
        assert connection.execute(select(kiosks.c.point_id)).all() == [(point,)]


def test_a_revoked_key_is_not_enrolled_again(
    addressed: Database, keys: KeyFolder
) -> None:
    kiosk = FakeKiosk()
    answer_request(addressed, keys, request_of(kiosk, issue(addressed)), NOW)
    revoke(addressed, kiosk)

    refused = answer_request(addressed, keys, request_of(kiosk, issue(addressed)), NOW)

    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.BAD_REQUEST


def test_a_machine_name_beyond_reason_is_refused() -> None:
    kiosk = FakeKiosk()
    request = enrolment.make_request(bytes(16), kiosk.key, "0.1.0", "x" * 201)

    assert isinstance(parse_request(msgspec.json.encode(request)), Refused)
