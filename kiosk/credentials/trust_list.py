"""Trust list: issuers' keys between the roster's form and the store's."""

from datetime import UTC, datetime
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from kiosk.credentials.public_key import accept, is_strong
from kiosk.credentials.trust import PublicKey, Scope, TrustedKey, Usage
from kiosk.protocol.trust import IssuerKey

_Name = TypeVar("_Name", Scope, Usage)


def pack_key(key: TrustedKey) -> IssuerKey:
    """Return `key` as the roster carries it."""
    return IssuerKey(
        issuer=key.issuer,
        key=key.public_key.public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        ),
        certificate=key.certificate,
        kids=tuple(sorted(key.kids)),
        scopes=tuple(sorted(key.scopes)),
        usages=tuple(sorted(key.usages)),
        not_before=_to_second(key.not_before),
        not_after=_to_second(key.not_after),
    )


def unpack_key(packed: IssuerKey) -> TrustedKey | None:
    """Return the key that the roster carries, None where it is of no use here.

    What a newer province knows and this program does not never widens a key:
    with no known scope, or with usages of which none is known, it is left out.
    """
    public_key = _load(packed.key)
    scopes, usages = _read(packed.scopes, Scope), _read(packed.usages, Usage)
    if public_key is None or not scopes or bool(usages) != bool(packed.usages):
        return None
    return TrustedKey(
        issuer=packed.issuer,
        public_key=public_key,
        kids=frozenset(packed.kids),
        scopes=scopes,
        usages=usages,
        not_before=_to_time(packed.not_before),
        not_after=_to_time(packed.not_after),
        certificate=packed.certificate,
    )


def _load(der: bytes) -> "PublicKey | None":
    try:
        key = accept(load_der_public_key(der))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    return key if is_strong(key) else None


def _read(texts: tuple[str, ...], names: type[_Name]) -> frozenset[_Name]:
    return frozenset(name for name in names if name.value in texts)


def _to_second(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


def _to_time(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
