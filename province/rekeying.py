"""Rekeying: the ledger's own keys renewed, and what is under former ones brought along.

`renew` makes new keys, by which all that comes is sealed and named from then on. The
upkeep seals the rest anew and gives persons new join keys, in small transactions that
a crash leaves whole, and destroys the former keys once nothing is left to them.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import Connection

from province import join_key
from province.identity import KEY_BYTES
from province.keys import KeyFolder
from province.ledger import joins, sealed_columns, settings, stays, vault
from province.ledger.database import Database
from province.ledger.joins import Joiner
from province.ledger.sealed_columns import COLUMNS
from province.ledger.vault import Purpose
from province.services import Services

LEDGER = "ledger"
"""What `province keys rotate` calls these keys."""
OPEN = timedelta(minutes=10)
"""No batch that was sealed by a former key is still to be written after this long."""
ROUND_S = 5.0
PERSONS = 200
"""Given new keys in one transaction."""
_NAMING_AT = "rekeying_persons_at"
_SEALING_AT = "rekeying_values_at"
"""Settings that say how far it is: a stopped round goes on there."""

_Key = bytes | int | str


def renew(database: Database, now: datetime) -> None:
    """Make new keys for sealing and joining."""
    with database.writing() as connection:
        keeper = vault.find(connection)
        for purpose in Purpose:
            keeper.add(connection, purpose, now)


def keep_up(services: Services, now: datetime) -> None:
    """Bring along what is under former keys, for some seconds."""
    bring_along(services.database, services.keys, now, seconds=ROUND_S)


def bring_along(
    database: Database, keys: KeyFolder, now: datetime, *, seconds: float
) -> bool:
    """Work for so many seconds, a step of each at least; say whether nothing is left."""
    ending = monotonic() + seconds

    def goes_on() -> bool:
        return monotonic() < ending

    is_named = _name_all(database, keys, goes_on)
    return _seal_all(database, now, goes_on) and is_named


def _name_all(database: Database, keys: KeyFolder, goes_on: Callable[[], bool]) -> bool:
    secret = join_key.load(keys)
    with database.reading() as connection:
        if not joins.read(connection, secret).former:
            return True
    while True:
        with database.writing() as connection:
            stays.lock(connection)
            if _name_some(connection, joins.read(connection, secret)):
                return True
        if not goes_on():
            return False


def _name_some(connection: Connection, joiner: Joiner) -> bool:
    """Give some persons their newest keys; say whether nobody is left."""
    after = _read_place(connection, _NAMING_AT, joiner.newest)
    begin = after[0] if after else bytes(KEY_BYTES)
    assert isinstance(begin, bytes)  # noqa: S101 - as it is stored below
    found = joins.list_former(connection, joiner, begin, PERSONS)
    for number in {number for _, number in found}:
        persons = [key for key, its in found if its == number]
        joins.move(connection, joiner, persons, number)
    if found:
        _store_place(connection, _NAMING_AT, joiner.newest, (found[-1][0],))
    else:
        joins.finish(connection, joiner)
    return not found


def _seal_all(database: Database, now: datetime, goes_on: Callable[[], bool]) -> bool:
    with database.reading() as connection:
        listed = vault.find(connection).list_keys(connection, Purpose.SEAL)
    if len(listed) < 2:
        return True
    newest = listed[max(listed)]
    if now < newest.made_at + OPEN:
        return False
    while True:
        with database.writing() as connection:
            if _seal_some(connection, newest.number):
                for number in set(listed) - {newest.number}:
                    vault.find(connection).drop(connection, Purpose.SEAL, number)
                return True
        if not goes_on():
            return False


def _seal_some(connection: Connection, newest: int) -> bool:
    """Seal some values anew; say whether none is left."""
    column, *after = _read_place(connection, _SEALING_AT, newest) or (0,)
    if column == len(COLUMNS):
        return True
    this = COLUMNS[int(column)]
    done = sealed_columns.seal_anew(connection, this, tuple(after) or None)
    place = (int(column) + 1,) if done.end is None else (column, *done.end)
    _store_place(connection, _SEALING_AT, newest, place)
    return False


def _read_place(connection: Connection, name: str, newest: int) -> tuple[_Key, ...]:
    """Return how far it is towards the key `newest`; nothing where it is to begin."""
    text = settings.read(connection, name)
    towards, place = json.loads(text) if text else (None, [])
    if towards != newest:
        return ()
    return tuple(
        bytes.fromhex(one["hex"]) if isinstance(one, dict) else one for one in place
    )


def _store_place(
    connection: Connection, name: str, newest: int, place: Sequence[_Key]
) -> None:
    told = [{"hex": one.hex()} if isinstance(one, bytes) else one for one in place]
    settings.store(connection, name, json.dumps([newest, told]))
