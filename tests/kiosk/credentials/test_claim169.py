"""Test MOSIP identities: bare base45, signed, sealed, and refused where unsigned."""

import zlib
from datetime import UTC, datetime

import cbor2
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.credentials.classify import classify
from kiosk.credentials.cose import Algorithm
from kiosk.credentials.credential import Claim, Credential, Kind, Unreadable
from kiosk.credentials.trust import NO_TRUST, TrustedKey, TrustStore, make_store
from kiosk.protocol import base45
from kiosk.reason import Reason
from tests.codes import a_payload
from tests.signing import IDENTITY, Issuer, an_identity

ISSUER = Issuer()
KEY, NONCE = bytes(range(32)), bytes(12)


def pack(message: object) -> str:
    return base45.encode(zlib.compress(cbor2.dumps(message)))


def seal(message: object) -> str:
    protected = cbor2.dumps({1: 3})
    around = cbor2.dumps(["Encrypt0", protected, b""])
    sealed = AESGCM(KEY).encrypt(NONCE, cbor2.dumps(message), around)
    return pack(cbor2.CBORTag(16, [protected, {5: NONCE}, sealed]))


def a_token(**changes: object) -> dict[object, object]:
    token: dict[object, object] = {1: "x", 4: 1_800_000_000, 169: IDENTITY}
    return token | {int(key[1:]): changes[key] for key in changes}


def read(text: str, trust: TrustStore = NO_TRUST) -> Credential:
    found = classify(a_payload(text), trust)
    assert isinstance(found, Credential), found
    return found


def refuse(text: str) -> Unreadable:
    found = classify(a_payload(text))
    assert isinstance(found, Unreadable), found
    return found


@pytest.mark.parametrize("algorithm", Algorithm)
def test_an_identity_of_a_known_issuer_is_verified(algorithm: Algorithm) -> None:
    issuer = Issuer(algorithm)
    found = read(an_identity(issuer, exp=1_800_000_000, nbf=5), issuer.trust)
    assert (found.kind, found.verified, found.faults) == (Kind.CLAIM169, True, ())
    assert found.claims == {
        Claim.DOCUMENT: "ID-0001",
        Claim.NAME: "Nguyễn Văn Thử",
        Claim.BIRTH_DATE: "1990-03-05",
        Claim.SEX: "male",
        Claim.NATIONALITY: "VN",
        Claim.ISSUER: "www.example.org",
    }
    assert found.holder == "169:www.example.org:ID-0001"
    assert found.not_after == datetime.fromtimestamp(1_800_000_000, UTC)
    assert found.not_before == datetime.fromtimestamp(5, UTC)


def test_without_a_kid_any_trusted_key_may_have_signed() -> None:
    parts = ISSUER.sign_message(cbor2.dumps(a_token()), protected={1: -7})
    assert read(pack(parts), ISSUER.trust).verified
    assert read(pack(parts), Issuer().trust).faults == (Reason.UNKNOWN_ISSUER,)


def test_a_wrong_signature_of_a_named_key_is_broken() -> None:
    parts = ISSUER.sign_message(cbor2.dumps(a_token()), signature=bytes(64))
    assert read(pack(parts), ISSUER.trust).faults == (Reason.BROKEN_SIGNATURE,)


@pytest.mark.parametrize(
    "text",
    [
        pack(a_token()),
        pack(cbor2.CBORTag(61, a_token())),
        pack(ISSUER.sign_message(cbor2.dumps(a_token()), signature=b"")),
    ],
)
def test_an_unsigned_identity_is_never_verified(text: str) -> None:
    found = read(text, ISSUER.trust)
    assert (found.verified, found.faults) == (False, (Reason.UNSIGNED,))


def test_a_sealed_identity_is_opened_and_its_signature_checked() -> None:
    message = ISSUER.sign_message(cbor2.dumps(a_token()))
    trust = make_store([ISSUER.trusted], [KEY])
    assert read(seal(cbor2.CBORTag(18, message)), trust).verified


def test_a_sealed_identity_that_nobody_signed_is_unsigned() -> None:
    found = read(seal(a_token()), make_store([], [KEY]))
    assert found.faults == (Reason.UNSIGNED,)


def test_a_sealed_identity_without_the_key_says_so() -> None:
    found = refuse(seal(a_token()))
    assert found == Unreadable(reason=Reason.ENCRYPTED, kind=Kind.CLAIM169)


@pytest.mark.parametrize(
    ("changes", "claim", "value"),
    [
        ({4: None, 5: "Thử", 7: "Nguyễn"}, Claim.NAME, "Thử Nguyễn"),
        ({8: "1990-03-05"}, Claim.BIRTH_DATE, "1990-03-05"),
        ({9: 2}, Claim.SEX, "female"),
        ({9: 3}, Claim.SEX, None),
        ({9: [1]}, Claim.SEX, None),
        ({8: None}, Claim.BIRTH_DATE, None),
    ],
)
def test_fields_are_read_as_they_are_met(
    changes: dict[int, object], claim: Claim, value: str | None
) -> None:
    token = cbor2.dumps({169: IDENTITY | changes})
    found = read(pack(ISSUER.sign_message(token)), ISSUER.trust)
    assert found.claims.get(claim) == value


def test_without_a_number_nobody_is_named() -> None:
    token = cbor2.dumps({169: {4: "Nguyễn Văn Thử không số giấy tờ"}})
    assert read(pack(ISSUER.sign_message(token)), ISSUER.trust).holder is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("A" * 60, Reason.UNKNOWN_KIND),
        (base45.encode(bytes(60)), Reason.UNKNOWN_KIND),
        (base45.encode(zlib.compress(b"\xff" * 99, 0)), Reason.UNKNOWN_KIND),
        (pack({1: "a token of another kind than ours"}), Reason.UNKNOWN_KIND),
        (pack(ISSUER.sign_message(cbor2.dumps([1, 2]))), Reason.UNKNOWN_KIND),
        (pack([b"a", b"message", "of", "other", "parts"] * 3), Reason.MALFORMED),
    ],
)
def test_what_is_no_identity_is_not_taken_for_one(text: str, reason: Reason) -> None:
    assert refuse(text).reason is reason


def test_a_key_of_another_scope_is_not_asked() -> None:
    key = ISSUER.trusted
    other = TrustedKey(
        issuer="x", public_key=key.public_key, kids=key.kids, scopes=frozenset()
    )
    found = read(an_identity(ISSUER), make_store([other]))
    assert found.faults == (Reason.UNKNOWN_ISSUER,)


def test_a_token_without_an_end_is_verified_and_in_doubt() -> None:
    token = cbor2.dumps({1: "x", 169: IDENTITY})
    found = read(pack(ISSUER.sign_message(token)), ISSUER.trust)
    assert (found.verified, found.faults) == (True, (Reason.WRONG_SCHEMA,))
