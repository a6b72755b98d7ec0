"""Test what an entry keeps of a decision, and what it never keeps."""

from datetime import UTC, datetime

import pytest

from kiosk.clock import ClockState, Instant
from kiosk.credentials.classify import classify
from kiosk.decision import Outcome, Presented, decide
from kiosk.entry import (
    NOT_VISITED,
    RANDOM_BYTES,
    Entry,
    Visited,
    is_admitted,
    record_act,
    record_decision,
)
from kiosk.payload import Direction
from kiosk.policy import DEFAULT_POLICY
from kiosk.protocol import chain, content
from kiosk.protocol.content import Act
from kiosk.reception import Leaving
from tests.codes import BHYT_OLD, CAN_CUOC, CCCD, a_payload

AT = Instant(
    wall=datetime(2026, 11, 20, 3, 0, 0, 250_000, tzinfo=UTC),
    monotonic_ms=123_456,
    boot="0a1b2c3d",
)
RANDOMNESS = bytes(range(RANDOM_BYTES))


def record(
    code: str, direction: Direction = Direction.IN, visit: Visited = NOT_VISITED
) -> Entry:
    payload = a_payload(code, direction=direction)
    presented = Presented(credential=classify(payload), direction=direction)
    return record_decision(
        decide(presented, DEFAULT_POLICY, None, None, AT.wall),
        payload,
        DEFAULT_POLICY,
        at=AT,
        clock=ClockState.TRUSTED,
        randomness=RANDOMNESS,
        visit=visit,
    )


def settle(act: Act) -> Entry:
    return record_act(
        act,
        b"r" * 16,
        "nhầm người",
        at=AT,
        clock=ClockState.UNKNOWN,
        randomness=RANDOMNESS,
    )


def test_an_entry_says_what_was_decided_where_and_when() -> None:
    facts = record(CCCD).content
    assert (facts.act, facts.outcome, facts.kind) == ("presented", "allow", "cccd")
    assert (facts.direction, facts.gate, facts.verified) == ("in", "A", False)
    assert facts.decided_at_us == 1_795_143_600_250_000
    assert (facts.monotonic_ms, facts.boot, facts.clock) == (
        123_456,
        "0a1b2c3d",
        "trusted",
    )


def test_an_entry_keeps_the_claims_that_the_policy_names_and_no_other() -> None:
    assert record(CCCD).content.claims == {
        "document": "001190000123",
        "name": "Trần Thị Thử Nghiệm",
        "birth_date": "1990-03-05",
        "sex": "female",
    }


@pytest.mark.parametrize("code", [CCCD, CAN_CUOC, BHYT_OLD])
def test_an_entry_never_holds_the_payload(code: str) -> None:
    assert code.encode() not in record(code).encoded


def test_an_unreadable_entry_keeps_its_reason_and_nothing_of_the_code() -> None:
    facts = record("NGUYEN-VAN-BI-MAT").content
    assert (facts.outcome, facts.reasons) == ("unreadable", ("unknown_kind",))
    assert facts.claims == {}
    assert b"BI-MAT" not in record("NGUYEN-VAN-BI-MAT").encoded


def test_reasons_of_a_check_are_kept() -> None:
    facts = record(CCCD, Direction.OUT).content
    assert (facts.outcome, facts.reasons) == ("check", ("not_inside",))


def test_an_entry_is_canonical_and_committed_to_with_its_salt() -> None:
    entry = record(CCCD)
    assert content.decode(entry.encoded) == entry.content
    assert entry.salt == RANDOMNESS[10:]
    assert entry.commitment == chain.commit(RANDOMNESS[10:], entry.encoded)


def test_an_entry_s_id_begins_with_its_time() -> None:
    entry_id = record(CCCD).entry_id
    assert int.from_bytes(entry_id[:6], "big") == 1_795_143_600_250
    assert entry_id[6] >> 4 == 7


def test_an_act_of_staff_refers_to_its_entry() -> None:
    facts = settle(Act.VOID).content
    assert (facts.act, facts.refers, facts.text) == ("void", b"r" * 16, "nhầm người")
    assert (facts.outcome, facts.kind, facts.direction) == ("", "", "")


def test_only_an_allowed_presentation_admits_by_itself() -> None:
    assert is_admitted(record(CCCD).content) is True
    assert is_admitted(record(CCCD, Direction.OUT).content) is False
    assert is_admitted(settle(Act.ADMITTED).content) is False


def test_allow_is_the_word_that_admits() -> None:
    assert record(CCCD).content.outcome == Outcome.ALLOW


def test_an_entry_in_has_what_reception_wrote_down() -> None:
    facts = record(CCCD, visit=Visited(fields={"host": "Bà Ánh"})).content
    assert (facts.visit, facts.refers, facts.text) == ({"host": "Bà Ánh"}, b"", "")


@pytest.mark.parametrize(
    ("leaving", "text"), [(Leaving.PRESENTED, ""), (Leaving.TAPPED, "tapped")]
)
def test_an_entry_out_names_the_visit_it_ends_and_how(
    leaving: Leaving, text: str
) -> None:
    visit = Visited(began=b"r" * 16, leaving=leaving)
    facts = record(CCCD, Direction.OUT, visit).content
    assert (facts.refers, facts.text, facts.visit) == (b"r" * 16, text, {})
