"""A restore takes the newest sound backup, opens it by what there is, and says what it did."""

import shutil
from pathlib import Path

import msgspec
import pytest
from filelock import FileLock

from kiosk.commands import backup
from kiosk.commands.restore import run
from kiosk.errors import KeySlotError, OutsideError, UsageError
from kiosk.place import Place, make_lane
from kiosk.storage import generations, locksmith
from kiosk.storage.folder import Folder
from kiosk.storage.generations import Generation
from tests.builders import a_card, a_payload
from tests.kiosk.commands.conftest import Ask

Capture = pytest.CaptureFixture[str]
PASSPHRASE = "INVENTED-WORDS"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return tmp_path / "card"


def present(place: Place, number: int) -> None:
    with make_lane(place) as lane:
        lane.present(a_payload(a_card(number)))


def save(ask: Ask, card: Path, *options: str) -> list[Generation]:
    """Back up, and return the generations on the card, oldest first."""
    assert backup.run(ask("backup", "--to", str(card), *options)) == 0
    return generations.list_all(generations.find_folders(card)[0])


def read_answer(capfd: Capture) -> tuple[dict[str, object], str]:
    said = capfd.readouterr()
    last = said.out.splitlines()[-1]
    return msgspec.json.decode(last, type=dict[str, object]), said.err


def lose(folder: Folder) -> None:
    """Lose the whole data folder, as with a new machine."""
    shutil.rmtree(folder.path)


def test_a_new_machine_is_restored_by_the_passphrase(
    ask: Ask, place: Place, card: Path, tmp_path: Path, capfd: Capture
) -> None:
    locksmith.add_passphrase(place.folder, PASSPHRASE)
    present(place, 1)
    made = save(ask, card)
    place.database.close()
    lose(place.folder)
    paper = tmp_path / "paper"
    paper.write_text(PASSPHRASE, encoding="utf-8")
    options = ("--from", str(card), "--passphrase-file", str(paper))
    assert run(ask("restore", *options)) == 0
    answer, words = read_answer(capfd)
    assert answer.pop("epoch") != place.identity.epoch
    assert answer == {
        "restored": str(made[-1].path),
        "entries": 1,
        "pending": 1,
        "aside": None,
    }
    assert "no slot of this machine" in words


def test_a_wrong_passphrase_restores_nothing(
    ask: Ask, place: Place, card: Path, tmp_path: Path
) -> None:
    locksmith.add_passphrase(place.folder, PASSPHRASE)
    save(ask, card)
    place.database.close()
    lose(place.folder)
    paper = tmp_path / "paper"
    paper.write_text("WRONG", encoding="utf-8")
    options = ("--from", str(card), "--passphrase-file", str(paper))
    with pytest.raises(KeySlotError, match="letter by letter"):
        run(ask("restore", *options))
    assert not place.folder.database.exists()


def test_a_backup_with_its_key_file_needs_no_paper(
    ask: Ask, place: Place, card: Path, capfd: Capture
) -> None:
    save(ask, card, "--with-key-file")
    place.database.close()
    lose(place.folder)
    assert run(ask("restore", "--from", str(card))) == 0
    assert read_answer(capfd)[0]["restored"] is not None


def test_a_damaged_backup_gives_way_to_the_one_before(
    ask: Ask, place: Place, card: Path, capfd: Capture
) -> None:
    save(ask, card)
    older, newer = save(ask, card)
    place.database.close()
    place.folder.database.unlink()
    newer.database.write_bytes(newer.database.read_bytes()[:-4096])
    assert run(ask("restore", "--from", str(card))) == 0
    answer, words = read_answer(capfd)
    assert answer["restored"] == str(older.path)
    assert f"{newer.path} is damaged" in words


def test_a_named_generation_is_taken(
    ask: Ask, place: Place, card: Path, capfd: Capture
) -> None:
    older = save(ask, card)[0]
    save(ask, card)
    place.database.close()
    assert run(ask("restore", "--from", str(older.path))) == 0
    assert read_answer(capfd)[0]["restored"] == str(older.path)


def test_what_would_be_missing_is_a_no(
    ask: Ask, place: Place, card: Path, capfd: Capture
) -> None:
    save(ask, card)
    present(place, 1)
    place.database.close()
    assert run(ask("restore", "--from", str(card))) == 1
    answer, words = read_answer(capfd)
    assert answer == {"restored": None, "reason": "ahead"}
    assert "--move-aside" in words
    assert run(ask("restore", "--from", str(card), "--move-aside")) == 0
    answer, words = read_answer(capfd)
    assert str(answer["aside"]) in words


def test_a_running_kiosk_is_not_restored_over(
    ask: Ask, place: Place, card: Path
) -> None:
    save(ask, card)
    with (
        FileLock(place.folder.run_lock),
        pytest.raises(OutsideError, match="end it first"),
    ):
        run(ask("restore", "--from", str(card)))


def test_a_folder_without_backups_is_said(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no backup"):
        run(ask("restore", "--from", str(tmp_path)))


def test_several_kiosks_backups_are_named(ask: Ask, card: Path) -> None:
    folder = save(ask, card)[0].path.parent
    shutil.copytree(folder, card / "kiosk-K0")
    with pytest.raises(UsageError, match=r"kiosk-K0, kiosk-K"):
        run(ask("restore", "--from", str(card)))
