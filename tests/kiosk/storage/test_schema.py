"""The schema's revision is read from the database, and a newer one is refused."""

from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.errors import StorageError
from kiosk.storage.database import Database
from kiosk.storage.schema import HEAD_REVISION, read_revision, refuse_newer
from kiosk.storage.slots import make_key

HERE = Path("kiosk.db")


def test_a_migrated_database_says_its_revision(database: Database) -> None:
    with database.read() as connection:
        assert read_revision(connection) == HEAD_REVISION


def test_an_empty_database_has_no_revision(tmp_path: Path) -> None:
    empty = Database(tmp_path / "empty.db", make_key().hex())
    with empty.read() as connection:
        assert read_revision(connection) is None
    empty.close()


def test_a_revision_that_was_never_finished_is_none(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        assert read_revision(connection) is None


@pytest.mark.parametrize("revision", [None, "0000", HEAD_REVISION])
def test_what_is_as_old_as_this_program_or_older_is_taken(
    revision: str | None,
) -> None:
    refuse_newer(HERE, revision)


@pytest.mark.parametrize("revision", [f"{int(HEAD_REVISION) + 1:04}", "0100", "9999"])
def test_what_is_newer_is_refused_by_name(revision: str) -> None:
    with pytest.raises(
        StorageError, match=f"schema {revision}, newer than {HEAD_REVISION}"
    ):
        refuse_newer(HERE, revision)
