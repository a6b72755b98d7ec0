"""Trust: which issuers' keys are believed, and for what; pure.

Keys come in the roster, or from a file that an admin gives. No private key of
an issuer is ever here.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # they lend their types: no key is read here
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

PublicKey: TypeAlias = "EllipticCurvePublicKey | Ed25519PublicKey | RSAPublicKey"

KID_BYTES = 8
"""A DCC's kid is the start of SHA-256 over its certificate (HCERT spec 1.0.1)."""


class Scope(StrEnum):
    """What an issuer's key may sign."""

    HEALTH = "health"
    """DCC, SHC, NZCP."""
    PASS = "pass"  # noqa: S105 - a gate's
    """The province's own passes."""
    IDENTITY = "identity"
    """Claim 169."""
    TRAVEL = "travel"
    """VDS-NC: certificates of a country's CSCA, or of a signer under one."""


class Usage(StrEnum):
    """What kind of health certificate a key may sign; HCERT's extended key usages."""

    TEST = "test"
    VACCINATION = "vaccination"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedKey:
    """One key of an issuer.

    `kids` are the names a code may give it: 8 bytes of the certificate's hash,
    a JWK thumbprint, or what its issuer chose; empty answers to every name.
    `usages` empty allows all. `certificate` is the DER it came in, for chains.
    """

    issuer: str
    public_key: PublicKey
    kids: frozenset[bytes]
    scopes: frozenset[Scope] = frozenset(Scope)
    usages: frozenset[Usage] = frozenset()
    not_before: datetime | None = None
    not_after: datetime | None = None
    certificate: bytes = b""

    def is_valid_at(self, at: datetime) -> bool:
        """Say whether `at` lies in the key's own time."""
        early = self.not_before is not None and at < self.not_before
        late = self.not_after is not None and at > self.not_after
        return not early and not late


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStore:
    """Every key that is believed; several may share a kid.

    `opening_keys` are AES keys that open encrypted credentials (Claim 169); a
    kiosk keeps them in its encrypted database only.
    """

    keys: tuple[TrustedKey, ...] = ()
    opening_keys: tuple[bytes, ...] = ()
    _by_kid: Mapping[bytes, tuple[TrustedKey, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def find(self, kid: bytes | None, scope: Scope) -> tuple[TrustedKey, ...]:
        """Return the keys of `scope` that answer to `kid`; None asks for all."""
        found = self.keys if kid is None else self._by_kid.get(kid, self._nameless)
        return tuple(key for key in found if scope in key.scopes)

    @property
    def _nameless(self) -> tuple[TrustedKey, ...]:
        return self._by_kid.get(b"", ())


def make_store(
    keys: Iterable[TrustedKey], opening_keys: Iterable[bytes] = ()
) -> TrustStore:
    """Return a store of `keys`, each found by every kid of its own."""
    listed = tuple(keys)
    nameless = tuple(key for key in listed if not key.kids)
    by_kid: dict[bytes, tuple[TrustedKey, ...]] = {b"": nameless}
    for key in listed:
        for kid in key.kids:
            by_kid[kid] = (*by_kid.get(kid, ()), key)
    return TrustStore(
        keys=listed,
        opening_keys=tuple(opening_keys),
        _by_kid={
            kid: found if not kid else (*found, *nameless)
            for kid, found in by_kid.items()
        },
    )


NO_TRUST = make_store(())


def hash_certificate(der: bytes) -> bytes:
    """Return the kid that a DCC gives the certificate `der`."""
    return hashlib.sha256(der).digest()[:KID_BYTES]
