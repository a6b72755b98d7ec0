"""Database: the ledger opened, on SQLite or PostgreSQL."""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from province.errors import LedgerError
from province.ledger import liveness, vault, walls
from province.ledger.schema import is_known, upgrade
from province.ledger.tables import REVISION
from province.ledger.vault import Vault
from province.ledger.walls import Wall

FILE_NAME = "province.db"
BUSY_TIMEOUT_S = 30
_POOL = 20
"""Kept open; as many again for a while, together one for each thread that serves."""
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what retention destroys is overwritten (0036)
)
_MIGRATION_LOCK = 7_304_155_102
"""Any number that nothing else in the database locks by."""


class Database:
    """The opened ledger; safe to share between threads.

    `reading` gives a connection that sees one state throughout; `writing`
    gives one transaction, committed at its end and undone by an exception.
    SQLite has one writer at a time, so `writing` takes its turn at the start;
    threads wait for a lock of ours, since SQLite itself sleeps and looks again.
    `writer` is then an engine of one connection, whose pages nobody else changes
    while it keeps them. `wall` says whether PostgreSQL itself refuses officers
    the rows of other units.
    """

    wall: Wall = Wall.NONE

    def __init__(self, engine: Engine, writer: Engine) -> None:
        self._engine = engine
        self._write_engine = writer
        self._writer = writer.execution_options(is_writing=True)
        is_sqlite = engine.dialect.name == "sqlite"
        self._turn = threading.Lock() if is_sqlite else contextlib.nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for questions."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Give a connection for one question, which PostgreSQL then need not begin and end."""
        if self._engine.dialect.name == "sqlite":
            with self.reading() as connection:
                yield connection
            return
        alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are kept together or not at all."""
        with self._turn, self._writer.begin() as connection:
            yield connection

    def empty_wal(self) -> bool:
        """Cut SQLite's write-ahead log to nothing, where that holds nobody up; say whether.

        Pages of before stand in it, with what was destroyed since.
        """
        if self._engine.dialect.name != "sqlite":
            return True
        place = str(self._engine.url.database)
        with self._turn, contextlib.closing(sqlite3.connect(place, timeout=0)) as own:
            row = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return bool(row[0] == 0)

    def close(self) -> None:
        """Close every connection."""
        self._write_engine.dispose()
        self._engine.dispose()


def open_database(folder: Path, url: str | None = None) -> Database:
    """Open the ledger in `folder`, or at `url`, and bring its schema up to date.

    Raises:
        LedgerError: It can't be reached, written, or is of a newer version.
    """
    target = _parse_url(folder, url)
    place = target.render_as_string(hide_password=True)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _keep_private(target)
        kept = Vault(folder / "keys")
        engine = _make_engine(target, kept)
        is_sqlite = engine.dialect.name == "sqlite"
        writer = _make_engine(target, kept, connections=1) if is_sqlite else engine
        database = Database(engine, writer)
    except OSError as error:
        raise LedgerError(
            f"'{error.filename or folder}' can't be made: {error.strerror}. "
            "Give another place with --data or --database, or mend its rights."
        ) from error
    try:
        _bring_up_to_date(database, place)
    except DBAPIError as error:
        database.close()
        raise LedgerError(
            f"The database '{place}' can't be opened: {_tell(error)}. "
            "Check --database, --data and their rights."
        ) from error
    except LedgerError:
        database.close()
        raise
    return database


def _keep_private(url: URL) -> None:
    """Make SQLite's file readable by its owner only, before anyone else makes it."""
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).touch(mode=0o600)


def _parse_url(folder: Path, url: str | None) -> URL:
    if url is None:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise LedgerError(
            "--database is no URL. Give it as 'postgresql+psycopg://USER@HOST/NAME'."
        ) from error
    match parsed.drivername:
        case "sqlite" if parsed.database:
            return parsed
        case "postgresql" | "postgresql+psycopg":
            return parsed.set(drivername="postgresql+psycopg")
        case name:
            raise LedgerError(
                f"--database names '{name}', which this server does not speak. "
                "Give 'postgresql+psycopg://USER@HOST/NAME' or 'sqlite:///FILE'."
            )


def _make_engine(url: URL, kept: Vault, *, connections: int = 2 * _POOL) -> Engine:
    is_sqlite = url.get_backend_name() == "sqlite"
    arguments = {"timeout": BUSY_TIMEOUT_S} if is_sqlite else {"connect_timeout": 10}
    try:
        engine = create_engine(
            url,
            connect_args=arguments,
            json_serializer=_encode_json,
            json_deserializer=msgspec.json.decode,
            execution_options={vault.OPTION: kept},
            hide_parameters=True,  # they hold names and numbers of people
            pool_size=min(_POOL, connections),
            max_overflow=max(0, connections - _POOL),
            # psycopg's pipelined executemany; one VALUES of 1,000 rows costs
            # 188 µs an entry in Python alone (measured).
            use_insertmanyvalues=False,
        )
    except NoSuchModuleError as error:
        raise LedgerError(f"No driver for '{url.drivername}': {error}.") from error
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        liveness.watch(engine)
    return engine


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode("utf-8")


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Set what SQLite forgets per connection; `Any` is the driver's connection."""
    connection.isolation_level = None  # we begin, not the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(connection: Any, _: object) -> None:
    """Forbid compiled queries and kept plans; `Any` is the driver's connection.

    The walls' terms make a query of 100 ms look as if it took long, and compiling it
    took 400 ms (measured). A prepared statement keeps a plan for any values, or the one
    that it got while its table was empty: a page of the log then took 300 ms for 6, and
    a batch twenty times as long (measured).
    """
    connection.execute("SET jit = off")
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    """Begin; a writer takes its turn now, so that it never fails half-way."""
    is_writing = connection.get_execution_options().get("is_writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _bring_up_to_date(database: Database, place: str) -> None:
    with database.reading() as connection:
        database.wall = walls.look(connection)
        is_up = _read_revision(connection) == REVISION
        if is_up and database.wall is not Wall.MISSING:
            return
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK}
            )
        _migrate(connection, place)
        database.wall = walls.raise_walls(connection)


def _migrate(connection: Connection, place: str) -> None:
    found = _read_revision(connection)
    if found is not None and not is_known(found):
        raise LedgerError(
            f"The database '{place}' has schema {found}, newer than this version "
            f"knows ({REVISION}). Nothing was changed; start the newer version."
        )
    upgrade(connection)


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def _tell(error: DBAPIError) -> str:
    return " ".join(str(error.orig).split())
