"""Test COSE messages: the header is judged before any key is used."""

import cbor2
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.credentials.cose import Algorithm, Signed, judge, open_sealed, read_signed
from kiosk.credentials.trust import TrustedKey
from kiosk.reason import Reason
from tests.signing import Issuer

PAYLOAD = cbor2.dumps({1: "VN"})
KEY = bytes(range(16))
NONCE = bytes(12)


def read(message: object) -> Signed:
    signed = read_signed(cbor2.dumps(message))
    assert isinstance(signed, Signed), signed
    return signed


@pytest.mark.parametrize("algorithm", Algorithm)
def test_each_accepted_algorithm_verifies(algorithm: Algorithm) -> None:
    issuer = Issuer(algorithm)
    signed = read(issuer.sign_message(PAYLOAD))
    assert judge(signed, [issuer.trusted]) == issuer.trusted


@pytest.mark.parametrize("algorithm", Algorithm)
def test_another_type_of_key_never_fits(algorithm: Algorithm) -> None:
    issuer = Issuer(algorithm)
    signed = read(issuer.sign_message(PAYLOAD))
    others = [Issuer(other).trusted for other in Algorithm if other is not algorithm]
    assert judge(signed, others) is Reason.BROKEN_SIGNATURE


def test_a_message_may_be_tagged_once_twice_or_not() -> None:
    parts = Issuer().sign_message(PAYLOAD)
    once = cbor2.CBORTag(18, parts)
    assert read(parts) == read(once) == read(cbor2.CBORTag(61, once))


def test_one_of_several_keys_of_a_kid_is_enough() -> None:
    issuer, other = Issuer(), Issuer()
    signed = read(issuer.sign_message(PAYLOAD))
    assert judge(signed, [other.trusted, issuer.trusted]) == issuer.trusted


def test_an_altered_payload_breaks_the_signature() -> None:
    issuer = Issuer()
    parts = issuer.sign_message(PAYLOAD)
    parts[2] = cbor2.dumps({1: "XX"})
    assert judge(read(parts), [issuer.trusted]) is Reason.BROKEN_SIGNATURE


def test_without_a_key_the_issuer_is_unknown() -> None:
    assert judge(read(Issuer().sign_message(PAYLOAD)), []) is Reason.UNKNOWN_ISSUER


def test_without_a_kid_no_issuer_is_contradicted() -> None:
    parts = Issuer().sign_message(PAYLOAD, protected={1: -7})
    assert judge(read(parts), [Issuer().trusted]) is Reason.UNKNOWN_ISSUER


def test_an_empty_signature_is_none() -> None:
    issuer = Issuer()
    parts = issuer.sign_message(PAYLOAD, signature=b"")
    assert judge(read(parts), [issuer.trusted]) is Reason.UNSIGNED


def test_a_signature_of_another_length_does_not_fit() -> None:
    issuer = Issuer()
    parts = issuer.sign_message(PAYLOAD, signature=b"short")
    assert judge(read(parts), [issuer.trusted]) is Reason.BROKEN_SIGNATURE


def test_a_key_on_another_curve_does_not_fit() -> None:
    issuer = Issuer()
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP384R1()).public_key()
    other = TrustedKey(issuer="", public_key=key, kids=frozenset())
    signed = read(issuer.sign_message(PAYLOAD))
    assert judge(signed, [other]) is Reason.BROKEN_SIGNATURE


def test_the_protected_kid_wins() -> None:
    issuer = Issuer()
    parts = issuer.sign_message(PAYLOAD, unprotected={4: b"another"})
    assert read(parts).kid == issuer.kid


def test_kid_and_algorithm_may_stand_outside_the_protected_header() -> None:
    parts = Issuer().sign_message(PAYLOAD, protected={}, unprotected={1: -7, 4: b"kid"})
    signed = read(parts)
    assert (signed.algorithm, signed.kid) == (Algorithm.ES256, b"kid")


def test_a_kid_that_is_no_bytes_is_none() -> None:
    parts = Issuer().sign_message(PAYLOAD, protected={1: -7, 4: "kid"})
    assert read(parts).kid is None


@pytest.mark.parametrize(
    "header", [{}, {1: -257}, {1: 5}, {1: "ES256"}, {1: [-7]}, {1: -7, 2: [4]}]
)
def test_other_algorithms_and_critical_headers_are_refused(
    header: dict[int, object],
) -> None:
    parts = Issuer().sign_message(PAYLOAD, protected=header)
    assert read_signed(cbor2.dumps(parts)) is Reason.WRONG_ALGORITHM


def test_a_critical_header_outside_is_refused_too() -> None:
    parts = Issuer().sign_message(PAYLOAD, unprotected={2: [4]})
    assert read_signed(cbor2.dumps(parts)) is Reason.WRONG_ALGORITHM


def test_a_bare_map_is_unsigned() -> None:
    assert read_signed(PAYLOAD) is Reason.UNSIGNED


@pytest.mark.parametrize(
    "message",
    [
        5,
        "text",
        b"bytes",
        [],
        [b"", {}, b"", 5],
        [b"\xff", {}, b"", b"s"],
        [b"\x05", {}, b"", b"s"],
        [b"", [], b"", b"s"],
        [b"", {}, "text", b"s"],
    ],
)
def test_what_is_no_message_is_malformed(message: object) -> None:
    assert read_signed(cbor2.dumps(message)) is Reason.MALFORMED


def seal(
    key: bytes = KEY, header: object = None, nonce: object = NONCE
) -> list[object]:
    protected = cbor2.dumps({1: 1} if header is None else header)
    around = cbor2.dumps(["Encrypt0", protected, b""])
    return [protected, {5: nonce}, AESGCM(key).encrypt(NONCE, PAYLOAD, around)]


def test_the_key_that_fits_opens_a_sealed_message() -> None:
    assert open_sealed(seal(), [bytes(32), bytes(16), KEY]) == PAYLOAD


def test_without_the_key_it_stays_closed() -> None:
    assert open_sealed(seal(), [bytes(16)]) is Reason.ENCRYPTED


@pytest.mark.parametrize(
    "message",
    [seal(header={1: 10}), seal(nonce=b"short"), seal(nonce=5), seal(header={1: [1]})],
)
def test_another_cipher_is_refused(message: object) -> None:
    assert open_sealed(message, [KEY]) is Reason.WRONG_ALGORITHM


@pytest.mark.parametrize(
    "message",
    [5, [b""], [5, {}, b""], [b"", {}, 5], [b"\x05", {}, b""], [b"\xa0", 5, b""]],
)
def test_what_is_not_sealed_is_malformed(message: object) -> None:
    assert open_sealed(message, [KEY]) is Reason.MALFORMED
