"""PIN: what keeps the admin's screen, as a slow hash with its wrong tries.

The tries are kept with the hash, so that neither a restart nor a pulled plug
gives new ones.
"""

import hmac
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kiosk.clock import Instant
from kiosk.protocol.content import Act
from kiosk.storage import admin_log, settings
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.slots import SCRYPT_N

SHORTEST = 4
LONGEST = 8
FREE_TRIES = 5
"""So many wrong ones in a row cost no wait (screens.md, rule 28)."""
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 3600
"""Each wrong one after those doubles the wait: 30 s, 60 s ... up to this."""

_NAME = "admin_pin"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Kept(msgspec.Struct, frozen=True):
    salt: bytes
    hash: bytes
    wrong: int = 0
    wrong_at_us: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """It is the PIN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """It is not the PIN."""

    tries_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Too many wrong ones: nothing is checked for `left_s`."""

    left_s: int


PinAnswer = Right | Wrong | Wait


def is_pin(text: str) -> bool:
    """Say whether `text` can be a PIN: 4 to 8 digits."""
    return SHORTEST <= len(text) <= LONGEST and text.isascii() and text.isdigit()


def is_set(connection: Connection) -> bool:
    """Say whether there is a PIN."""
    return settings.get(connection, _NAME) is not None


def set_pin(
    database: Database, pin: str, *, at: Instant, who: str, forgotten: bool = False
) -> None:
    """Make `pin` the PIN; wrong tries are forgotten.

    The admin log says `who` did it; `forgotten` where not the old one was asked
    for, but the recovery passphrase.

    Raises:
        ValueError: it is none, which the screen does not let through.
    """
    if not is_pin(pin):
        raise ValueError(f"A PIN has {SHORTEST} to {LONGEST} digits.")
    salt = os.urandom(16)
    kept = _Kept(salt=salt, hash=_derive(pin, salt))
    act = Act.PIN_RESET if forgotten else Act.PIN_CHANGED
    with database.write() as connection:
        _put(connection, kept)
        admin_log.append(connection, act, {"who": who}, at=at)


def drop_pin(database: Database, *, at: Instant, who: str) -> bool:
    """Forget the PIN, so that the next at the screen sets one; say whether there was one."""
    with database.write() as connection:
        if not is_set(connection):
            return False
        settings.drop(connection, _NAME)
        admin_log.append(connection, Act.PIN_RESET, {"who": who}, at=at)
        return True


def check_pin(database: Database, pin: str, *, at: Instant, who: str) -> PinAnswer:
    """Say whether `pin` is the PIN; a wait that begins is noted in the admin log.

    The try is kept as a wrong one before it is compared: whoever pulls the
    plug meanwhile has used it up.
    """
    with database.write() as connection:
        kept = _get(connection)
        if kept is None:  # it was reset just now: none fits
            return Wrong(tries_left=FREE_TRIES)
        left_s = _find_wait_s(kept, at.wall)
        if left_s:
            return Wait(left_s=left_s)
        tried = msgspec.structs.replace(
            kept,
            wrong=kept.wrong + 1,
            wrong_at_us=(at.wall - _EPOCH) // timedelta(microseconds=1),
        )
        _put(connection, tried)
    # Outside the transaction: it takes 0.1 s, and the gate goes on meanwhile.
    if hmac.compare_digest(_derive(pin, kept.salt), kept.hash):
        _forget_wrong(database, tried)
        return Right()
    left_s = _find_wait_s(tried, at.wall)
    if not left_s:
        return Wrong(tries_left=FREE_TRIES - tried.wrong)
    said = {"who": who, "wrong": tried.wrong, "wait_s": left_s}
    with database.write() as connection:
        admin_log.append(connection, Act.PIN_REFUSED, said, at=at)
    return Wait(left_s=left_s)


def _forget_wrong(database: Database, tried: _Kept) -> None:
    """Forget the wrong tries, unless the PIN was reset or tried meanwhile."""
    with database.write() as connection:
        if _get(connection) == tried:
            _put(connection, msgspec.structs.replace(tried, wrong=0, wrong_at_us=0))


def _find_wait_s(kept: _Kept, now: datetime) -> int:
    """Return how long nothing is checked; a clock that was set back costs one wait."""
    if kept.wrong < FREE_TRIES:
        return 0
    doublings = min(kept.wrong - FREE_TRIES, LONGEST_WAIT_S.bit_length())
    wait = timedelta(seconds=min(FIRST_WAIT_S << doublings, LONGEST_WAIT_S))
    until = _EPOCH + timedelta(microseconds=kept.wrong_at_us) + wait
    left = min(max(until - now, timedelta()), wait)
    return -(-left // timedelta(seconds=1))


def _derive(pin: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=SCRYPT_N, r=8, p=1).derive(
        pin.encode("utf-8")
    )


def _get(connection: Connection) -> _Kept | None:
    value = settings.get(connection, _NAME)
    return None if value is None else msgspec.msgpack.decode(value, type=_Kept)


def _put(connection: Connection, kept: _Kept) -> None:
    settings.put(connection, _NAME, msgspec.msgpack.encode(kept))
