"""Schema: which shape the database has."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, text

from kiosk.errors import StorageError

HEAD_REVISION = "0005"
"""The newest file in migrations/versions; a test holds the two together."""

Upgrade = Callable[[Connection], None]
"""Brings a database to `HEAD_REVISION`; the caller commits. It is
`kiosk.storage.migration.upgrade`, handed in so that Alembic (150 ms) is loaded
only when it is needed."""


def read_revision(connection: Connection) -> str | None:
    """Return the revision that the database says it has, None where it is empty."""
    known = connection.execute(
        text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    ).scalar()
    if known is None:
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def refuse_newer(path: Path, revision: str | None) -> None:
    """Raise StorageError where the database is of a newer version than this program."""
    if revision is not None and revision > HEAD_REVISION:
        raise StorageError(
            f"Database {path} has schema {revision}, newer than {HEAD_REVISION} which "
            "this version knows: install the newer version again. The file was not changed."
        )
