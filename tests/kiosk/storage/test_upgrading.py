"""An older database is brought up to date whole, or stays as it was."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from filelock import FileLock
from sqlalchemy import event, text

from kiosk.errors import StorageError
from kiosk.storage import entries, schema, settings, upgrading
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.entries import Head
from kiosk.storage.formats import FIRST
from kiosk.storage.migration import upgrade
from kiosk.storage.schema import HEAD_REVISION, read_revision
from kiosk.storage.slots import make_key
from tests import released
from tests.guards import LogWatch
from tests.released import REVISIONS, Released

OLDEST = REVISIONS[0]
KEY = make_key(FIRST).hex()
"""What kiosks of these schemas have."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kiosk.db"


def bring_up_to_date(path: Path, by: Callable[[Connection], None] = upgrade) -> None:
    upgrading.bring_up_to_date(path, KEY, by, path.with_name("run.lock"))


def look(path: Path) -> tuple[str | None, dict[str, int]]:
    """Return the revision, and how many rows each table has."""
    with closing(Database(path, KEY)) as database, database.read() as connection:
        return read_revision(connection), released.list_tables(connection)


def read_head(path: Path) -> tuple[Head, str, str]:
    """Return the head, the chain's word and the epoch."""
    with closing(Database(path, KEY)) as database, database.read() as connection:
        return (
            entries.read_head(connection),
            entries.find_chain_fault(connection, tail=1000),
            settings.read_identity(connection).epoch,
        )


def expect(made: Released) -> Head:
    return Head(
        position=made.position,
        link=made.link,
        pending=made.pending,
        refused=made.refused,
        admin=made.admin,
        purged=0,
    )


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_released_database_keeps_every_row(path: Path, revision: str) -> None:
    made = released.make(path, KEY, revision)
    before = look(path)[1]
    bring_up_to_date(path)
    found, after = look(path)
    assert found == HEAD_REVISION
    assert {name: after[name] for name in before if name != "recent"} == {
        name: rows for name, rows in before.items() if name != "recent"
    }
    assert all(rows > 0 for rows in before.values())
    assert read_head(path) == (expect(made), "ok", "0a1b2c3d")


def test_the_database_of_before_is_kept_until_the_new_one_was_opened(
    path: Path,
) -> None:
    released.make(path, KEY, OLDEST)
    before = look(path)
    bring_up_to_date(path)
    copy = schema.get_former_copy(path)
    assert look(copy) == before
    with closing(Database(path, KEY)) as database:
        upgrading.drop_copy(database)
    assert not copy.exists()


def test_a_copy_stays_where_the_chain_is_not_whole(
    path: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.upgrading", "is kept")
    released.make(path, KEY, OLDEST)
    with closing(Database(path, KEY)) as database, database.write() as connection:
        connection.execute(text("UPDATE entries SET gate = gate, link = zeroblob(32)"))
    bring_up_to_date(path)
    with closing(Database(path, KEY)) as database:
        upgrading.drop_copy(database)
    assert schema.get_former_copy(path).exists()


def test_an_older_program_that_still_runs_is_not_upgraded_beneath(path: Path) -> None:
    released.make(path, KEY, OLDEST)
    before = look(path)
    with (
        FileLock(path.with_name("run.lock")),
        pytest.raises(StorageError, match="still runs"),
    ):
        bring_up_to_date(path)
    assert look(path) == before


def test_an_upgrade_that_loses_rows_is_taken_back(path: Path) -> None:
    released.make(path, KEY, OLDEST)
    before = look(path)

    def lose(connection: Connection) -> None:
        upgrade(connection)
        connection.execute(text("DELETE FROM outbox WHERE position = 20"))

    with pytest.raises(StorageError, match="outbox"):
        bring_up_to_date(path, lose)
    assert look(path) == before


def count_statements(path: Path) -> int:
    """Return how many statements an upgrade of a copy of `path` runs."""
    trial = path.with_name("trial.db")
    trial.write_bytes(path.read_bytes())
    seen: list[str] = []
    bring_up_to_date(trial, lambda connection: run_but(connection, seen, None))
    return len(seen)


def run_but(connection: Connection, seen: list[str], last: int | None) -> None:
    """Upgrade, and fail like a bad disk before statement `last`."""

    def notice(*arguments: object) -> None:
        if len(seen) == last:
            raise OSError(5, "Input/output error")
        seen.append(str(arguments[2]))

    event.listen(connection.core, "before_cursor_execute", notice)
    try:
        upgrade(connection)
    finally:
        event.remove(connection.core, "before_cursor_execute", notice)


@pytest.mark.parametrize("revision", [REVISIONS[0], REVISIONS[-1]])
def test_an_upgrade_that_fails_at_any_statement_leaves_the_old_database(
    path: Path, revision: str
) -> None:
    """It goes on by the old version's own SQL, and can be upgraded later."""
    made = released.make(path, KEY, revision)
    before = look(path)
    count = count_statements(path)
    for last in range(count):
        with pytest.raises(OSError, match="Input/output"):
            bring_up_to_date(path, partial(run_but, seen=[], last=last))
        assert look(path) == before
    bring_up_to_date(path)
    assert count > 5
    assert read_head(path)[0] == expect(made)


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from kiosk.storage import schema, upgrading
from kiosk.storage.formats import FIRST
from kiosk.storage.migration import upgrade

path, key, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])

def die(connection):
    seen = []
    def notice(*arguments):
        seen.append(None)
        if len(seen) > last:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(connection.core, "before_cursor_execute", notice)
    upgrade(connection)

upgrading.bring_up_to_date(path, key, die, path.with_name("run.lock"))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("last", [0, 7, 15, 23])
def test_an_upgrade_that_is_killed_leaves_the_old_database(
    path: Path, last: int
) -> None:
    made = released.make(path, KEY, OLDEST)
    before = look(path)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), KEY, str(last)], check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert look(path) == before
    bring_up_to_date(path)
    assert read_head(path) == (expect(made), "ok", "0a1b2c3d")


@pytest.fixture
def little_disk(tmp_path: Path) -> Iterator[Path]:
    """Return a real file system of 600 kB; it takes root to mount one."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a small tmpfs takes root on Linux")
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "kiosk-test", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no tmpfs can be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill_up(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def test_a_disk_that_is_full_leaves_the_old_database(
    little_disk: Path, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.storage.upgrading", "no room for a copy")
    path = little_disk / "kiosk.db"
    made = released.make(path, KEY, OLDEST)
    before = look(path)
    ballast = fill_up(little_disk)
    with pytest.raises(StorageError, match="full"):
        bring_up_to_date(path)
    ballast.unlink()
    assert look(path) == before
    bring_up_to_date(path)
    assert read_head(path) == (expect(made), "ok", "0a1b2c3d")
