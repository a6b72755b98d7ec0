"""Test the province's pass as the kiosk reads it."""

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim, Credential, Kind, Terms, Unreadable
from kiosk.credentials.gate_pass import is_bound_to
from kiosk.credentials.trust import NO_TRUST, TrustStore
from kiosk.protocol.gate_pass import bind
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import DAY, NOW, Issuer, a_grant, a_pass

PROVINCE = Issuer(Algorithm.EDDSA)
DOCUMENT = "001190000123"
PASS_ID = bytes(range(12))


def read(text: str, trust: TrustStore = NO_TRUST) -> Credential:
    found = classify(a_payload(text), trust)
    assert isinstance(found, Credential), found
    return found


@pytest.mark.parametrize("algorithm", [Algorithm.EDDSA, Algorithm.ES256])
def test_a_pass_of_the_province_is_verified(algorithm: Algorithm) -> None:
    province = Issuer(algorithm)
    found = read(a_pass(province), province.trust)
    assert (found.kind, found.verified, found.faults) == (Kind.PASS, True, ())
    assert (found.not_before, found.not_after) == (NOW - DAY, NOW + DAY)
    assert found.holder == f"pass:{PASS_ID.hex()}"


def test_what_it_grants_is_claimed_and_kept_as_terms() -> None:
    grant = a_grant(points=("P1", "P2"), uses=2, plate="29A-123.45")
    found = read(a_pass(PROVINCE, grant), PROVINCE.trust)
    assert found.claims == {
        Claim.NAME: "NGUYỄN VĂN THỬ",
        Claim.PASS: PASS_ID.hex(),
        Claim.ISSUER: "HN",
        Claim.POINTS: "P1; P2",
        Claim.PLATE: "29A-123.45",
        Claim.USES: "2",
        Claim.VALID_FROM: "2026-11-19T03:00:00+00:00",
        Claim.VALID_UNTIL: "2026-11-21T03:00:00+00:00",
    }
    assert found.terms == Terms(
        pass_id=PASS_ID,
        list_id=1,
        index=5,
        points=frozenset({"P1", "P2"}),
        uses=2,
        plate="29A-123.45",
    )


def test_a_bound_pass_names_its_holder_s_document_only_to_who_has_it() -> None:
    grant = a_grant(bound_to=bind(PASS_ID, DOCUMENT))
    found = read(a_pass(PROVINCE, grant), PROVINCE.trust)
    assert found.terms is not None
    assert is_bound_to(found.terms, DOCUMENT)
    assert not is_bound_to(found.terms, "001190000124")
    assert found.holder is None


def test_a_pass_that_another_signed_is_not_verified() -> None:
    found = read(a_pass(Issuer(Algorithm.EDDSA)), PROVINCE.trust)
    assert (found.verified, found.faults) == (False, (Reason.UNKNOWN_ISSUER,))


def test_a_pass_without_a_kid_has_no_known_issuer() -> None:
    from kiosk.protocol import gate_pass

    text = gate_pass.write(gate_pass.sign(a_grant(), PROVINCE.sign, kid=b""))
    assert read(text, PROVINCE.trust).faults == (Reason.UNKNOWN_ISSUER,)


@pytest.mark.parametrize("text", ["VP1:", "VP1:abc", "VP1:BB8"])
def test_what_is_no_pass_is_malformed(text: str) -> None:
    assert classify(a_payload(text)) == Unreadable(
        reason=Reason.MALFORMED, kind=Kind.PASS
    )


def test_a_message_of_other_claims_is_malformed() -> None:
    import cbor2

    from kiosk.protocol import base45

    message = PROVINCE.sign_message(cbor2.dumps({1: "HN"}))
    text = "VP1:" + base45.encode(cbor2.dumps(message))
    found = classify(a_payload(text), PROVINCE.trust)
    assert found == Unreadable(reason=Reason.MALFORMED, kind=Kind.PASS)
