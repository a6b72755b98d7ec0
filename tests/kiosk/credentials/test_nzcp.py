"""Test New Zealand passes."""

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import DAY, NOW, Issuer, an_nzcp

ISSUER = Issuer()


def read(text: str, trust: TrustStore = NO_TRUST) -> Credential:
    found = classify(a_payload(text), trust)
    assert isinstance(found, Credential), found
    return found


def test_a_pass_of_a_known_issuer_is_verified() -> None:
    found = read(an_nzcp(ISSUER), ISSUER.trust)
    assert (found.kind, found.verified, found.holder) == (Kind.NZCP, True, None)
    assert (found.not_before, found.not_after) == (NOW - DAY, NOW + DAY)
    assert found.claims == {
        Claim.NAME: "Nguyễn Văn Thử",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.ISSUER: "did:web:example.org",
    }


def test_without_the_key_it_is_not_verified() -> None:
    assert read(an_nzcp(ISSUER)).faults == (Reason.UNKNOWN_ISSUER,)


@pytest.mark.parametrize(
    "text",
    [
        "NZCP:/1/2KC",
        "NZCP:/1/!!!!!!!!",
        "NZCP:/1/2KCĐ",
        "NZCP:/1/",
        an_nzcp(ISSUER, {1: "x"}),
        an_nzcp(ISSUER, {"vc": 5}),
        an_nzcp(ISSUER, {"vc": {"credentialSubject": 5}}),
    ],
)
def test_what_is_no_pass_is_malformed(text: str) -> None:
    expected = Unreadable(reason=Reason.MALFORMED, kind=Kind.NZCP)
    assert classify(a_payload(text)) == expected


def test_a_kid_is_needed() -> None:
    no_kid = Issuer(nameless=True)
    assert read(an_nzcp(no_kid), no_kid.trust).faults == (Reason.UNKNOWN_ISSUER,)


def test_a_pass_without_an_end_is_verified_and_in_doubt() -> None:
    subject = {"givenName": "Văn Thử", "familyName": "Nguyễn"}
    found = read(an_nzcp(ISSUER, {"vc": {"credentialSubject": subject}}), ISSUER.trust)
    assert (found.verified, found.faults) == (True, (Reason.WRONG_SCHEMA,))
