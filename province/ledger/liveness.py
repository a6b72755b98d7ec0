"""Liveness: connections to PostgreSQL that were put aside are asked whether they still are."""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError, InvalidatePoolError

IDLE_S = 1.0
"""A server that stops is away for longer. Asked each time (`pool_pre_ping`), a batch
asked thrice, for a twentieth of what it costs (measured)."""

_PUT_BACK = "put_back_at"


def watch(engine: Engine, idle_s: float = IDLE_S) -> None:
    """Have `engine` replace connections that broke while nobody used them for `idle_s`."""

    def ask(connection: Any, record: Any, _: object) -> None:
        """Ask the server for a sign; `Any`: the driver's connection, the pool's record."""
        put_back_at = record.info.get(_PUT_BACK)
        if put_back_at is None or time.monotonic() - put_back_at < idle_s:
            return
        try:
            engine.dialect.do_ping(connection)
        except (DBAPIError, engine.dialect.loaded_dbapi.Error) as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkout", ask)
    event.listen(engine, "checkin", _note)


def _note(_: object, record: Any) -> None:
    """Remember when a connection was put back; `Any` is the pool's record."""
    record.info[_PUT_BACK] = time.monotonic()
