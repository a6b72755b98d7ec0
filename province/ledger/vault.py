"""Vault: what names a person, sealed so that the database alone tells of nobody.

Every value is sealed for its row and its place (AES-256-GCM, a random nonce each) by
a data key, which stands in `ledger_keys` wrapped by the master key. The value begins
with the number of its key, so that keys can follow each other (`province.rekeying`).
A random nonce repeats with a chance of 2^-33 after 2^32 values: long before that a
key is to be renewed.
"""

import logging
import os
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from itertools import repeat
from operator import add
from pathlib import Path
from typing import cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, delete, insert, select

from kiosk.protocol import content
from kiosk.protocol.batch import Row
from kiosk.protocol.content import Content
from province.clock import read_now
from province.errors import KeyFileError, LedgerError
from province.ledger import master_key, packing
from province.ledger.key_tables import ledger_keys

OPTION = "vault"
"""The execution option of an engine by which its connections have their vault."""
MOST_KEYS = 0x0FFF
_PLAIN, _ODD = 0, 15
"""How a value was packed where it was not by a dictionary (1 to 14): not at all, and
with a salt that is none of a kiosk's."""
_HEAD = struct.Struct(">H")
"""How a value was packed in its upper four bits, the number of its key below."""
_LENGTH = struct.Struct(">I")
_FORM_SHIFT = 12
_NONCE_BYTES = 12
_KEY_BYTES = 32
_SALT_BYTES = 16

_LIST = select(
    ledger_keys.c.number, ledger_keys.c.wrapped, ledger_keys.c.made_at
).where(ledger_keys.c.purpose == bindparam("its_purpose"))

log = logging.getLogger(__name__)


class Purpose(StrEnum):
    """What a key of the ledger is for."""

    SEAL = "seal"
    JOIN = "join"
    """Enciphers join keys (`province.ledger.joins`)."""


class Place(StrEnum):
    """What a sealed value is; one of another place or row never opens."""

    ENTRY = "entries"
    ACT = "admin_log"
    CONFLICT = "conflicts"
    WATCHED = "watched"
    WATCH_KEY = "watch_keys"
    PASS = "passes"  # noqa: S105 - a gate's
    REASON = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An unwrapped key."""

    number: int
    secret: bytes
    made_at: datetime


_NAMES = {place: place.encode("ascii") + b"\0" for place in Place}


class Sealer:
    """Seals by the newest key; not to be kept longer than a transaction."""

    def __init__(self, key: Key) -> None:
        self.number = key.number
        self._cipher = AESGCM(key.secret)
        self._heads = [
            _HEAD.pack(form << _FORM_SHIFT | key.number) for form in range(16)
        ]

    def seal(self, place: Place, row: bytes, plain: bytes) -> bytes:
        """Return `plain` sealed for `row` of `place`."""
        return self._seal(self._heads[_PLAIN], _NAMES[place] + row, plain)

    def seal_content(self, place: Place, row: bytes, salt: bytes, told: bytes) -> bytes:
        """Return salt and content, packed and sealed for `row` of `place`."""
        if len(salt) == _SALT_BYTES:
            head, plain = self._heads[packing.NEWEST], salt + packing.pack(told)
        else:
            head, plain = self._heads[_ODD], _LENGTH.pack(len(salt)) + salt + told
        return self._seal(head, _NAMES[place] + row, plain)

    def seal_rows(self, place: Place, rows: Sequence[Row]) -> list[bytes]:
        """Return what `seal_content` would of each; many at once cost two thirds."""
        salts = [row.salt for row in rows]
        if {*map(len, salts)} != {_SALT_BYTES}:
            return [
                self.seal_content(place, row.entry_id, row.salt, row.content)
                for row in rows
            ]
        head = self._heads[packing.NEWEST]
        named = head + _NAMES[place]
        nonces = _make_nonces(len(rows))
        packed = packing.pack_all([row.content for row in rows])
        plain = map(add, salts, packed)
        told = map(named.__add__, [row.entry_id for row in rows])
        sealed = map(self._cipher.encrypt, nonces, plain, told)
        return [*map(b"".join, zip(repeat(head), nonces, sealed, strict=False))]

    def seal_again(self, place: Place, row: bytes, opened: tuple[int, bytes]) -> bytes:
        """Return what another key had sealed (`Opener.take_out`), sealed by this one."""
        form, plain = opened
        return self._seal(self._heads[form], _NAMES[place] + row, plain)

    def _seal(self, head: bytes, named: bytes, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return b"".join((head, nonce, self._cipher.encrypt(nonce, plain, head + named)))


def _make_nonces(count: int) -> list[bytes]:
    drawn = os.urandom(count * _NONCE_BYTES)
    return [
        drawn[start : start + _NONCE_BYTES]
        for start in range(0, len(drawn), _NONCE_BYTES)
    ]


class Opener:
    """Opens what any key that the ledger has had sealed."""

    def __init__(self, keys: Mapping[int, Key]) -> None:
        self._keys = keys
        self._ciphers: dict[int, AESGCM] = {}

    def open(self, place: Place, row: bytes, sealed: bytes) -> bytes | None:
        """Return what was sealed for `row` of `place`, None where that is not this."""
        opened = self.take_out(place, row, sealed)
        return None if opened is None else opened[1]

    def open_content(
        self, place: Place, row: bytes, sealed: bytes
    ) -> tuple[bytes, bytes] | None:
        """Return the salt and content of an entry, None where they were altered."""
        opened = self.take_out(place, row, sealed)
        if opened is None:
            return None
        form, plain = opened
        if form == _ODD:
            (length,) = _LENGTH.unpack_from(plain)
            end = _LENGTH.size + length
            return plain[_LENGTH.size : end], plain[end:]
        return plain[:_SALT_BYTES], packing.unpack(plain[_SALT_BYTES:], form)

    def read(self, row: bytes, sealed: bytes | None) -> Content | None:
        """Return what an entry says; None where that was destroyed or altered."""
        if sealed is None:
            return None
        opened = self.open_content(Place.ENTRY, row, sealed)
        return None if opened is None else content.decode(opened[1])

    def take_out(
        self, place: Place, row: bytes, sealed: bytes
    ) -> tuple[int, bytes] | None:
        """Return how a value was packed, and the value so."""
        head = sealed[: _HEAD.size]
        (told,) = _HEAD.unpack(head)
        cipher = self._find(read_number(head))
        body = _HEAD.size + _NONCE_BYTES
        try:
            plain = cipher.decrypt(
                sealed[_HEAD.size : body], sealed[body:], head + _NAMES[place] + row
            )
        except InvalidTag:
            log.warning("a value of %s was altered, row %s", place, row.hex())
            return None
        return told >> _FORM_SHIFT, plain

    def _find(self, number: int) -> AESGCM:
        if number not in self._ciphers:
            if number not in self._keys:
                raise LedgerError(
                    f"The ledger has no key {number}, by which something in it is "
                    "sealed. Bring back a whole backup of the database."
                )
            self._ciphers[number] = AESGCM(self._keys[number].secret)
        return self._ciphers[number]


class Vault:
    """The keys of a ledger whose master key lies in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._master = b""

    def make_sealer(self, connection: Connection) -> Sealer:
        """Return what seals; the first key is made in the transaction that needs it."""
        keys = self.list_keys(connection, Purpose.SEAL)
        newest = keys[max(keys)] if keys else self.add(connection, Purpose.SEAL)
        return Sealer(newest)

    def make_opener(self, connection: Connection) -> Opener:
        """Return what opens."""
        return Opener(self.list_keys(connection, Purpose.SEAL))

    def list_keys(self, connection: Connection, purpose: Purpose) -> dict[int, Key]:
        """Return the keys of `purpose` by their numbers; the highest is the newest.

        Asked each time: another process may have added one.
        """
        rows = connection.execute(_LIST, {"its_purpose": purpose.value}).all()
        return {
            row.number: Key(
                number=row.number,
                secret=self._unwrap(purpose, row.number, row.wrapped),
                made_at=row.made_at,
            )
            for row in rows
        }

    def add(
        self, connection: Connection, purpose: Purpose, now: datetime | None = None
    ) -> Key:
        """Make a key of `purpose`, the newest from now on."""
        keys = self.list_keys(connection, purpose)
        number = max(keys, default=0) + 1
        if number > MOST_KEYS:
            raise KeyFileError("The ledger's keys were renewed as often as can be.")
        master = (
            master_key.load if self._has_keys(connection) else master_key.load_or_make
        )
        made = Key(
            number=number,
            secret=AESGCM.generate_key(8 * _KEY_BYTES),
            made_at=now or read_now(),
        )
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(master(self._folder)).encrypt(
            nonce, made.secret, _name(purpose, number)
        )
        connection.execute(
            insert(ledger_keys).values(
                purpose=purpose.value,
                number=number,
                wrapped=nonce + sealed,
                made_at=made.made_at,
            )
        )
        return made

    def drop(self, connection: Connection, purpose: Purpose, number: int) -> None:
        """Destroy a key by which nothing is sealed any more."""
        this = ledger_keys.c.purpose == purpose.value, ledger_keys.c.number == number
        connection.execute(delete(ledger_keys).where(*this))

    def _has_keys(self, connection: Connection) -> bool:
        return connection.scalar(select(ledger_keys.c.number).limit(1)) is not None

    def _unwrap(self, purpose: Purpose, number: int, wrapped: bytes) -> bytes:
        master = self._master or master_key.load(self._folder)
        secret = _unwrap(master, _name(purpose, number), wrapped)
        self._master = master
        return secret


def read_number(sealed: bytes) -> int:
    """Return the number of the key that something was sealed by."""
    told: int = _HEAD.unpack_from(sealed)[0]
    return told & MOST_KEYS


def find(connection: Connection) -> Vault:
    """Return the vault of the ledger that `connection` leads to."""
    return cast("Vault", connection.get_execution_options()[OPTION])


def find_sealer(connection: Connection) -> Sealer | None:
    """Return what seals, None where the ledger has no key yet: one is to be made."""
    keys = find(connection).list_keys(connection, Purpose.SEAL)
    return Sealer(keys[max(keys)]) if keys else None


def open_sealed(connection: Connection) -> Opener:
    """Return what opens values of the ledger that `connection` leads to."""
    return find(connection).make_opener(connection)


def start_sealing(connection: Connection) -> Sealer:
    """Return what seals values for the ledger that `connection` leads to."""
    return find(connection).make_sealer(connection)


@lru_cache(maxsize=64)
def _unwrap(master: bytes, named: bytes, wrapped: bytes) -> bytes:
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return AESGCM(master).decrypt(nonce, sealed, named)
    except InvalidTag as error:
        raise KeyFileError(
            f"The file '{master_key.NAME}' is not the one of this ledger. Bring back "
            "the one that was backed up with it."
        ) from error


def _name(purpose: Purpose, number: int) -> bytes:
    return f"{purpose}:{number}".encode("ascii")
