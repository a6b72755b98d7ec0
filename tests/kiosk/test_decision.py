"""Test what the point decides, and that nothing unsigned is verified."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.decision import Decision, Outcome, Presented, decide
from kiosk.payload import Direction
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.presence import Presence
from kiosk.reason import Reason

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
