"""An export is answered in JSON, and every other end in two languages."""

import csv
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, update

from kiosk.commands.export import run
from kiosk.errors import OutsideError, UsageError
from kiosk.lane import Lane
from kiosk.storage.database import Database
from kiosk.storage.tables import HEAD, OUTBOX
from tests.builders import a_card, a_payload
from tests.kiosk.commands.conftest import Ask


@pytest.fixture
def entries(lane: Lane) -> int:
    """Keep some entries and return how many."""
    for number in range(3):
        lane.present(a_payload(a_card(number)))
    return 3


def read(capfd: pytest.CaptureFixture[str]) -> tuple[dict[str, object], str]:
    told = capfd.readouterr()
    return msgspec.json.decode(told.out, type=dict[str, object]), told.err


def test_what_was_written_is_told(
    ask: Ask, entries: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("export", "--to", str(tmp_path / "new"))) == 0
    answer, words = read(capfd)
    assert (answer["rows"], answer["verified"], answer["ejected"], words) == (
        entries,
        True,
        False,
        "",
    )
    text = Path(str(answer["file"])).read_text(encoding="utf-8-sig")
    assert len(list(csv.DictReader(text.splitlines()))) == entries


def test_a_period_without_entries_has_no_rows(
    ask: Ask, entries: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(ask("export", "--to", str(tmp_path), "--until", "2020-01-01"))
    assert (read(capfd)[0]["rows"], entries) == (0, 3)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "zip"])
def test_only_what_the_province_lacks_is_written_where_that_is_asked(
    ask: Ask,
    entries: int,
    database: Database,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    kind: str,
) -> None:
    with database.write() as connection:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.position == 1))
        connection.execute(update(HEAD).values(pending=HEAD.c.pending - 1))
    run(ask("export", "--to", str(tmp_path), "--format", kind, "--unsent"))
    answer, _ = read(capfd)
    assert (answer["rows"], answer["unsent"]) == (entries - 1, entries - 1)


def test_a_folder_whose_parent_is_missing_is_not_made(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="name a folder that is there"):
        run(ask("export", "--to", str(tmp_path / "a" / "b")))


def test_a_day_that_is_none_is_wrong_use(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'yesterday' is no day"):
        run(ask("export", "--to", str(tmp_path), "--from", "yesterday"))
