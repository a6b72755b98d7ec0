"""Test the province's pass in digits: the same pass, under its own kind."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials.badge import parse_badge
from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Credential, Kind, Unreadable
from kiosk.protocol import badge
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import Issuer, a_badge, a_grant, a_pass

PROVINCE = Issuer(Algorithm.EDDSA)
GRANT = a_grant(uses=2)


def test_a_badge_is_the_pass_in_digits() -> None:
    shown = classify(a_payload(a_badge(PROVINCE, GRANT)), PROVINCE.trust)
    gate_pass = classify(a_payload(a_pass(PROVINCE, GRANT)), PROVINCE.trust)
    assert isinstance(gate_pass, Credential)
    assert shown == msgspec.structs.replace(gate_pass, kind=Kind.BADGE)
    assert gate_pass.verified


def test_a_misread_digit_is_not_verified() -> None:
    digits = a_badge(PROVINCE, GRANT)
    misread = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    found = classify(a_payload(misread), PROVINCE.trust)
    assert isinstance(found, Credential)
    assert (found.verified, found.faults) == (False, (Reason.BROKEN_SIGNATURE,))


def test_other_long_numbers_are_malformed() -> None:
    assert classify(a_payload("7" * 300)) == Unreadable(
        reason=Reason.MALFORMED, kind=Kind.BADGE
    )


@given(st.binary(max_size=300))
def test_whatever_the_digits_hold_is_understood_or_refused(message: bytes) -> None:
    found = parse_badge(badge.encode(message), PROVINCE.trust)
    assert isinstance(found, Credential | Unreadable)
