"""Test SMART Health Cards: one code or several, and the faults of the field."""

import json
import zlib

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import (
    Claim,
    Credential,
    Kind,
    Part,
    Understood,
    Unreadable,
)
from kiosk.credentials.shc import combine, hash_revocation
from kiosk.credentials.trust import NO_TRUST, TrustStore, make_store
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import Issuer, an_shc, as_digits, encode_url

ISSUER = Issuer()
TRUST = make_store(
    [
        type(ISSUER.trusted)(
            issuer="x",
            public_key=ISSUER.trusted.public_key,
            kids=frozenset({ISSUER.kid.hex().encode()}),
        )
    ]
)
PATIENT = {
    "resourceType": "Patient",
    "name": [{"family": "Nguyễn", "given": ["Văn", "Thử"]}],
    "birthDate": "1990-03-05",
}
DOSES = [
    {"resourceType": "Immunization", "occurrenceDateTime": day}
    for day in ("2026-01-02", "2026-06-01")
]


def a_card(*resources: object, **changes: object) -> dict[str, object]:
    entries = [{"resource": one} for one in resources]
    subject = {"fhirBundle": {"entry": entries}}
    card = {"iss": "https://x.example.org", "nbf": 1_700_000_000.5}
    return card | {"vc": {"credentialSubject": subject}} | changes


WHOLE = a_card(PATIENT, *DOSES)


def understand(text: str, trust: TrustStore = TRUST) -> Understood:
    return classify(a_payload(text), trust)


def read(payload: dict[str, object], trust: TrustStore = TRUST) -> Credential:
    found = understand(an_shc(ISSUER, payload), trust)
    assert isinstance(found, Credential), found
    return found


def refuse(text: str) -> Reason:
    found = understand(text)
    assert isinstance(found, Unreadable), found
    assert found.kind is Kind.SHC
    return found.reason


@pytest.mark.parametrize("prefix", ["shc:/", "SHC:/", "shc:/1/1/"])
def test_a_card_of_a_known_issuer_is_verified(prefix: str) -> None:
    found = understand(prefix + as_digits(an_shc(ISSUER, WHOLE)))
    assert isinstance(found, Credential)
    assert (found.kind, found.verified, found.faults) == (Kind.SHC, True, ())
    assert found.claims == {
        Claim.NAME: "Nguyễn Văn Thử",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.ISSUER: "https://x.example.org",
        Claim.HEALTH: "vaccination 2 2026-06-01",
    }
    assert found.not_before is not None


def test_the_jws_of_its_file_is_the_same_card() -> None:
    assert read(WHOLE).verified


def test_without_the_key_it_is_not_verified() -> None:
    assert read(WHOLE, NO_TRUST).faults == (Reason.UNKNOWN_ISSUER,)


def test_an_altered_card_is_not_verified() -> None:
    header, _, signature = an_shc(ISSUER, WHOLE).split(".")
    _, other, _ = an_shc(ISSUER, a_card(PATIENT)).split(".")
    found = understand(f"{header}.{other}.{signature}")
    assert isinstance(found, Credential)
    assert found.faults == (Reason.BROKEN_SIGNATURE,)


def split_in(total: int) -> list[str]:
    digits = as_digits(an_shc(ISSUER, WHOLE))
    size = -(-len(digits) // total // 2) * 2
    return [
        f"shc:/{number + 1}/{total}/{digits[number * size : (number + 1) * size]}"
        for number in range(total)
    ]


def read_parts(*texts: str) -> list[Part]:
    parts = [understand(text) for text in texts]
    assert all(isinstance(part, Part) for part in parts), parts
    return [part for part in parts if isinstance(part, Part)]


def test_parts_make_a_card_in_any_order() -> None:
    found = combine(read_parts(*reversed(split_in(3))), TRUST)
    assert isinstance(found, Credential)
    assert found.verified


def test_some_of_the_parts_are_incomplete() -> None:
    parts = read_parts(*split_in(3)[:2])
    assert combine(parts, TRUST) == Unreadable(reason=Reason.INCOMPLETE, kind=Kind.SHC)


def test_parts_of_different_cards_make_none() -> None:
    parts = read_parts(split_in(2)[0], split_in(3)[1])
    assert isinstance(combine(parts, TRUST), Unreadable)


@pytest.mark.parametrize(
    "text", ["shc:/", "shc:/567", "shc:/3/2/5676", "shc:/1/9/5676", "shc:/56 76"]
)
def test_digits_that_are_none_are_malformed(text: str) -> None:
    assert refuse(text) is Reason.MALFORMED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (an_shc(ISSUER, WHOLE, zip=None), Reason.MALFORMED),
        (an_shc(ISSUER, WHOLE, alg="none"), Reason.WRONG_ALGORITHM),
        (an_shc(ISSUER, WHOLE).rpartition(".")[0] + ".", Reason.UNSIGNED),
        (an_shc(ISSUER, {"vc": 5}), Reason.MALFORMED),
        (an_shc(ISSUER, {"vc": {"credentialSubject": 5}}), Reason.MALFORMED),
        (an_shc(ISSUER, {"text": "x" * 100_000}), Reason.MALFORMED),
        ("eyJhbGc.A", Reason.MALFORMED),
        ("eyJhbGc.A.A", Reason.MALFORMED),
        ("eyJhbGc.AAAAA.AAAAA", Reason.MALFORMED),
    ],
)
def test_a_jws_that_is_no_card_is_refused(text: str, reason: Reason) -> None:
    assert refuse(text) is reason


def test_a_payload_that_is_packed_otherwise_is_malformed() -> None:
    header, _, signature = an_shc(ISSUER, WHOLE).split(".")
    zlibbed = encode_url(zlib.compress(json.dumps(WHOLE).encode()))
    assert refuse(f"{header}.{zlibbed}.{signature}") is Reason.MALFORMED


@pytest.mark.parametrize(
    ("card", "claims"),
    [
        (a_card(), {}),
        (a_card(PATIENT | {"name": []}), {Claim.BIRTH_DATE: "1990-03-05"}),
        (a_card({"resourceType": "Patient", "name": [5]}), {}),
        (
            a_card(
                {"resourceType": "Patient", "name": [{"family": "Thử", "given": 5}]}
            ),
            {Claim.NAME: "Thử"},
        ),
        (a_card() | {"vc": {"credentialSubject": {"fhirBundle": 5}}}, {}),
        (a_card() | {"vc": {"credentialSubject": {"fhirBundle": {"entry": [5]}}}}, {}),
    ],
)
def test_what_a_card_leaves_out_is_not_claimed(
    card: dict[str, object], claims: dict[Claim, str]
) -> None:
    told = {k: v for k, v in read(card).claims.items() if k is not Claim.ISSUER}
    assert told == claims


def test_a_card_is_revoked_by_its_issuer_s_key_and_its_number() -> None:
    card = {"vc": {**WHOLE["vc"], "rid": "MKyCxh7p6uQ"}}  # type: ignore[dict-item]  # JSON
    found = read(WHOLE | card)
    assert found.revocation == (hash_revocation(ISSUER.kid.hex(), "MKyCxh7p6uQ"),)
    assert read(WHOLE).revocation == ()
