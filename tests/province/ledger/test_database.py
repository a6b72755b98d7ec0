"""Tests of opening the ledger."""

import contextlib
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import (
    Connection,
    bindparam,
    create_engine,
    delete,
    inspect,
    select,
    text,
)

from province.errors import LedgerError
from province.ledger import cases, settings, vault, watch
from province.ledger.arrivals import append_batch
from province.ledger.columns import EntryId, from_us
from province.ledger.database import FILE_NAME, Database, open_database
from province.ledger.entry_tables import worded
from province.ledger.every_table import metadata
from province.ledger.purge_tables import purge_holds
from province.ledger.schema import read_head
from province.ledger.scope import WHOLE
from province.ledger.tables import (
    REVISION,
    conflicts,
    epochs,
    heads,
    passes,
    watch_keys,
)
from province.ledger.vault import Place
from province.migrations.versions import v0007_clocks_and_forks as v0007
from province.migrations.versions import v0015_unchecked_rows as v0015
from tests.province.builders import (
    NOW,
    FakeKiosk,
    add_point,
    an_entry,
    enrol,
    open_entry,
)


def test_the_migrations_make_what_the_tables_say(ledger: Database) -> None:
    with ledger.reading() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    dropped = (name for name, _ in v0015.DROPPED if not name.endswith("_kiosk_id"))
    unchecked = {("add_fk", name) for name in (*dropped, "fk_entries_wording_id")}
    expected = set() if is_sqlite else unchecked
    assert {(change, made.name) for change, made in differences} == expected


def test_the_view_of_entries_has_the_columns_that_the_tables_say(
    ledger: Database,
) -> None:
    with ledger.reading() as connection:
        found = [one["name"] for one in inspect(connection).get_columns(worded.name)]
    assert found == worded.c.keys()


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


def test_one_question_sees_what_was_kept_before(ledger: Database) -> None:
    with ledger.writing() as connection:
        settings.store(connection, "name", "one")
    with ledger.asking() as connection:
        assert settings.read(connection, "name") == "one"
    # Its connection begins and ends transactions again.
    with contextlib.suppress(ZeroDivisionError), ledger.writing() as connection:
        settings.store(connection, "name", "two")
        raise ZeroDivisionError
    with ledger.asking() as connection:
        assert settings.read(connection, "name") == "one"


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


OLD_ROWS = (
    (
        "INSERT INTO points (point_id, name, category, unit, created_at) "
        "VALUES ('P1', 'Cổng chợ', 'market', '04', 0)"
    ),
    (
        "INSERT INTO kiosks (kiosk_id, public_key, point_id, gate, machine, enrolled_at, "
        "last_pending) VALUES ('KAAAAAAAAAAAB', '', 'P1', 'G1', '', 0, 0)"
    ),
    (
        "INSERT INTO batches VALUES (1, '', 'KAAAAAAAAAAAB', 'e1', 1, 1, 3, '', '', '', 0, 0, 0, '', "
        "'', 0, 0, 0, 0)"
    ),
    (
        "INSERT INTO cases (case_id, made_at, made_by, unit, reason, way, persons, since, "
        "until, window_min) VALUES ('V1', 0, 'an', '', 'Ca 1', 'document', '[]', 0, 0, 0)"
    ),
    "INSERT INTO passes VALUES (:one, 1, 1, 'NGUYỄN VĂN MẪU', 0, 0, 0, NULL)",
    "INSERT INTO watched VALUES (:one, '001099000001', 0)",
    "INSERT INTO watch_keys VALUES (0, :one, 0)",
)
OLD_ENTRY = text("""
INSERT INTO entries (entry_id, batch_id, kiosk_id, point_id, position, act, decided_at,
    received_at, direction, gate, outcome, kind, verified, reasons, document, claims, text,
    status, commitment, salt, content, visit)
VALUES (:entry_id, 1, 'KAAAAAAAAAAAB', 'P1', :position, 'presented', 7, 0, 'in', 'G1', 'allow', 'cccd',
    false, '["masked"]', '001099000001', '{}', '', 'accepted', :commitment, :salt, :content,
    :visit)
""").bindparams(bindparam("entry_id", type_=EntryId()))
OLD_CONFLICT = text(
    "INSERT INTO conflicts VALUES (:entry_id, :commitment, 1, 'KAAAAAAAAAAAB', 1, 0, :salt, :content)"
).bindparams(bindparam("entry_id", type_=EntryId()))


@pytest.fixture(params=["sqlite", "postgresql"])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of an empty ledger as version 0015 left it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / FILE_NAME}"
        return
    whole = create_engine(
        request.getfixturevalue("cluster"), isolation_level="AUTOCOMMIT"
    )
    with whole.connect() as connection:
        connection.execute(text("CREATE DATABASE older"))
        url = whole.url.set(database="older")
        yield url.render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE older"))
    whole.dispose()


def test_what_an_older_ledger_held_in_clear_is_sealed(
    older: str, tmp_path: Path
) -> None:
    full, emptied = an_entry(1, visit={"host": "Bà Mẫu"}), an_entry(2)
    engine = create_engine(older)
    with engine.begin() as connection:
        migrate(connection, "0015")
        for statement in OLD_ROWS:
            one = {"one": b"\x01"} if ":one" in statement else {}
            connection.execute(text(statement), one)
        for position, row in enumerate((full, emptied), start=1):
            told = {"entry_id": row.entry_id, "commitment": b"c", "salt": row.salt}
            said: dict[str, object] = {**told, "content": row.content}
            said["visit"] = '{"host": "Bà Mẫu"}'
            if row is emptied:
                said |= {"salt": None, "content": None, "visit": None}
            connection.execute(OLD_ENTRY, {**said, "position": position})
        connection.execute(OLD_CONFLICT, {**told, "content": full.content})
        connection.execute(
            text("INSERT INTO purge_holds VALUES (:entry_id, 'V1')").bindparams(
                bindparam("entry_id", full.entry_id, type_=EntryId())
            )
        )
    engine.dispose()

    with contextlib.closing(open_database(tmp_path, older)) as ledger:
        assert open_entry(ledger, full.entry_id) == (full.salt, full.content)
        assert open_entry(ledger, emptied.entry_id) is None
        with ledger.reading() as connection:
            kept = connection.execute(select(worded).order_by(worded.c.position)).all()
            opener = vault.open_sealed(connection)
            (conflict,) = connection.execute(select(conflicts)).all()
            ((document, _),) = watch.list_documents(connection)
            (case,) = cases.list_newest(connection, WHOLE, 9)
            name = connection.scalar(select(passes.c.name))
            assert connection.scalar(select(purge_holds.c.case_id)) == "V1"
            assert list(connection.scalars(select(watch_keys.c.key))) != [b"\x01"]
        other = opener.open_content(
            Place.CONFLICT, conflict.entry_id + b"c", conflict.sealed
        )
    assert [row.is_visit for row in kept] == [True, None]
    assert {(row.outcome, *row.reasons) for row in kept} == {("allow", "masked")}
    assert [row.commitment for row in kept] == [None, b"c"]
    assert [row.status for row in kept] == ["accepted", "accepted"]
    assert [row.received_at for row in kept] == [from_us(0)] * 2, "they were ahead"
    assert other == (emptied.salt, full.content)
    assert (document, case.reason) == ("001099000001", "Ca 1")
    assert opener.open(Place.PASS, b"\x01", name or b"") == "NGUYỄN VĂN MẪU".encode()


def migrate(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "province:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
