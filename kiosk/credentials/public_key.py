"""Public key: which keys are verified with."""

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from kiosk.credentials.trust import PublicKey

_MIN_RSA_BITS = 2048


def accept(key: object) -> PublicKey:
    """Return `key` where it is of a type that we verify with; raise TypeError else."""
    if not isinstance(key, EllipticCurvePublicKey | Ed25519PublicKey | RSAPublicKey):
        raise TypeError
    return key


def is_strong(key: PublicKey) -> bool:
    """Say whether `key` is of a size that may still be believed."""
    match key:
        case EllipticCurvePublicKey():
            # P-384 comes under ES256 in official samples; it never verifies.
            return key.curve.key_size >= 256
        case RSAPublicKey():
            return key.key_size >= _MIN_RSA_BITS
        case _:
            return True
