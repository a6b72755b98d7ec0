"""The policy that holds without a word from the province takes least and keeps least."""

from datetime import timedelta

import pytest

from kiosk.credentials.credential import Claim, Kind
from kiosk.outcome import Outcome
from kiosk.policy import DEFAULT_POLICY, FINDINGS, NEVER_ALLOWED, Policy
from kiosk.reason import Reason

PERSONAL = set(Kind) - {
    Kind.DECLARATION,
    Kind.LOCATION,
    Kind.LINK,
    Kind.PAYMENT,
    Kind.WIFI,
    Kind.CONTACT,
    Kind.UNKNOWN,
}


def test_address_parents_old_id_and_card_number_are_not_kept() -> None:
    dropped = {
        Claim.ADDRESS,
        Claim.PARENTS,
        Claim.OLD_DOCUMENT,
        Claim.CANCELLED_DOCUMENT,
        Claim.INSURANCE_NUMBER,
        Claim.HEALTH,
        Claim.CERTIFICATE,
    }
    assert dropped.isdisjoint(DEFAULT_POLICY.kept)


def test_every_personal_code_is_taken_but_the_two_behind_a_switch() -> None:
    taken = {kind for kind in Kind if DEFAULT_POLICY.takes(kind)}
    assert PERSONAL - taken == {Kind.SHC, Kind.VDSNC}
    assert taken <= PERSONAL


def test_the_same_payload_within_three_seconds_is_a_repeat() -> None:
    assert DEFAULT_POLICY.repeat_window == timedelta(seconds=3)


@pytest.mark.parametrize("reason", NEVER_ALLOWED)
def test_what_no_policy_may_allow_is_denied_by_default(reason: Reason) -> None:
    assert DEFAULT_POLICY.judge(reason, Kind.PASS) is Outcome.DENY


def test_a_policy_says_what_a_finding_makes() -> None:
    policy = Policy(findings={Reason.EXPIRED: Outcome.DENY})
    assert policy.judge(Reason.EXPIRED, Kind.BHYT) is Outcome.DENY


def test_an_expired_card_is_checked_and_an_expired_pass_denied() -> None:
    assert DEFAULT_POLICY.judge(Reason.EXPIRED, Kind.BHYT) is Outcome.CHECK
    assert DEFAULT_POLICY.judge(Reason.EXPIRED, Kind.PASS) is Outcome.DENY
    assert DEFAULT_POLICY.judge(Reason.EXPIRED, Kind.BADGE) is Outcome.DENY


def test_a_finding_without_a_rule_of_its_own_only_warns() -> None:
    assert DEFAULT_POLICY.judge(Reason.MASKED, Kind.QD1405) is Outcome.ALLOW
    assert Outcome.ALLOW not in FINDINGS.values()
