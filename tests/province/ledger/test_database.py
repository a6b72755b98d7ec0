"""Tests of opening the ledger."""

import contextlib
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, select, text

from province.errors import LedgerError
from province.ledger import settings
from province.ledger.arrivals import append_batch
from province.ledger.database import FILE_NAME, Database, open_database
from province.ledger.schema import read_head
from province.ledger.tables import REVISION, epochs, heads, metadata
from province.migrations.versions import v0007_clocks_and_forks as v0007
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def test_the_migrations_make_what_the_tables_say(ledger: Database) -> None:
    with ledger.reading() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_known_revision_is_the_newest_migration() -> None:
    assert read_head() == REVISION


def test_a_newer_schema_is_refused_and_left_alone(
    ledger: Database, tmp_path: Path
) -> None:
    with ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        url = connection.engine.url.render_as_string(hide_password=False)

    with pytest.raises(LedgerError, match="newer than this version"):
        open_database(tmp_path, url)

    with ledger.reading() as connection:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert found == "9999"


def test_a_transaction_that_fails_is_undone(ledger: Database) -> None:
    with contextlib.suppress(ZeroDivisionError), ledger.writing() as connection:
        settings.store(connection, "a", "1")
        raise ZeroDivisionError

    with ledger.reading() as connection:
        assert settings.read(connection, "a") is None


def test_what_is_stored_last_counts(ledger: Database) -> None:
    with ledger.writing() as connection:
        settings.store(connection, "a", "1")
        settings.store(connection, "a", "2")
        assert settings.read(connection, "a") == "2"


def test_sqlite_waits_for_the_disk_and_keeps_its_keys(sqlite: Database) -> None:
    with sqlite.reading() as connection:
        told = [
            connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert told == ["wal", 2, 1, 30_000]


def test_only_the_owner_reads_the_file(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.writing() as connection:
        settings.store(connection, "a", "1")

    modes = {stat.S_IMODE(f.stat().st_mode) for f in tmp_path.glob(f"{FILE_NAME}*")}
    assert modes == {0o600}


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("no url", "is no URL"),
        ("mysql://a@b/c", "names 'mysql'"),
        ("postgresql+psycopg://a:secret@127.0.0.1:1/c", "can't be opened"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(
    tmp_path: Path, url: str, told: str
) -> None:
    with pytest.raises(LedgerError, match=told) as caught:
        open_database(tmp_path, url)

    assert "secret" not in str(caught.value)


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LedgerError, match="can't be made"):
        open_database(tmp_path / "file" / "under")


def test_a_file_that_is_no_database_is_told_and_kept(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)

    with pytest.raises(LedgerError, match="not a database"):
        open_database(tmp_path)

    assert (tmp_path / FILE_NAME).read_bytes() == b"not a database" * 100


def test_what_older_batches_told_of_heads_is_listed_by_the_migration(
    ledger: Database,
) -> None:
    kiosk = FakeKiosk()
    enrol(ledger, kiosk, add_point(ledger))
    for rows in ((an_entry(1), an_entry(2)), (), (an_entry(3),)):
        append_batch(ledger, kiosk.sign(*rows), NOW)
    with ledger.writing() as connection:
        before = [list(connection.execute(select(table))) for table in (heads, epochs)]
        for table in (heads, epochs):
            connection.execute(delete(table))
        for statement in (v0007.LIST_HEADS, v0007.LIST_EPOCHS):
            connection.execute(text(statement))
        after = [list(connection.execute(select(table))) for table in (heads, epochs)]
    assert [sorted(rows) for rows in after] == [sorted(rows) for rows in before]
    assert [len(rows) for rows in after] == [3, 1]
