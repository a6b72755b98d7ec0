"""A payload is described as a point would decide it, at any time that ISO 8601 names."""

import io
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from kiosk.clock import system_clock
from kiosk.commands.check import add_keys, answer_lines, check, describe, parse_time
from kiosk.decision import Outcome
from kiosk.errors import UsageError
from kiosk.payload import MAX_FRAME_BYTES
from kiosk.policy import DEFAULT_POLICY
from kiosk.reason import Reason
from kiosk.roster import Roster
from kiosk.rules import Rules
from tests.builders import CARD
from tests.fakes import START
from tests.signing import DAY, NOW, Issuer, a_dcc, a_grant, a_pass

HANOI = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-20T08:41:00+07:00", datetime(2026, 11, 20, 8, 41, tzinfo=HANOI)),
        ("2026-11-20T08:41:00+0700", datetime(2026, 11, 20, 8, 41, tzinfo=HANOI)),
        ("2026-11-20T08:41:00Z", datetime(2026, 11, 20, 8, 41, tzinfo=UTC)),
        ("2026-11-20T08:41", datetime(2026, 11, 20, 8, 41, tzinfo=UTC)),
        ("20261120T0841Z", datetime(2026, 11, 20, 8, 41, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("2026-11-20T00:00:00.5Z", datetime(2026, 11, 20, 0, 0, 0, 500000, UTC)),
        (
            "2026-11-20T00:00:00.123456789Z",
            datetime(2026, 11, 20, 0, 0, 0, 123456, UTC),
        ),
    ],
)
def test_a_time_is_any_iso_8601(text: str, at: datetime) -> None:
    assert parse_time(text) == at


def test_no_time_is_now() -> None:
    before = system_clock()().wall
    assert before <= parse_time(None) <= system_clock()().wall


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "20/11/2026", "0"])
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=f"Time '{text}' is not ISO 8601"):
        parse_time(text)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00", "9999-12-31"],
)
def test_the_ends_of_time_are_decided_too(text: str) -> None:
    assert check(CARD.encode(), parse_time(text)).outcome is Outcome.ALLOW


@pytest.mark.parametrize("end", [b"", b"\n", b"\r", b"\r\n"])
def test_a_line_end_is_no_part_of_the_payload(end: bytes) -> None:
    assert check(CARD.encode() + end, START).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("size", "too_long"), [(MAX_FRAME_BYTES, False), (MAX_FRAME_BYTES + 1, True)]
)
def test_too_long_a_payload_is_unreadable_for_that_reason(
    size: int, *, too_long: bool
) -> None:
    decision = check(b"x" * size, START)
    assert decision.outcome is Outcome.UNREADABLE
    assert (Reason.TOO_LONG in decision.reasons) is too_long


def test_numbers_are_masked_unless_told_not_to() -> None:
    decision = check(CARD.encode(), START)
    masked = describe(decision, unmasked=False)["claims"]
    whole = describe(decision, unmasked=True)["claims"]
    assert isinstance(masked, dict)
    assert isinstance(whole, dict)
    assert (masked["document"], whole["document"]) == ("••••••••0123", "001190000123")
    assert masked["name"] == whole["name"]


def test_many_questions_get_one_answer_each_in_order(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    questions = b'{"payload": "x", "at": null}\n\n{"payload": "%s"}\n' % CARD.encode()
    answer_lines(io.BytesIO(questions), unmasked=False)
    answers = [
        msgspec.json.decode(line, type=dict[str, object])["outcome"]
        for line in capfdbinary.readouterr().out.splitlines()
    ]
    assert answers == ["unreadable", "allow"]


@pytest.mark.parametrize("line", [b"x", b"[]", b'{"payload": 1}', b'{"at": "x"}'])
def test_a_line_that_is_no_question_is_said(line: bytes) -> None:
    with pytest.raises(UsageError, match="not a question"):
        answer_lines([line], unmasked=False)


def test_keys_of_the_command_line_are_believed_beside_those_in_use() -> None:
    known, given = Issuer(), Issuer()
    rules = Rules(policy=DEFAULT_POLICY, given=known.trust)
    believed = add_keys(rules, [given.trusted])
    for issuer in (known, given):
        assert check(a_dcc(issuer).encode(), NOW, believed).verified
    assert add_keys(rules, []) is rules


def test_the_roster_in_use_decides() -> None:
    roster = Roster(version=1, issued_at=NOW - DAY, expires_at=NOW)
    rules = Rules(policy=DEFAULT_POLICY, roster=roster)
    issuer = Issuer()
    decision = check(a_dcc(issuer).encode(), NOW, add_keys(rules, [issuer.trusted]))
    assert (decision.verified, decision.reasons) == (True, (Reason.STALE_ROSTER,))


def test_the_point_in_use_decides() -> None:
    issuer = Issuer()
    rules = Rules(policy=DEFAULT_POLICY, given=issuer.trust, point="P000001")
    code = a_pass(issuer, a_grant(points=("P000001",)))
    assert check(code.encode(), NOW, rules).outcome is Outcome.ALLOW
    assert check(
        code.encode(), NOW, msgspec.structs.replace(rules, point="P000002")
    ).reasons == (Reason.WRONG_POINT,)
