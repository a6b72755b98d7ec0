"""Settings: single values that the database keeps beside the entries."""

import secrets

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.protocol import identifiers, signature
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

_IDENTITY = "identity"
_ENROLMENT = "enrolment"
_RULES = "rules"
_GET = Statement("SELECT value FROM settings WHERE name = :name")
_PUT = Statement(
    "INSERT INTO settings (name, value) VALUES (:name, :value) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_DROP = Statement("DELETE FROM settings WHERE name = :name")


class _StoredIdentity(msgspec.Struct, frozen=True):
    private_key: bytes
    hash_key: bytes
    epoch: str


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this kiosk is: made with its database, before any enrolment.

    `hash_key` keys the hashes of holders and payloads inside the database.
    `epoch` names the chain; a restored or copied database starts a new one.
    """

    kiosk_id: str
    private_key: Ed25519PrivateKey
    hash_key: bytes
    epoch: str


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """Where this kiosk belongs, as the province answered.

    `token` is the one-time token of the code it was enrolled with, so that the
    same code can be given again without harm. `root` is TUF's root.json that
    the code named by its hash: all trust in the roster starts there. `ca` is
    the certificate (DER) that it named too, empty for a public CA's.
    """

    token: bytes
    url: str
    root: bytes
    point: str
    point_name: str
    gate: str
    province: str
    ca: bytes = b""


def make_identity(connection: Connection) -> None:
    """Give a new database its keys."""
    stored = _StoredIdentity(
        private_key=Ed25519PrivateKey.generate().private_bytes_raw(),
        hash_key=secrets.token_bytes(32),
        epoch=secrets.token_hex(4),
    )
    put(connection, _IDENTITY, msgspec.msgpack.encode(stored))


def renew_epoch(connection: Connection) -> Identity:
    """Name the chain anew: after a restore, a recovery, or on another machine.

    The kiosk, its keys and the chain's head stay; the caller commits.
    """
    value = get(connection, _IDENTITY)
    stored = msgspec.msgpack.decode(value or b"", type=_StoredIdentity)
    renewed = msgspec.structs.replace(stored, epoch=secrets.token_hex(4))
    put(connection, _IDENTITY, msgspec.msgpack.encode(renewed))
    return read_identity(connection)


def read_identity(connection: Connection) -> Identity:
    """Return who this kiosk is."""
    value = get(connection, _IDENTITY)
    stored = msgspec.msgpack.decode(value or b"", type=_StoredIdentity)
    private_key = Ed25519PrivateKey.from_private_bytes(stored.private_key)
    public_key = signature.get_public_bytes(private_key)
    return Identity(
        kiosk_id=identifiers.make_kiosk_id(public_key),
        private_key=private_key,
        hash_key=stored.hash_key,
        epoch=stored.epoch,
    )


def read_enrolment(connection: Connection) -> Enrolment | None:
    """Return where this kiosk belongs, None where it is not enrolled."""
    value = get(connection, _ENROLMENT)
    return None if value is None else msgspec.msgpack.decode(value, type=Enrolment)


def put_enrolment(connection: Connection, enrolment: Enrolment) -> None:
    """Keep where this kiosk belongs."""
    put(connection, _ENROLMENT, msgspec.msgpack.encode(enrolment))


def mark_rules(connection: Connection) -> None:
    """Say that what decisions rest on has changed; whoever is running looks for it."""
    put(connection, _RULES, secrets.token_bytes(8))


def read_rules_mark(connection: Connection) -> bytes:
    """Return what `mark_rules` left last, empty before the first time."""
    return get(connection, _RULES) or b""


def get(connection: Connection, name: str) -> bytes | None:
    """Return the value of `name`, None where it has none."""
    value: bytes | None = _GET.find_value(connection, {"name": name})
    return value


def put(connection: Connection, name: str, value: bytes) -> None:
    """Set the value of `name`."""
    _PUT.run(connection, {"name": name, "value": value})


def drop(connection: Connection, name: str) -> None:
    """Forget `name`."""
    _DROP.run(connection, {"name": name})
