"""A kiosk killed before any statement of an act has all of the act, or nothing.

`tests/system/dying.py` does the killing: real processes, SIGKILL, at every
statement that SQLite is told, and between the commit and what is printed.
"""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kiosk.storage import entries
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import METADATA
from tests.conftest import ROOT
from tests.system import dying
from tests.system.dying import ACTS, Told

Rows = dict[str, list[tuple[object, ...]]]
COMMIT = "COMMIT"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dying")


@pytest.fixture(scope="module")
def told(out: Path) -> list[Told]:
    """Kill a process at every statement of every act; return what became of each."""
    dying.prepare(out / "base")
    done = subprocess.run(
        [sys.executable, "-m", "tests.system.dying", str(out / "base"), str(out)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        check=True,
    )
    return [msgspec.json.decode(line, type=Told) for line in done.stdout.splitlines()]


def read(path: Path) -> Rows:
    """Return every row of the kiosk's database, whose chain must hold."""
    database = open_existing(Folder(path), upgrade)
    with database.read() as connection:
        fault = entries.find_chain_fault(connection, tail=1000)
        rows = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }
    database.close()
    assert fault == "ok"
    return rows


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX'")
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_there_whole_once_committed_and_not_at_all_before(
    told: list[Told], out: Path, act: str
) -> None:
    whole, *killed = [one for one in told if one.act == act]
    before, after = read(out / "base"), read(out / whole.folder)
    found = [read(out / one.folder) for one in killed]
    committed = whole.statements.index(COMMIT)
    assert before != after
    assert [rows == before for rows in found[: committed + 1]] == [True] * (
        committed + 1
    )
    assert [rows == after for rows in found[committed + 1 :]] == [True] * (
        len(killed) - committed - 1
    )


@pytest.mark.system
@pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL are POSIX'")
def test_an_act_commits_once_and_last_and_prints_only_then(told: list[Told]) -> None:
    whole = [one for one in told if one.folder.endswith("-whole")]
    assert [one.statements.count(COMMIT) for one in whole] == [1] * len(ACTS)
    assert [one.statements[-1] for one in whole] == [COMMIT] * len(ACTS)
    assert [one.folder for one in told if one.printed] == [one.folder for one in whole]
    assert all(len(one.statements) > 3 for one in whole)
