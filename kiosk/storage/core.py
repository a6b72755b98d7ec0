"""Core: SQLAlchemy over connections that the driver has opened.

Loaded by name, with the first statement that needs it (`Connection.core`).
"""

import threading
from contextlib import closing
from typing import TYPE_CHECKING

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

if TYPE_CHECKING:
    import sqlite3  # lends its type; loaded, it would be a second SQLite in the process

_handed = threading.local()
_ENGINE = create_engine(
    "sqlite://",
    module=sqlcipher,
    creator=lambda: _handed.driver,
    poolclass=NullPool,
    pool_reset_on_return=None,  # transactions are the driver's
    hide_parameters=True,  # they are people's
)
"""One for all connections, so that a statement is compiled once."""


def bind(driver: "sqlite3.Connection") -> Connection:
    """Return a connection of SQLAlchemy's that speaks through `driver`.

    It stays in what it takes for one transaction, so that it never ends one: the
    driver does, for whoever uses both.
    """
    _handed.driver = driver
    connection = _ENGINE.connect()
    connection.begin()
    return connection


def _introduce() -> None:
    """Let SQLAlchemy ask what it asks of its first connection: it rolls that one back."""
    with closing(sqlcipher.connect(":memory:")) as driver, bind(driver):
        pass


_introduce()
