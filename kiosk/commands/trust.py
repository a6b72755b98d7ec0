"""Trust: keys that this kiosk's admin adds to those of the roster."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.commands.key_files import read_file, read_key_file
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look
from kiosk.credentials.key_file import read_opening_key
from kiosk.credentials.trust import Scope, TrustedKey
from kiosk.credentials.trust_list import pack_key
from kiosk.errors import UsageError
from kiosk.protocol import trust as wire
from kiosk.protocol.trust import IssuerKey, TrustDocument, name_key
from kiosk.storage import given_keys, roster
from kiosk.storage.connection import Connection


def run(options: argparse.Namespace) -> int:
    """Add, list or remove keys; each act prints what it was about."""
    match options.verb:
        case "add":
            return _add(options)
        case "remove":
            return _remove(options)
        case _:
            return _list(options)


def _add(options: argparse.Namespace) -> int:
    scopes = _read_scopes(options.scope)
    if options.opening:
        return _add_opening(options)
    keys = tuple(
        pack_key(_shape(key, options.issuer, scopes))
        for key in read_key_file(_get_file(options))
    )
    with open_to_look(options) as place, place.database.write() as connection:
        given_keys.add(connection, keys)
    print_line({"added": [name_key(key) for key in keys]})
    return 0


def _add_opening(options: argparse.Namespace) -> int:
    opening_key = read_opening_key(read_file(_get_file(options)))
    if opening_key is None:
        raise UsageError(
            f"'{options.key}' holds no key that opens identities: give 16, 24 or "
            "32 bytes as hex digits, or a JWK of type oct."
        )
    with open_to_look(options) as place, place.database.write() as connection:
        given_keys.add_opening(connection, opening_key)
    print_line({"added": [given_keys.name_opening_key(opening_key)]})
    print_words(
        f"kiosk: the key is in the encrypted database now; destroy '{options.key}'."
    )
    return 0


def _remove(options: argparse.Namespace) -> int:
    file = _get_file(options)
    names = {options.key}
    if file.exists():
        names = {name_key(pack_key(key)) for key in read_key_file(file)}
    with open_to_look(options) as place, place.database.write() as connection:
        removed = given_keys.remove(connection, frozenset(names))
    print_line({"removed": removed})
    return 0 if removed else 1


def _list(options: argparse.Namespace) -> int:
    with open_to_look(options) as place, place.database.read() as connection:
        given = given_keys.read(connection)
        published = _read_published(connection)
    keys = [
        *(_describe(key, "roster") for key in published),
        *(_describe(key, "hand") for key in given.keys),
        *(
            {"key": given_keys.name_opening_key(key), "source": "hand", "opens": True}
            for key in given.opening_keys
        ),
    ]
    print_line({"keys": keys})
    return 0


def _read_published(connection: Connection) -> Sequence[IssuerKey]:
    files = roster.read_files(connection)
    document = wire.decode(files.get(wire.TARGET, b"{}"))
    return (document or TrustDocument()).keys


def _describe(key: IssuerKey, source: str) -> dict[str, object]:
    return {
        "key": name_key(key),
        "source": source,
        "issuer": key.issuer,
        "scopes": list(key.scopes),
        "usages": list(key.usages),
        "not_before": key.not_before,
        "not_after": key.not_after,
    }


def _shape(key: TrustedKey, issuer: str, scopes: frozenset[Scope]) -> TrustedKey:
    return replace(key, issuer=issuer or key.issuer, scopes=scopes)


def _get_file(options: argparse.Namespace) -> Path:
    if options.key is None:
        raise UsageError(f"`kiosk trust {options.verb}` needs a file.")
    return Path(options.key)


def _read_scopes(text: str | None) -> frozenset[Scope]:
    names = list(Scope) if text is None else text.split(",")
    for name in names:
        if name not in set(Scope):
            raise UsageError(
                f"'{name}' is no scope: give --scope {','.join(Scope)}, or some of them."
            )
    return frozenset(map(Scope, names))
