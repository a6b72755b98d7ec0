"""Migrations make the tables that the code names, no more and no less."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from kiosk.storage import entries
from kiosk.storage.database import Database
from kiosk.storage.migration import FOLDER, upgrade
from kiosk.storage.schema import HEAD_REVISION, read_revision
from kiosk.storage.slots import make_key
from kiosk.storage.tables import METADATA


def test_the_migrated_database_has_the_tables_of_the_code(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection.core)
        assert compare_metadata(context, METADATA) == []


def test_a_new_database_is_at_the_newest_revision(database: Database) -> None:
    with database.read() as connection:
        assert read_revision(connection) == HEAD_REVISION


def test_the_newest_revision_is_the_newest_file() -> None:
    names = sorted(path.name for path in Path(FOLDER, "versions").glob("v*.py"))
    assert names[-1].startswith(f"v{HEAD_REVISION}_")


def test_a_database_of_the_first_version_keeps_its_entries(tmp_path: Path) -> None:
    old = Database(tmp_path / "old.db", make_key().hex())
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with old.write() as connection:
        config.attributes["connection"] = connection.core
        command.upgrade(config, "0001")
        connection.exec_driver_sql("UPDATE head SET position = 7, pending = 3")
    with old.write() as connection:
        upgrade(connection)
    with old.read() as connection:
        head = entries.read_head(connection)
        assert read_revision(connection) == HEAD_REVISION
    old.close()
    assert (head.position, head.pending, head.admin) == (7, 3, 0)
