"""The first page comes back from its copy, whatever was written since."""

from contextlib import closing

from kiosk.storage import page_one
from kiosk.storage.database import Database, connect
from kiosk.storage.folder import Folder
from tests.backlog import fill
from tests.folders import count_page_bytes, in_every_format
from tests.wrecks import blank


@in_every_format
def test_the_copy_makes_a_grown_database_readable_again(
    folder: Folder, database: Database
) -> None:
    key = bytes.fromhex(database.key)
    assert page_one.keep(folder.database, folder.page_one, key)
    fill(database, 500)
    database.empty_wal()
    database.close()
    blank(folder.database, 1)
    assert not page_one.is_good(folder.database, key)
    assert page_one.put_back(folder.database, folder.page_one, key)
    with closing(connect(folder.database, database.key)) as connection:
        assert connection.execute("SELECT count(*) FROM entries").fetchone() == (500,)
        # Page 5 may be free without anybody knowing: no more than that is said.
        said = connection.execute("PRAGMA integrity_check").fetchall()
    assert all(line == "ok" or "never used" in line for (line,) in said)


@in_every_format
def test_only_a_new_schema_is_copied(folder: Folder, database: Database) -> None:
    key = bytes.fromhex(database.key)
    page_one.keep(folder.database, folder.page_one, key)
    fill(database, 10)
    database.empty_wal()
    assert not page_one.keep(folder.database, folder.page_one, key)
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE more (one INTEGER)")
    database.empty_wal()
    assert page_one.keep(folder.database, folder.page_one, key)


@in_every_format
def test_a_bad_page_is_never_copied(folder: Folder, database: Database) -> None:
    key = bytes.fromhex(database.key)
    page_one.keep(folder.database, folder.page_one, key)
    before = folder.page_one.read_bytes()
    database.close()
    blank(folder.database, 1)
    assert not page_one.keep(folder.database, folder.page_one, key)
    assert folder.page_one.read_bytes() == before


def test_a_bad_copy_is_not_put_back(folder: Folder, database: Database) -> None:
    key = bytes.fromhex(database.key)
    database.close()
    before = folder.database.read_bytes()
    folder.page_one.write_bytes(b"x" * (count_page_bytes(folder.database) + 32))
    assert not page_one.put_back(folder.database, folder.page_one, key)
    assert folder.database.read_bytes() == before
