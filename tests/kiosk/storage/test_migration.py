"""Migrations make the tables that the code names, no more and no less."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kiosk.storage.database import Database
from kiosk.storage.migration import FOLDER
from kiosk.storage.schema import HEAD_REVISION, read_revision
from kiosk.storage.tables import METADATA


def test_the_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_a_new_database_is_at_the_newest_revision(database: Database) -> None:
    with database.read() as connection:
        assert read_revision(connection) == HEAD_REVISION


def test_the_newest_revision_is_the_newest_file() -> None:
    names = sorted(path.name for path in Path(FOLDER, "versions").glob("v*.py"))
    assert names[-1].startswith(f"v{HEAD_REVISION}_")
