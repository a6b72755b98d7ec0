"""Schema: which shape the database has."""

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import StorageError
from kiosk.storage.connection import Connection
from kiosk.storage.statement import Statement

HEAD_REVISION = "0005"
"""The newest file in migrations/versions; a test holds the two together."""

_FIND_VERSIONS = Statement("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
_READ_REVISION = Statement("SELECT version_num FROM alembic_version")

Upgrade = Callable[[Connection], None]
"""Brings a database to `HEAD_REVISION`; the caller commits. It is
`kiosk.storage.migration.upgrade`, handed in so that Alembic (150 ms) is loaded
only when it is needed."""


def read_revision(connection: Connection) -> str | None:
    """Return the revision that the database says it has, None where it is empty."""
    if _FIND_VERSIONS.find(connection) is None:
        return None
    revision: str | None = _READ_REVISION.find_value(connection)
    return revision


def get_former_copy(path: Path) -> Path:
    """Return where the database of before an upgrade stands while it is needed."""
    return path.with_name(f"{path.name}.before-{HEAD_REVISION}")


def refuse_newer(path: Path, revision: str | None) -> None:
    """Raise StorageError where the database is of a newer version than this program."""
    if revision is not None and revision > HEAD_REVISION:
        raise StorageError(
            f"Database {path} has schema {revision}, newer than {HEAD_REVISION} which "
            "this version knows: install the newer version again. The file was not changed."
        )
