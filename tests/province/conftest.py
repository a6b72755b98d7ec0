"""Conftest: ledgers on both databases, and a province that is prepared."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from province.keys import KeyFolder
from province.ledger.database import FILE_NAME, Database, open_database
from province.ledger.every_table import metadata
from province.ledger.settings import PUBLIC_URL, store
from province.ledger.tables import REVISION
from province.publishing import Publication
from province.services import Services
from tests.province.builders import NOW
from tests.province.postgres import run_cluster
from tests.province.processes import Running, serve

LIST_FILLED = " UNION ALL ".join(
    f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})"  # noqa: S608 - ours
    for name in metadata.tables
)
LIST_USED = "SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL"
BEGIN_AGAIN = (
    "INSERT INTO settings (name, value) VALUES ('point_counter', '0')",
    f"UPDATE alembic_version SET version_num = '{REVISION}'",  # noqa: S608 - ours
)


def empty(connection: Connection) -> None:
    """Bring a used ledger back to how its migration left it.

    A database of its own for each test writes 7 MB, TRUNCATE makes 200 files
    anew (0.7 s); this takes 15 ms.
    """
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    for name in connection.scalars(text(LIST_FILLED)).all():
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - ours
    for name in connection.scalars(text(LIST_USED)).all():
        connection.execute(text(f"ALTER SEQUENCE {name} RESTART"))
    for statement in BEGIN_AGAIN:
        connection.execute(text(statement))


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Give the URL of a ledger in a private PostgreSQL cluster."""
    with run_cluster() as url:
        open_database(Path("/"), url).close()
        yield url


@pytest.fixture
def postgres_url(cluster: str) -> str:
    """Return the URL of an empty PostgreSQL ledger."""
    engine = create_engine(cluster)
    with engine.begin() as connection:
        empty(connection)
    engine.dispose()
    return cluster


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty ledger on SQLite as its migrations leave it: they take 0.4 s."""
    folder = tmp_path_factory.mktemp("migrated")
    open_database(folder).close()
    return folder / FILE_NAME


@pytest.fixture
def sqlite(tmp_path: Path, migrated: Path) -> Iterator[Database]:
    """Give a fresh ledger on SQLite."""
    shutil.copy(migrated, tmp_path)
    with contextlib.closing(open_database(tmp_path)) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Give a fresh ledger on each database in turn."""
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    else:
        shutil.copy(request.getfixturevalue("migrated"), tmp_path)
    with contextlib.closing(open_database(tmp_path, url)) as database:
        yield database


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    """Return the keys of a new province."""
    made = KeyFolder(tmp_path / "data")
    made.create_missing()
    return made


@pytest.fixture
def services(sqlite: Database, keys: KeyFolder, tmp_path: Path) -> Services:
    """Return the parts of a province with keys, a roster and an address."""
    publication = Publication(tmp_path, keys)
    publication.publish_if_due(NOW)
    with sqlite.writing() as connection:
        store(connection, PUBLIC_URL, "http://127.0.0.1:8080")
    return Services(
        database=sqlite, keys=keys, publication=publication, clock=lambda: NOW
    )


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Give a province that serves on loopback, as a real process."""
    with serve(tmp_path_factory.mktemp("province") / "data") as running:
        yield running


@pytest.fixture
def served(province: Running) -> Iterator[Database]:
    """Give the ledger of the running province."""
    with contextlib.closing(open_database(province.data)) as database:
        yield database
