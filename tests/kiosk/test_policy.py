"""The policy that holds without a word from the province takes least and keeps least."""

from datetime import timedelta

from kiosk.credentials.credential import Claim, Kind
from kiosk.policy import DEFAULT_POLICY


def test_address_parents_old_id_and_card_number_are_not_kept() -> None:
    dropped = {
        Claim.ADDRESS,
        Claim.PARENTS,
        Claim.OLD_DOCUMENT,
        Claim.CANCELLED_DOCUMENT,
        Claim.INSURANCE_NUMBER,
    }
    assert dropped.isdisjoint(DEFAULT_POLICY.kept)


def test_a_personal_code_of_every_known_kind_is_accepted() -> None:
    assert set(Kind) - DEFAULT_POLICY.accepted == {Kind.UNKNOWN}


def test_the_same_payload_within_three_seconds_is_a_repeat() -> None:
    assert DEFAULT_POLICY.repeat_window == timedelta(seconds=3)
