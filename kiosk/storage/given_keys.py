"""Given keys: what the admin of this kiosk trusts besides the roster."""

import msgspec

from kiosk.protocol.trust import IssuerKey, name_key
from kiosk.storage import settings
from kiosk.storage.connection import Connection

_SETTING = "given_keys"


class GivenKeys(msgspec.Struct, frozen=True, kw_only=True):
    """Keys that were given by hand.

    `opening_keys` are AES keys that open encrypted identities (Claim 169). They
    are secret, and the encrypted database is the only place that has them.
    """

    keys: tuple[IssuerKey, ...] = ()
    opening_keys: tuple[bytes, ...] = ()


def read(connection: Connection) -> GivenKeys:
    """Return the keys that were given to this kiosk."""
    value = settings.get(connection, _SETTING)
    if value is None:
        return GivenKeys()
    return msgspec.msgpack.decode(value, type=GivenKeys)


def add(connection: Connection, keys: tuple[IssuerKey, ...]) -> None:
    """Trust `keys` too; one that is known takes the place of its earlier form."""
    names = {name_key(key) for key in keys}
    held = read(connection)
    kept = tuple(key for key in held.keys if name_key(key) not in names)
    _put(connection, msgspec.structs.replace(held, keys=(*kept, *keys)))


def add_opening(connection: Connection, opening_key: bytes) -> None:
    """Open identities with `opening_key` too."""
    held = read(connection)
    others = tuple(key for key in held.opening_keys if key != opening_key)
    _put(
        connection,
        msgspec.structs.replace(held, opening_keys=(*others, opening_key)),
    )


def remove(connection: Connection, names: frozenset[str]) -> int:
    """Trust the keys of these names no more; return how many there were."""
    held = read(connection)
    keys = tuple(key for key in held.keys if name_key(key) not in names)
    opening_keys = tuple(
        key for key in held.opening_keys if name_opening_key(key) not in names
    )
    _put(connection, GivenKeys(keys=keys, opening_keys=opening_keys))
    return len(held.keys) + len(held.opening_keys) - len(keys) - len(opening_keys)


def name_opening_key(opening_key: bytes) -> str:
    """Return by what people call an opening key; it tells nothing of the key."""
    return name_key(IssuerKey(issuer="", key=b"opening " + opening_key, scopes=()))


def _put(connection: Connection, held: GivenKeys) -> None:
    settings.put(connection, _SETTING, msgspec.msgpack.encode(held))
    settings.mark_rules(connection)
