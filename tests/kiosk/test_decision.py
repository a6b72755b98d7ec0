"""Test what the point decides, and that nothing unsigned is verified."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest

from kiosk.credentials.credential import (
    Claim,
    Credential,
    Kind,
    Part,
    Terms,
    Unreadable,
)
from kiosk.decision import Circumstances, Decision, Outcome, Presented, decide
from kiosk.payload import Direction
from kiosk.policy import DEFAULT_POLICY, Hours, Policy
from kiosk.presence import Presence
from kiosk.reason import Reason
from kiosk.roster import Roster

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
ONE_DAY = timedelta(days=1)
INSIDE = Presence(direction=Direction.IN, gate="A", at=NOW - timedelta(hours=2))
OUTSIDE = Presence(direction=Direction.OUT, gate="B", at=NOW - timedelta(hours=1))
IN, OUT = Direction.IN, Direction.OUT


def a_credential(
    *,
    kind: Kind = Kind.CCCD,
    holder: str | None = "001190000123",
    warnings: tuple[Reason, ...] = (),
    valid_from: date | None = None,
    valid_until: date | None = None,
) -> Credential:
    return Credential(
        kind=kind,
        claims={Claim.NAME: "Trần Thị Thử"},
        holder=holder,
        warnings=warnings,
        valid_from=valid_from,
        valid_until=valid_until,
    )


def decide_on(
    credential: Credential | Unreadable,
    direction: Direction = IN,
    presence: Presence | None = None,
    *,
    policy: Policy = DEFAULT_POLICY,
    now: datetime = NOW,
) -> Decision:
    presented = Presented(credential=credential, direction=direction)
    return decide(presented, policy, None, presence, now)


def test_a_card_that_nothing_speaks_against_is_allowed() -> None:
    credential = a_credential()
    assert decide_on(credential) == Decision(
        outcome=Outcome.ALLOW,
        kind=Kind.CCCD,
        reasons=(),
        verified=False,
        claims=credential.claims,
        holder="001190000123",
    )


def test_an_unreadable_payload_is_unreadable_with_its_reason_and_kind() -> None:
    unreadable = Unreadable(reason=Reason.TRUNCATED, kind=Kind.CCCD)
    assert decide_on(unreadable, OUT, INSIDE) == Decision(
        outcome=Outcome.UNREADABLE,
        kind=Kind.CCCD,
        reasons=(Reason.TRUNCATED,),
        verified=False,
        claims={},
        holder=None,
    )


@pytest.mark.parametrize(
    ("direction", "presence", "outcome", "reasons"),
    [
        (IN, None, Outcome.ALLOW, ()),
        (IN, OUTSIDE, Outcome.ALLOW, ()),
        (IN, INSIDE, Outcome.CHECK, (Reason.ALREADY_INSIDE,)),
        (OUT, INSIDE, Outcome.ALLOW, ()),
        (OUT, OUTSIDE, Outcome.CHECK, (Reason.NOT_INSIDE,)),
        (OUT, None, Outcome.CHECK, (Reason.NOT_INSIDE,)),
    ],
)
def test_direction_and_presence_decide_between_allow_and_check(
    direction: Direction,
    presence: Presence | None,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
) -> None:
    decision = decide_on(a_credential(), direction, presence)
    assert (decision.outcome, decision.reasons) == (outcome, reasons)


def test_a_check_for_presence_says_when_and_where() -> None:
    assert decide_on(a_credential(), IN, INSIDE).seen == INSIDE
    assert decide_on(a_credential(), OUT, OUTSIDE).seen == OUTSIDE


def test_presence_is_not_told_where_no_reason_speaks_of_it() -> None:
    assert decide_on(a_credential(), OUT, INSIDE).seen is None


def test_a_code_without_a_holder_is_never_inside_or_outside() -> None:
    decision = decide_on(a_credential(holder=None), OUT, None)
    assert decision.outcome is Outcome.ALLOW


def test_a_kind_that_the_point_does_not_accept_is_denied() -> None:
    policy = Policy(accepted=frozenset({Kind.CCCD}))
    decision = decide_on(a_credential(kind=Kind.BHYT), policy=policy)
    assert decision.outcome is Outcome.DENY
    assert decision.reasons == (Reason.KIND_NOT_ACCEPTED,)


STRICT = Policy(
    findings={
        Reason.ALREADY_INSIDE: Outcome.DENY,
        Reason.NOT_INSIDE: Outcome.DENY,
        Reason.EXPIRED: Outcome.DENY,
    }
)


@pytest.mark.parametrize(("direction", "presence"), [(IN, INSIDE), (OUT, OUTSIDE)])
def test_a_neighbours_word_is_a_reason_to_look_and_never_to_deny(
    direction: Direction, presence: Presence
) -> None:
    own = decide_on(a_credential(), direction, presence, policy=STRICT)
    heard = msgspec.structs.replace(presence, is_heard=True)
    decision = decide_on(a_credential(), direction, heard, policy=STRICT)
    assert (own.outcome, decision.outcome) == (Outcome.DENY, Outcome.CHECK)
    assert (decision.reasons, decision.seen) == (own.reasons, heard)


def test_a_neighbours_word_softens_no_other_denial() -> None:
    credential = a_credential(valid_until=TODAY - ONE_DAY)
    heard = msgspec.structs.replace(INSIDE, is_heard=True)
    decision = decide_on(credential, IN, heard, policy=STRICT)
    assert decision.outcome is Outcome.DENY


def test_a_neighbours_word_makes_nothing_of_what_the_point_allows() -> None:
    policy = Policy(findings={Reason.ALREADY_INSIDE: Outcome.ALLOW})
    heard = msgspec.structs.replace(INSIDE, is_heard=True)
    assert decide_on(a_credential(), IN, heard, policy=policy).outcome is Outcome.ALLOW


def test_a_denial_outweighs_a_doubt_and_names_both() -> None:
    policy = Policy(accepted=frozenset())
    decision = decide_on(a_credential(), IN, INSIDE, policy=policy)
    assert decision.outcome is Outcome.DENY
    assert decision.reasons == (Reason.KIND_NOT_ACCEPTED, Reason.ALREADY_INSIDE)


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "reasons"),
    [
        (TODAY, TODAY, ()),
        (None, None, ()),
        (None, TODAY - ONE_DAY, (Reason.EXPIRED,)),
        (TODAY + ONE_DAY, None, (Reason.NOT_YET_VALID,)),
        (TODAY + ONE_DAY, TODAY - ONE_DAY, (Reason.EXPIRED,)),
    ],
)
def test_validity_includes_its_first_and_last_day(
    valid_from: date | None, valid_until: date | None, reasons: tuple[Reason, ...]
) -> None:
    credential = a_credential(valid_from=valid_from, valid_until=valid_until)
    decision = decide_on(credential)
    assert decision.reasons == reasons
    assert decision.outcome is (Outcome.CHECK if reasons else Outcome.ALLOW)


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), Outcome.ALLOW),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), Outcome.CHECK),
    ],
)
def test_a_day_ends_at_midnight_in_vietnam(now: datetime, outcome: Outcome) -> None:
    decision = decide_on(a_credential(valid_until=TODAY), now=now)
    assert decision.outcome is outcome


@pytest.mark.parametrize(
    "warning",
    [
        Reason.ID_PROVINCE_UNKNOWN,
        Reason.ID_BIRTH_DIFFERS,
        Reason.ID_SEX_DIFFERS,
        Reason.MASKED,
        Reason.DECLARED_BY_OTHER,
        Reason.TEXT_REPAIRED,
    ],
)
def test_a_warning_is_named_and_changes_nothing(warning: Reason) -> None:
    decision = decide_on(a_credential(warnings=(warning,)))
    assert (decision.outcome, decision.reasons) == (Outcome.ALLOW, (warning,))


def test_doubts_stand_before_warnings() -> None:
    credential = a_credential(warnings=(Reason.MASKED,), valid_until=date(2020, 1, 1))
    assert decide_on(credential, IN, INSIDE).reasons == (
        Reason.EXPIRED,
        Reason.ALREADY_INSIDE,
        Reason.MASKED,
    )


PASS = Terms(pass_id=bytes(12), list_id=1, index=9)


def a_pass(terms: Terms | None = PASS, **changes: object) -> Credential:
    plain = Credential(
        kind=Kind.PASS, claims={}, holder=None, verified=True, terms=terms
    )
    return msgspec.structs.replace(plain, **changes)


def a_roster(**changes: object) -> Roster:
    fresh = Roster(version=1, issued_at=NOW, expires_at=NOW + 60 * ONE_DAY)
    return msgspec.structs.replace(fresh, **changes)


def decide_pass(
    terms: Terms = PASS,
    *,
    around: Circumstances = Circumstances(),  # noqa: B008 - frozen
    direction: Direction = IN,
    policy: Policy = DEFAULT_POLICY,
    roster: Roster | None = None,
) -> Decision:
    presented = Presented(
        credential=a_pass(terms), direction=direction, circumstances=around
    )
    return decide(presented, policy, roster, None, NOW)


def decide_around(
    around: Circumstances, direction: Direction = IN, policy: Policy = DEFAULT_POLICY
) -> Decision:
    presented = Presented(
        credential=a_credential(holder=None), direction=direction, circumstances=around
    )
    return decide(presented, policy, None, None, NOW)


def test_a_part_waits_for_the_others() -> None:
    part = Part(kind=Kind.SHC, number=1, total=3, text="")
    decision = decide(
        Presented(credential=part, direction=IN), DEFAULT_POLICY, None, None, NOW
    )
    assert (decision.outcome, decision.kind) == (Outcome.CHECK, Kind.SHC)
    assert decision.reasons == (Reason.INCOMPLETE,)


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Reason.UNKNOWN_ISSUER, Outcome.CHECK),
        (Reason.WRONG_KEY_USAGE, Outcome.CHECK),
        (Reason.WRONG_SCHEMA, Outcome.CHECK),
        (Reason.BROKEN_SIGNATURE, Outcome.DENY),
        (Reason.UNSIGNED, Outcome.DENY),
        (Reason.WRONG_ALGORITHM, Outcome.DENY),
    ],
)
def test_a_signed_code_s_fault_has_its_own_reason(
    fault: Reason, outcome: Outcome
) -> None:
    decision = decide_on(a_pass(verified=False, faults=(fault,)))
    assert (decision.outcome, decision.reasons) == (outcome, (fault,))


def test_a_verified_code_says_so() -> None:
    assert decide_on(a_pass()).verified


@pytest.mark.parametrize(
    ("kind", "reason", "outcome"),
    [
        (Kind.NUMBER, Reason.NUMBER_ONLY, Outcome.CHECK),
        (Kind.BHYT, Reason.KIND_TO_CHECK, Outcome.CHECK),
        (Kind.SHC, Reason.KIND_NOT_ACCEPTED, Outcome.DENY),
    ],
)
def test_a_kind_may_need_a_look(kind: Kind, reason: Reason, outcome: Outcome) -> None:
    policy = Policy(accepted=frozenset(), checked=frozenset({Kind.NUMBER, Kind.BHYT}))
    decision = decide_on(a_credential(kind=kind), policy=policy)
    assert (decision.outcome, decision.reasons) == (outcome, (reason,))


def test_a_stale_roster_verifies_nothing_without_a_look() -> None:
    stale = a_roster(issued_at=NOW - 2 * ONE_DAY, expires_at=NOW - ONE_DAY)
    assert decide_pass(roster=stale).reasons == (Reason.STALE_ROSTER,)
    assert decide_pass(roster=a_roster()).reasons == ()


def test_a_stale_roster_changes_nothing_for_an_unsigned_card() -> None:
    stale = a_roster(issued_at=NOW - 2 * ONE_DAY, expires_at=NOW - ONE_DAY)
    presented = Presented(credential=a_credential(), direction=IN)
    decision = decide(presented, DEFAULT_POLICY, stale, None, NOW)
    assert decision.outcome is Outcome.ALLOW


def test_a_revoked_pass_is_denied() -> None:
    roster = a_roster(status_lists={1: b"\x00\x02"})
    decision = decide_pass(roster=roster)
    assert (decision.outcome, decision.reasons) == (Outcome.DENY, (Reason.REVOKED,))


@pytest.mark.parametrize(
    ("seconds", "reasons"),
    [
        (-1, (Reason.NOT_YET_VALID,)),
        (0, ()),
        (60, ()),
        (61, (Reason.EXPIRED,)),
    ],
)
def test_a_signed_code_is_valid_to_the_second(
    seconds: int, reasons: tuple[Reason, ...]
) -> None:
    code = a_pass(not_before=NOW, not_after=NOW + timedelta(seconds=60))
    decision = decide_on(code, now=NOW + timedelta(seconds=seconds))
    assert decision.reasons == reasons
    assert decision.outcome is (Outcome.DENY if reasons else Outcome.ALLOW)


@pytest.mark.parametrize(
    ("point", "reasons"), [("P1", ()), ("P2", (Reason.WRONG_POINT,))]
)
def test_a_pass_is_good_at_its_points(point: str, reasons: tuple[Reason, ...]) -> None:
    terms = msgspec.structs.replace(PASS, points=frozenset({"P1"}))
    assert decide_pass(terms, around=Circumstances(point=point)).reasons == reasons


@pytest.mark.parametrize(
    ("uses", "direction", "reasons"),
    [
        (0, IN, ()),
        (1, IN, (Reason.PASS_USED_UP,)),
        (1, OUT, ()),
    ],
)
def test_a_one_time_pass_admits_once_and_always_lets_out(
    uses: int, direction: Direction, reasons: tuple[Reason, ...]
) -> None:
    terms = msgspec.structs.replace(PASS, uses=1)
    around = Circumstances(uses=uses)
    assert decide_pass(terms, around=around, direction=direction).reasons == reasons


@pytest.mark.parametrize(
    ("companion", "outcome", "reasons"),
    [
        (None, Outcome.CHECK, (Reason.INCOMPLETE,)),
        (True, Outcome.ALLOW, ()),
        (False, Outcome.DENY, (Reason.OTHER_DOCUMENT,)),
    ],
)
def test_a_bound_pass_is_admitted_with_its_document_only(
    companion: bool | None,  # noqa: FBT001 - a case
    outcome: Outcome,
    reasons: tuple[Reason, ...],
) -> None:
    terms = msgspec.structs.replace(PASS, bound_to=bytes(16))
    decision = decide_pass(terms, around=Circumstances(companion=companion))
    assert (decision.outcome, decision.reasons) == (outcome, reasons)


def test_a_policy_may_admit_a_bound_pass_alone() -> None:
    terms = msgspec.structs.replace(PASS, bound_to=bytes(16))
    decision = decide_pass(terms, policy=Policy(binds_passes=False))
    assert decision.outcome is Outcome.ALLOW


@pytest.mark.parametrize("direction", [IN, OUT])
def test_a_watched_person_is_checked_either_way(direction: Direction) -> None:
    decision = decide_around(Circumstances(is_watched=True), direction)
    assert decision.reasons == (Reason.WATCH_LISTED,)


def test_a_declaration_is_asked_for_where_the_policy_wants_one() -> None:
    policy = Policy(needs_declaration=True)
    needed = (Reason.DECLARATION_NEEDED,)
    assert decide_around(Circumstances(), policy=policy).reasons == needed
    assert decide_around(Circumstances(has_declared=True), policy=policy).reasons == ()
    assert decide_around(Circumstances(), OUT, policy).reasons == ()


def test_answers_count_for_who_goes_in_and_time_that_ended_too() -> None:
    policy = Policy(needs_declaration=True)
    answered = (Reason.ANSWER_NOT_ACCEPTED,)
    said = Circumstances(has_declared=True, answered=answered)
    assert decide_around(said, policy=policy).outcome is Outcome.DENY
    assert decide_around(said, OUT, policy).reasons == ()
    late = decide_around(Circumstances(gave_up=True), policy=policy)
    assert late.reasons == (Reason.DECLARATION_NEEDED, Reason.INCOMPLETE)
    assert late.outcome is Outcome.CHECK


def test_a_full_point_lets_out_and_not_in() -> None:
    policy, full = Policy(capacity=2), Circumstances(inside=2)
    assert decide_around(full, policy=policy).reasons == (Reason.CAPACITY_REACHED,)
    assert decide_around(full, OUT, policy).reasons == ()
    assert decide_around(Circumstances(inside=1), policy=policy).reasons == ()


DAY_SHIFT = Hours(weekday=4, since=time(8), until=time(10))  # NOW is Friday 10:00
NIGHT_SHIFT = Hours(weekday=3, since=time(22), until=time(11))
LATER_NIGHT = Hours(weekday=4, since=time(22), until=time(6))
WHOLE_DAY = Hours(weekday=4, since=time(0), until=time(0))
OTHER_DAY = Hours(weekday=5, since=time(0), until=time(0))


@pytest.mark.parametrize(
    ("hours", "is_open"),
    [
        ((DAY_SHIFT,), False),
        ((replace(DAY_SHIFT, until=time(10, 1)),), True),
        ((NIGHT_SHIFT,), True),
        ((LATER_NIGHT,), False),
        ((replace(LATER_NIGHT, since=time(10)),), True),
        ((WHOLE_DAY,), True),
        ((OTHER_DAY,), False),
        ((OTHER_DAY, WHOLE_DAY), True),
    ],
)
def test_a_point_is_open_at_its_hours(
    hours: tuple[Hours, ...],
    is_open: bool,  # noqa: FBT001 - a case
) -> None:
    decision = decide_around(Circumstances(), policy=Policy(opening_hours=hours))
    assert decision.reasons == (() if is_open else (Reason.OUTSIDE_HOURS,))


def test_a_health_certificate_must_meet_the_policy_s_rules() -> None:
    policy = Policy(rules=({"Identifier": "VN-1", "Logic": {"var": "payload.v"}},))
    certificate = a_pass(kind=Kind.DCC, terms=None, certificate={"t": [1]})
    met = msgspec.structs.replace(certificate, certificate={"v": [1]})
    assert decide_on(certificate, policy=policy).reasons == (Reason.RULE_FAILED,)
    assert decide_on(met, policy=policy).reasons == ()
