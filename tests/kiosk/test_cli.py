"""One table leads from each word of the command line to what it does."""

import argparse
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import COMMANDS, main
from kiosk.options import make_parser
from kiosk.storage import settings
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from tests.guards import LogWatch


@pytest.fixture(autouse=True)
def _process_stays_the_tests_own() -> Iterator[None]:
    """Give back what `main` sets for the whole process."""
    umask = os.umask(0o022)
    os.umask(umask)
    level = logging.getLogger("tuf").level
    yield
    os.umask(umask)
    logging.getLogger("tuf").setLevel(level)


def list_words(parser: argparse.ArgumentParser) -> set[str]:
    (commands,) = (
        action
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return set(commands.choices)


def test_every_word_of_the_command_line_leads_somewhere() -> None:
    assert list_words(make_parser()) == set(COMMANDS)


@pytest.mark.parametrize(
    ("command", "exit_code", "words"),
    [
        ("status", 3, "holds no kiosk database"),
        ("void nonsense --reason x", 2, "'nonsense' is not an entry id"),
        ("settle nonsense admitted", 2, "'nonsense' is not an entry id"),
        ("sync --once", 3, "holds no kiosk database"),
        ("enrol VE1A", 2, "typing mistake"),
        ("keys list", 3, "are missing"),
    ],
)
def test_a_fault_is_one_sentence_and_an_exit_code(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: str,
    exit_code: int,
    words: str,
) -> None:
    assert main([*command.split(), "--data", str(tmp_path / "none")]) == exit_code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("kiosk: ")
    assert words in told.err
    assert "Traceback" not in told.err


def test_a_point_without_a_window_runs_headless_without_being_told(
    folder: Folder,
) -> None:
    folder.config.write_text("headless = true\n", encoding="utf-8")
    (folder.path / "codes").touch()
    done = subprocess.run(
        [
            *(sys.executable, "-m", "kiosk", "run", "--data", str(folder.path)),
            *("--replay", str(folder.path / "codes"), "--exit-when-idle", "0"),
        ],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b'{"ready":true}\n')


def test_a_bug_is_told_and_is_no_answer(
    folder: Folder, database: Database, log_watch: LogWatch
) -> None:
    """No fault of the surroundings takes the identity out of a database."""
    log_watch.expect("kiosk.cli", "status ended by a bug")
    with database.write() as connection:
        settings.drop(connection, "identity")
    assert main(["status", "--data", str(folder.path)]) == 70


def test_what_a_command_writes_is_its_owners_alone(tmp_path: Path) -> None:
    assert main(["enrol", "--data", str(tmp_path / "kiosk"), "nonsense"]) == 2
    (tmp_path / "written").touch()
    assert (tmp_path / "written").stat().st_mode & 0o077 == 0
