"""Test digital seals: nothing is verified whose country is not trusted."""

import base64
import json

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.trust import NO_TRUST, TrustedKey, TrustStore, make_store
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import Issuer, a_seal

COUNTRY = Issuer(Algorithm.PS256)
SIGNER = Issuer(signed_by=COUNTRY)
PERSON = {"i": "C1234567", "n": "NGUYEN VAN THU", "dob": "1990-03-05", "sex": "M"}
SEAL = {
    "hdr": {"is": "VNM", "t": "icao.vacc", "v": 1},
    "msg": {"pid": PERSON, "uvci": "VB0001"},
}


def read(text: str, trust: TrustStore = NO_TRUST) -> Credential:
    found = classify(a_payload(text), trust)
    assert isinstance(found, Credential), found
    return found


@pytest.mark.parametrize("trusted", [COUNTRY, SIGNER])
def test_a_seal_of_a_trusted_country_or_signer_is_verified(trusted: Issuer) -> None:
    found = read(a_seal(SIGNER, SEAL), trusted.trust)
    assert (found.kind, found.verified, found.faults) == (Kind.VDSNC, True, ())
    assert found.claims == {
        Claim.DOCUMENT: "C1234567",
        Claim.NAME: "NGUYEN VAN THU",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.SEX: "male",
        Claim.ISSUER: "VNM",
        Claim.CERTIFICATE: "VB0001",
    }
    assert found.holder == "vds:VNM:C1234567"
    assert len(found.revocation) == 1


def test_a_bare_key_of_the_signer_is_enough() -> None:
    key = SIGNER.trusted.public_key
    bare = TrustedKey(issuer="x", public_key=key, kids=frozenset())
    assert read(a_seal(SIGNER, SEAL), make_store([bare])).verified


@pytest.mark.parametrize(
    "trust", [NO_TRUST, Issuer().trust, Issuer(Algorithm.PS256).trust]
)
def test_another_country_vouches_for_nothing(trust: TrustStore) -> None:
    found = read(a_seal(SIGNER, SEAL), trust)
    assert (found.verified, found.faults) == (False, (Reason.UNKNOWN_ISSUER,))


def test_a_bare_key_of_another_vouches_for_nothing() -> None:
    key = Issuer().trusted.public_key
    bare = TrustedKey(issuer="x", public_key=key, kids=frozenset())
    found = read(a_seal(SIGNER, SEAL), make_store([bare]))
    assert found.faults == (Reason.UNKNOWN_ISSUER,)


def test_an_altered_seal_is_broken() -> None:
    seal = json.loads(a_seal(SIGNER, SEAL))
    seal["data"]["msg"]["pid"]["n"] = "NGUYEN VAN KHAC"
    assert read(json.dumps(seal), COUNTRY.trust).faults == (Reason.BROKEN_SIGNATURE,)


def test_base64_of_the_other_alphabet_is_read_too() -> None:
    cer = base64.urlsafe_b64encode(SIGNER.certificate).decode().rstrip("=")
    assert read(a_seal(SIGNER, SEAL, cer=cer), COUNTRY.trust).verified


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"alg": "RS256"}, Reason.WRONG_ALGORITHM),
        ({"sigvl": ""}, Reason.UNSIGNED),
        ({"sigvl": "é"}, Reason.UNSIGNED),
        ({"sigvl": 5}, Reason.UNSIGNED),
        ({"cer": "AAAA"}, Reason.BROKEN_SIGNATURE),
        ({"sigvl": base64.b64encode(bytes(64)).decode()}, Reason.BROKEN_SIGNATURE),
    ],
)
def test_a_signature_that_can_t_be_is_named(
    changes: dict[str, object], fault: Reason
) -> None:
    found = read(a_seal(SIGNER, SEAL, **changes), COUNTRY.trust)
    assert (found.verified, found.faults) == (False, (fault,))


def test_a_seal_without_a_person_names_nobody() -> None:
    found = read(a_seal(SIGNER, {"hdr": {}, "msg": {"pid": 5}}), COUNTRY.trust)
    assert (found.claims, found.holder, found.revocation) == ({}, None, ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", Reason.UNKNOWN_KIND),
        ("{}", Reason.UNKNOWN_KIND),
        ('{"data": {}, "sig": 5}', Reason.UNKNOWN_KIND),
        ('{"data": {}, "sig": {}}', Reason.MALFORMED),
        ('{"data": {"hdr": {}}, "sig": {}}', Reason.MALFORMED),
        ('{"a":' * 1_500, Reason.UNKNOWN_KIND),
    ],
)
def test_other_json_is_no_seal(text: str, reason: Reason) -> None:
    found = classify(a_payload(text))
    assert isinstance(found, Unreadable)
    assert found.reason is reason
