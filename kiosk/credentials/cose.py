"""Cose: COSE_Sign1 messages, taken apart and checked (RFC 9052, 9053).

The header is judged here, before any key is used: an algorithm that is not on
the list is refused, and so is `crit` (RFC 9052 3.1), which we know nothing of.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import IntEnum
from functools import lru_cache
from typing import Any, assert_never

import cbor2
import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.credentials.cbor import LISTS, MAPS, read_cbor
from kiosk.credentials.trust import PublicKey, TrustedKey
from kiosk.reason import Reason

_HEADER_ALGORITHM, _HEADER_CRITICAL, _HEADER_KID = 1, 2, 4
_TAG_SIGN1, _TAG_CWT = 18, 61
_ES256_BYTES = 64


class Algorithm(IntEnum):
    """The algorithms that are accepted, by COSE's numbers (RFC 9053)."""

    ES256 = -7
    EDDSA = -8
    PS256 = -37


_ALGORITHMS: Mapping[int, Algorithm] = {one.value: one for one in Algorithm}


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A COSE_Sign1 whose header is one that we accept; nothing is verified yet."""

    algorithm: Algorithm
    kid: bytes | None
    protected: bytes
    payload: bytes
    signature: bytes


def read_signed(data: bytes) -> Signed | Reason:
    """Return the COSE_Sign1 in `data`: tagged 18, 61(18) or not at all."""
    return take_apart(read_cbor(data))


def take_apart(message: Any) -> Signed | Reason:
    """Return the COSE_Sign1 that `message` is.

    Any: what `read_cbor` returned.
    """
    for tag in (_TAG_CWT, _TAG_SIGN1):
        if isinstance(message, cbor2.CBORTag) and message.tag == tag:
            message = message.value
    if not isinstance(message, LISTS):
        return Reason.UNSIGNED if isinstance(message, MAPS) else Reason.MALFORMED
    if len(message) != 4:
        return Reason.MALFORMED
    protected, unprotected, payload, signature = message
    if not (type(protected) is type(payload) is type(signature) is bytes):
        return Reason.MALFORMED
    header = _read_header(protected) if protected else {}
    if not isinstance(header, MAPS) or not isinstance(unprotected, MAPS):
        return Reason.MALFORMED
    return _judge(header, unprotected, (protected, payload, signature))


_read_header = lru_cache(maxsize=256)(read_cbor)
"""An issuer's codes have one header; it is only looked at, so it may be shared."""


def _judge(
    header: Mapping[Any, Any],
    unprotected: Mapping[Any, Any],
    parts: tuple[bytes, bytes, bytes],
) -> Signed | Reason:
    if _HEADER_CRITICAL in header or _HEADER_CRITICAL in unprotected:
        return Reason.WRONG_ALGORITHM
    # Three official DCC cases have the algorithm outside the protected header.
    number = header.get(_HEADER_ALGORITHM, unprotected.get(_HEADER_ALGORITHM))
    algorithm = _ALGORITHMS.get(number) if isinstance(number, int) else None
    if algorithm is None:
        return Reason.WRONG_ALGORITHM
    # Protected wins: DCC cases CO21 and CO22.
    kid = header.get(_HEADER_KID, unprotected.get(_HEADER_KID))
    protected, payload, signature = parts
    return Signed(
        algorithm=algorithm,
        kid=kid if isinstance(kid, bytes) else None,
        protected=protected,
        payload=payload,
        signature=signature,
    )


def open_sealed(message: Any, keys: Sequence[bytes]) -> bytes | Reason:
    """Return what a COSE_Encrypt0 (tag 16) holds, opened by the first key that fits.

    Any: what `read_cbor` returned. AES-GCM only (RFC 9053 4.1).
    """
    if not isinstance(message, LISTS) or len(message) != 3:
        return Reason.MALFORMED
    protected, unprotected, sealed = message
    if not isinstance(protected, bytes) or not isinstance(sealed, bytes):
        return Reason.MALFORMED
    header = read_cbor(protected)
    if not isinstance(header, MAPS) or not isinstance(unprotected, MAPS):
        return Reason.MALFORMED
    nonce = unprotected.get(_HEADER_IV, header.get(_HEADER_IV))
    algorithm = header.get(_HEADER_ALGORITHM)
    key_bytes = _AES_GCM.get(algorithm) if isinstance(algorithm, int) else None
    if key_bytes is None or not isinstance(nonce, bytes) or len(nonce) != _NONCE_BYTES:
        return Reason.WRONG_ALGORITHM
    around = cbor2.dumps(["Encrypt0", protected, b""])
    for key in keys:
        if len(key) == key_bytes:
            with suppress(InvalidTag):
                return AESGCM(key).decrypt(nonce, sealed, around)
    return Reason.ENCRYPTED


_HEADER_IV = 5
_AES_GCM: Mapping[int, int] = {1: 16, 2: 24, 3: 32}
"""Key lengths in bytes of A128GCM, A192GCM and A256GCM."""
_NONCE_BYTES = 12


def find_signer(signed: Signed, keys: Sequence[TrustedKey]) -> TrustedKey | None:
    """Return the first of `keys` that made the signature, None where none did."""
    body = cbor2.dumps(["Signature1", signed.protected, b"", signed.payload])
    for key in keys:
        if is_signed_by(key.public_key, signed.algorithm, signed.signature, body):
            return key
    return None


def judge(signed: Signed, keys: Sequence[TrustedKey]) -> TrustedKey | Reason:
    """Return which of `keys`, those that answer to the kid, signed; else why none did.

    Without a kid any issuer may have signed, so none of them is contradicted.
    """
    if not signed.signature:
        return Reason.UNSIGNED
    signer = find_signer(signed, keys)
    if signer is not None:
        return signer
    named = signed.kid is not None and keys
    return Reason.BROKEN_SIGNATURE if named else Reason.UNKNOWN_ISSUER


def is_signed_by(
    key: PublicKey, algorithm: Algorithm, signature: bytes, body: bytes
) -> bool:
    """Say whether `key` made `signature` over `body` by `algorithm`."""
    try:
        return _verify(key, algorithm, signature, body)
    except (InvalidSignature, ValueError):
        return False


def _verify(
    key: PublicKey, algorithm: Algorithm, signature: bytes, body: bytes
) -> bool:
    match algorithm:
        case Algorithm.ES256:
            if not isinstance(key, ec.EllipticCurvePublicKey):
                return False
            if key.curve.name != "secp256r1" or len(signature) != _ES256_BYTES:
                return False
            half = _ES256_BYTES // 2
            der = utils.encode_dss_signature(
                int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            )
            key.verify(der, body, ec.ECDSA(hashes.SHA256()))
        case Algorithm.EDDSA:
            if not isinstance(key, Ed25519PublicKey):
                return False
            key.verify(signature, body)
        case Algorithm.PS256:
            if not isinstance(key, RSAPublicKey):
                return False
            salted = padding.PSS(
                padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size
            )
            key.verify(signature, body, salted, hashes.SHA256())
        case _:
            assert_never(algorithm)
    return True
