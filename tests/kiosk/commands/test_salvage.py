"""The command says what was recovered and what was not, in JSON and in words."""

from pathlib import Path

import msgspec
import pytest

from kiosk.cli import main
from kiosk.storage.folder import Folder
from tests.folders import count_page_bytes
from tests.guards import LogWatch
from tests.wrecks import Ship, blank, build, flip_page


@pytest.fixture(scope="module")
def ship(tmp_path_factory: pytest.TempPathFactory) -> Ship:
    return build(tmp_path_factory.mktemp("ship") / "kiosk")


def count_pages(folder: Folder) -> int:
    return folder.database.stat().st_size // count_page_bytes(folder.database)


def run(*options: str | Path) -> int:
    return main(["salvage", *(str(option) for option in options)])


def test_a_sound_database_is_said_to_be(
    ship: Ship, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    assert run("--data", folder.path) == 0
    said = capsys.readouterr()
    assert msgspec.json.decode(said.out) == {
        "damage": None,
        "missing": 0,
        "end_known": True,
        "province": None,
    }
    assert "nguyên vẹn" in said.err


def test_what_is_missing_is_reported(
    ship: Ship,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    log_watch: LogWatch,
) -> None:
    log_watch.expect("kiosk.recovery", "damaged")
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, next(iter(ship.parts[700])))
    report = tmp_path / "report.json"
    assert run("--data", folder.path, "--report", report) == 1
    said = capsys.readouterr()
    told = msgspec.json.decode(said.out)
    assert told["missing"] == sum(gap["count"] for gap in told["lost"]) > 0
    assert (folder.path / told["aside"] / "kiosk.db").exists()
    assert msgspec.json.decode(report.read_bytes()) == told
    assert "có lượt bị mất" in said.err


def test_a_count_that_may_be_short_is_said_to_be(
    ship: Ship,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    log_watch: LogWatch,
) -> None:
    log_watch.expect("kiosk.recovery", "damaged")
    folder = ship.copy(tmp_path / "kiosk")
    folder.head_mark.unlink(missing_ok=True)
    blank(folder.database, 1, count_pages(folder))
    assert run("--data", folder.path) == 1
    said = capsys.readouterr()
    assert msgspec.json.decode(said.out)["end_known"] is False
    assert "ít nhất" in said.err
    assert run("--data", folder.path) == 1
    again = msgspec.json.decode(capsys.readouterr().out)
    assert (again["damage"], again["end_known"]) == (None, False)


def test_a_report_that_can_not_be_written_is_an_error(
    ship: Ship, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    assert run("--data", folder.path, "--report", tmp_path / "no" / "folder") == 3
    assert "Report" in capsys.readouterr().err


def test_wrong_settings_are_named_before_anything_is_mended(
    ship: Ship, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ship.copy(tmp_path / "kiosk")
    flip_page(folder.database, next(iter(ship.parts[700])))
    folder.config.write_text("prox = 1\n", encoding="utf-8")
    assert run("--data", folder.path) == 2
    assert "prox" in capsys.readouterr().err
    assert list(folder.path.glob("damaged-*")) == []
