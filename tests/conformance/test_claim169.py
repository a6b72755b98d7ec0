"""Test MOSIP's own vectors: what is signed verifies, what is not is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind
from kiosk.credentials.trust import PublicKey, TrustedKey, TrustStore, make_store
from kiosk.reason import Reason
from tests.codes import a_payload

SIGNED = {"ecdsa-p256-signed", "ed25519-signed", "encrypted-signed"}


@pytest.fixture(scope="module")
def vectors(shared: Path) -> list[dict[str, Any]]:
    paths = sorted((shared / "data" / "claim169").rglob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def trust(vector: dict[str, Any]) -> TrustStore:
    keys = []
    if "signing_key" in vector:
        key = load_key(bytes.fromhex(vector["signing_key"]["public_key_hex"]))
        keys.append(TrustedKey(issuer="x", public_key=key, kids=frozenset()))
    opening = vector.get("encryption_key", {}).get("symmetric_key_hex", "")
    return make_store(keys, [bytes.fromhex(opening)])


def load_key(raw: bytes) -> PublicKey:
    if len(raw) == 32:
        return Ed25519PublicKey.from_public_bytes(raw)
    return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), raw)


def read(vector: dict[str, Any]) -> Credential:
    found = classify(a_payload(vector["qr_data"]), trust(vector))
    assert isinstance(found, Credential), vector["name"]
    return found


def test_every_vector_is_an_identity_with_its_name(
    vectors: list[dict[str, Any]],
) -> None:
    assert len(vectors) == 14
    for vector in vectors:
        found, expected = read(vector), vector["expected_claim169"]
        assert found.kind is Kind.CLAIM169
        assert found.claims[Claim.NAME] == expected["fullName"]
        assert found.claims[Claim.DOCUMENT] == expected["id"]


def test_what_is_signed_verifies(vectors: list[dict[str, Any]]) -> None:
    verified = {vector["name"] for vector in vectors if read(vector).verified}
    assert verified == SIGNED


def test_what_is_not_signed_is_refused_as_that(vectors: list[dict[str, Any]]) -> None:
    for vector in vectors:
        if vector["name"] not in SIGNED:
            assert read(vector).faults == (Reason.UNSIGNED,), vector["name"]


def test_the_ends_of_validity_are_the_token_s(vectors: list[dict[str, Any]]) -> None:
    for vector in vectors:
        found, meta = read(vector), vector["expected_cwt_meta"]
        for time, name in (
            (found.not_after, "expiresAt"),
            (found.not_before, "notBefore"),
        ):
            assert (time and time.timestamp()) == meta.get(name), vector["name"]
