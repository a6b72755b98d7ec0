"""The doctor prints one line for each check, and leaves the folder as it was."""

from pathlib import Path

import msgspec
import pytest

from kiosk.commands.doctor import look_into, run
from kiosk.doctor import Check
from kiosk.errors import UsageError
from kiosk.lane import Lane
from kiosk.options import make_parser
from kiosk.patient import Kept, Unopened
from kiosk.storage.database import Database
from kiosk.storage.folder import Folder
from tests.builders import a_payload
from tests.kiosk.commands.conftest import Ask


@pytest.fixture(autouse=True)
def _screen_is_offscreen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


def read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def read_lines(capfd: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    lines = capfd.readouterr().out.splitlines()
    found = [msgspec.json.decode(line, type=dict[str, object]) for line in lines]
    return {str(line["check"]): line for line in found}


def test_each_check_is_a_line_with_what_to_do(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("doctor")) == 1
    lines = read_lines(capfd)
    assert list(lines) == [check.value for check in Check]
    assert (lines["enrolment"]["ok"], lines["database"]["ok"]) == (False, True)
    assert "kiosk enrol" in str(lines["enrolment"]["fix"])


def test_people_are_told_in_vietnamese_with_english_under_it(
    ask: Ask, capfd: pytest.CaptureFixture[str]
) -> None:
    run(ask("doctor"))
    told = capfd.readouterr().err.splitlines()
    at = next(number for number, line in enumerate(told) if "Ghi danh:" in line)
    assert told[at].startswith("✗ Ghi danh: Ki-ốt chưa ghi danh với tỉnh.")
    assert told[at + 1].startswith("  Enrolment: This kiosk is not enrolled.")


def test_nothing_in_the_folder_is_changed(folder: Folder, ask: Ask) -> None:
    before = read_files(folder.path)
    run(ask("doctor"))
    assert read_files(folder.path) == before


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    none = tmp_path / "none"
    options = make_parser().parse_args(["doctor", "--data", str(none)])
    assert (run(options), none.exists()) == (1, False)


def test_it_works_beside_a_kiosk_that_writes(
    folder: Folder, lane: Lane, database: Database
) -> None:
    lane.present(a_payload())
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE head SET pending = 99")
        kept = look_into(folder)
    assert isinstance(kept, Kept)
    assert (kept.entries, kept.pending, kept.chain) == (1, 1, "ok")


def test_a_lost_database_is_told_from_a_new_folder(folder: Folder) -> None:
    folder.database.unlink()
    lost = look_into(folder)
    assert isinstance(lost, Unopened)
    assert (lost.is_new, "is missing" in lost.sentence) == (False, True)


def test_a_database_of_an_older_version_is_not_brought_up_to_date(
    folder: Folder, database: Database
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    old = look_into(folder)
    assert isinstance(old, Unopened)
    assert "0000 is older than" in old.sentence


def test_a_wrong_policy_is_wrong_use(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("gaet = 1", encoding="utf-8")
    with pytest.raises(UsageError, match="'gaet'"):
        run(ask("doctor", "--policy", str(tmp_path / "policy.toml")))
