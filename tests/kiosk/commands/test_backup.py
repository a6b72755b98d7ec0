"""A backup by hand says what it made, and what will open it."""

from pathlib import Path

import msgspec
import pytest

from kiosk.commands.backup import run
from kiosk.errors import OutsideError, UsageError
from kiosk.storage import locksmith
from kiosk.storage.folder import Folder
from tests.kiosk.commands.conftest import Ask

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return tmp_path / "card"


def read_answer(capfd: Capture) -> tuple[dict[str, object], str]:
    said = capfd.readouterr()
    return msgspec.json.decode(said.out, type=dict[str, object]), said.err


def test_a_backup_is_made_and_told(ask: Ask, card: Path, capfd: Capture) -> None:
    assert run(ask("backup", "--to", str(card))) == 0
    answer, words = read_answer(capfd)
    made = Path(str(answer.pop("backup")))
    assert answer.pop("bytes") == sum(path.stat().st_size for path in made.iterdir())
    assert answer == {
        "entries": 0,
        "pending": 0,
        "verified": True,
        "dropped": 0,
        "apart": False,
        "key_file": False,
    }
    assert "same disk" in words
    assert "NOTHING opens this backup" in words


def test_a_backup_that_paper_opens_says_so(
    ask: Ask, folder: Folder, card: Path, capfd: Capture
) -> None:
    locksmith.add_passphrase(folder, "invented words")
    assert run(ask("backup", "--to", str(card))) == 0
    assert "the recovery passphrase, or" in read_answer(capfd)[1]


def test_an_open_book_is_called_one(ask: Ask, card: Path, capfd: Capture) -> None:
    assert run(ask("backup", "--to", str(card), "--with-key-file")) == 0
    answer, words = read_answer(capfd)
    assert answer["key_file"] is True
    assert "whoever has this folder can read" in words


def test_the_folder_of_the_settings_is_used(
    ask: Ask, folder: Folder, card: Path, capfd: Capture
) -> None:
    card.mkdir()
    folder.config.write_text(f'backup_dir = "{card}"\n', encoding="utf-8")
    assert run(ask("backup")) == 0
    assert str(read_answer(capfd)[0]["backup"]).startswith(str(card))


def test_without_a_folder_there_is_no_backup(ask: Ask) -> None:
    with pytest.raises(UsageError, match="backup_dir"):
        run(ask("backup"))


def test_a_card_that_is_not_in_is_said(ask: Ask, card: Path) -> None:
    with pytest.raises(OutsideError, match="Put the card in"):
        run(ask("backup", "--to", str(card / "deep" / "down")))


def test_a_fault_is_told_in_both_languages(
    ask: Ask, folder: Folder, capfd: Capture
) -> None:
    assert run(ask("backup", "--to", str(folder.path))) == 3
    answer, words = read_answer(capfd)
    assert answer == {"backup": None, "verified": False, "fault": "inside"}
    assert "nằm trong thư mục dữ liệu" in words
    assert "inside the data folder" in words
