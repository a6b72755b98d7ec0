"""Test the files that issuers' keys come in, and that private keys never get in."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from kiosk.credentials.cose import Algorithm
from kiosk.credentials.key_file import KeyFault, read_keys, read_opening_key
from kiosk.credentials.trust import PublicKey, TrustedKey, Usage, hash_certificate
from tests.signing import Issuer, encode_url

ISSUER = Issuer()
SPKI = PublicFormat.SubjectPublicKeyInfo


def read(data: bytes) -> tuple[TrustedKey, ...]:
    keys = read_keys(data, "given")
    assert isinstance(keys, tuple), keys
    return keys


def as_pem(name: str, der: bytes) -> bytes:
    body = base64.encodebytes(der)
    return (
        f"-----BEGIN {name}-----\n".encode() + body + f"-----END {name}-----\n".encode()
    )


def as_jwk(key: object) -> dict[str, str]:
    match key:
        case EllipticCurvePublicKey():
            numbers = key.public_numbers()
            x, y = (encode_url(one.to_bytes(32)) for one in (numbers.x, numbers.y))
            return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
        case Ed25519PublicKey():
            return {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": encode_url(key.public_bytes_raw()),
            }
        case RSAPublicKey():
            public = key.public_numbers()
            return {
                "kty": "RSA",
                "e": encode_url(public.e.to_bytes(3)),
                "n": encode_url(public.n.to_bytes(256)),
            }
        case _:
            raise TypeError


def dump(*keys: dict[str, str]) -> bytes:
    return json.dumps({"keys": list(keys)}).encode()


def test_a_certificate_is_read_from_pem_and_der_alike() -> None:
    from_der = read(ISSUER.certificate)
    assert read(as_pem("CERTIFICATE", ISSUER.certificate)) == from_der
    assert hash_certificate(ISSUER.certificate) in from_der[0].kids
    assert from_der[0].not_before == ISSUER.not_before


def test_a_certificate_names_its_country_where_no_name_is_given() -> None:
    [key] = read_keys(ISSUER.certificate)
    assert isinstance(key, TrustedKey)
    assert key.issuer == "VN"


def test_a_certificate_without_a_name_stays_without() -> None:
    [key] = read_keys(Issuer(country="").certificate) or [None]
    assert isinstance(key, TrustedKey)
    assert key.issuer == ""


def test_several_certificates_may_stand_in_one_file() -> None:
    two = (ISSUER.certificate, Issuer(Algorithm.PS256).certificate)
    pem = b"".join(as_pem("CERTIFICATE", der) for der in two)
    assert [key.certificate for key in read(b"\n " + pem)] == list(two)


@pytest.mark.parametrize("arc", ["1847.2021.1", "0.1847.2021.1"])
def test_extended_key_usages_are_read_with_the_field_s_misprint(arc: str) -> None:
    usages = [f"1.3.6.1.4.1.{arc}.{number}" for number in (1, 3)]
    [key] = read(Issuer(usages=[*usages, "1.2.3"]).certificate)
    assert key.usages == {Usage.TEST, Usage.RECOVERY}


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_bare_public_key_answers_to_every_kid(encoding: Encoding) -> None:
    data = ISSUER.key.public_key().public_bytes(encoding, SPKI)
    [key] = read(data)
    assert (key.issuer, key.kids) == ("given", frozenset())


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_jwk_answers_to_its_thumbprint_and_its_kid(algorithm: Algorithm) -> None:
    public: PublicKey = Issuer(algorithm).key.public_key()
    jwk = as_jwk(public) | {"kid": "AAECAwQFBgc="}
    [key] = read(json.dumps(jwk).encode())
    assert key.public_key == public
    assert {b"AAECAwQFBgc=", bytes(range(8))} < key.kids
    assert len(key.kids) == 4


@pytest.mark.parametrize("algorithm", Algorithm)
def test_a_certificate_answers_to_its_key_s_thumbprint_too(
    algorithm: Algorithm,
) -> None:
    issuer = Issuer(algorithm)
    [key] = read(json.dumps(as_jwk(issuer.key.public_key())).encode())
    assert key.kids < issuer.trusted.kids


def test_a_thumbprint_is_that_of_rfc_7638() -> None:
    jwk = {
        "kty": "EC",
        "crv": "P-256",
        "x": "11XvRWy1I2S0EyJlyf_bWfw_TQ5CJJNLw78bHXNxcgw",
        "y": "eZXwxvO1hvCY0KucrPfKo7yAyMT6Ajc3N7OkAB6VYy8",
    }
    [key] = read(b" \n" + dump(jwk))
    assert b"3Kfdg-XwP-7gXyywtUfUADwBumDOPKMQx-iELL11W9s" in key.kids


def test_a_list_and_a_did_document_hold_keys_too() -> None:
    jwk = as_jwk(ISSUER.key.public_key())
    did = {"verificationMethod": [{"id": "did:web:x#key-1", "publicKeyJwk": jwk}]}
    [listed] = read(json.dumps([jwk]).encode())
    [named] = read(json.dumps(did).encode())
    assert named.kids - listed.kids == {b"key-1"}


def test_a_private_key_is_refused_by_name() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    jwk = as_jwk(key.public_key()) | {"d": "AA"}
    assert read_keys(pem) is KeyFault.PRIVATE
    assert read_keys(dump(jwk)) is KeyFault.PRIVATE


def test_keys_that_nothing_should_rest_on_are_weak() -> None:
    short = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - refused
    narrow = ec.generate_private_key(ec.SECP224R1()).public_key()
    for key in (short, narrow):
        assert read_keys(key.public_bytes(Encoding.DER, SPKI)) is KeyFault.WEAK


@pytest.mark.parametrize(
    "data",
    [
        b"text",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        b"{",
        b'{"kty": "oct", "k": "AA"}',
        b'{"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}',
        b'{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}',
        b"[5]",
        pytest.param(
            x25519.X25519PrivateKey.generate()
            .public_key()
            .public_bytes(Encoding.DER, SPKI),
            id="x25519",  # the same for each worker, which the key is not
        ),
    ],
)
def test_what_holds_no_key_of_ours_is_unreadable(data: bytes) -> None:
    assert read_keys(data) is KeyFault.UNREADABLE


@pytest.mark.parametrize("data", [b"", b'{"keys": []}'])
def test_a_file_without_keys_is_empty(data: bytes) -> None:
    assert read_keys(data) is KeyFault.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "00" * 32,
        " " + "00" * 32 + "\n",
        '{"kty": "oct", "k": "' + "A" * 43 + '"}',
    ],
)
def test_a_key_that_opens_identities_is_hex_or_a_jwk(text: str) -> None:
    assert read_opening_key(text.encode()) == bytes(32)


@pytest.mark.parametrize(
    "data",
    [b"", b"00" * 17, b"zz" * 32, b"{}", b'{"k": 1}', b"{", b"\xff", b"[1]"],
)
def test_what_opens_nothing_is_no_key(data: bytes) -> None:
    assert read_opening_key(data) is None
