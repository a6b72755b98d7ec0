"""Turn: work that only one process of one ledger may do at a time."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from province.clock import Clock
from province.errors import OutsideError
from province.ledger import leases
from province.ledger.database import Database

PUBLISHING = "lease_publishing"
LIFE = timedelta(minutes=2)
"""A roster of all a province knows is written within seconds; a machine that died
meanwhile keeps others waiting no longer than this."""
_LOOK_EVERY_S = 0.2
_WAIT = timedelta(seconds=30)


@contextmanager
def take_turn(database: Database, name: str, clock: Clock) -> Iterator[None]:
    """Hold the lease `name` for as long as the block runs, waiting for it where another has it.

    Raises:
        OutsideError: Another process has held it for half a minute.
    """
    holder = secrets.token_hex(8)
    _wait_for(database, name, holder, clock)
    try:
        yield
    finally:
        with database.writing() as connection:
            leases.give_back(connection, name, holder)


def _wait_for(database: Database, name: str, holder: str, clock: Clock) -> None:
    given_up_at = clock() + _WAIT
    pause = threading.Event()
    while True:
        now = clock()
        with database.writing() as connection:
            if leases.take(connection, name, holder, now=now, life=LIFE):
                return
        if now >= given_up_at:
            raise OutsideError(
                f"Another process has held '{name}' of this ledger for "
                f"{_WAIT.seconds} s. Try again in a few minutes."
            )
        pause.wait(_LOOK_EVERY_S)
