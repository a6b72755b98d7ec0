"""Trusts: whose keys the province tells its kiosks to believe."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.credentials.key_file import KeyFault, read_keys
from kiosk.credentials.trust import Scope, TrustedKey
from kiosk.credentials.trust_list import pack_key
from kiosk.protocol.trust import IssuerKey, name_key
from province.errors import OutsideError, UsageError
from province.ledger import trust
from province.ledger.database import Database

_ADVICE = {
    KeyFault.PRIVATE: "it holds a private key. Give the public key only",
    KeyFault.UNREADABLE: "give PEM, DER or JWKS with EC P-256, Ed25519 or RSA keys",
    KeyFault.WEAK: "a key is too weak: RSA needs 2048 bits, EC 256",
    KeyFault.EMPTY: "there are none in it",
}


def add_keys(
    database: Database, file: Path, issuer: str, *, scopes: str, now: datetime
) -> list[str]:
    """Tell kiosks to believe the keys in `file`; return their names.

    `issuer` names keys that do not name their own; `scopes` are what they may
    sign, separated by commas.

    Raises:
        UsageError: The file gives no keys, or a scope is none.
        OutsideError: The file can't be read.
    """
    allowed = _read_scopes(scopes)
    keys = [
        pack_key(replace(key, scopes=allowed, issuer=issuer or key.issuer))
        for key in _read(file)
    ]
    with database.writing() as connection:
        return trust.put_keys(connection, keys, now)


def remove_keys(database: Database, wanted: str) -> int:
    """Tell kiosks to believe a key no more, by its name or by its file.

    Raises:
        UsageError: The file gives no keys.
        OutsideError: The file can't be read.
    """
    file = Path(wanted)
    names = [name_key(pack_key(key)) for key in _read(file)] if file.exists() else []
    with database.writing() as connection:
        return trust.drop_keys(connection, names or [wanted])


def list_keys(database: Database) -> list[dict[str, object]]:
    """Return what may be told of every key."""
    with database.reading() as connection:
        return [_describe(key) for key in trust.list_keys(connection)]


def _describe(key: IssuerKey) -> dict[str, object]:
    return {
        "key": name_key(key),
        "issuer": key.issuer,
        "kids": [kid.hex() for kid in key.kids],
        "scopes": list(key.scopes),
        "usages": list(key.usages),
        "not_before": key.not_before,
        "not_after": key.not_after,
    }


def _read(file: Path) -> Iterable[TrustedKey]:
    try:
        found = read_keys(file.read_bytes())
    except OSError as error:
        raise OutsideError(f"'{file}' can't be read: {error.strerror}.") from error
    if isinstance(found, KeyFault):
        raise UsageError(f"The keys of '{file}' are not taken: {_ADVICE[found]}.")
    return found


def _read_scopes(text: str) -> frozenset[Scope]:
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in set(Scope)]
    if unknown:
        raise UsageError(
            f"'{unknown[0]}' is no scope. Give --scope {','.join(Scope)}, or some of them."
        )
    return frozenset(map(Scope, names))
