"""Key slots are listed, added, removed and recovered, and the database stays openable."""

import io
from pathlib import Path

import msgspec
import pytest

from kiosk.commands.keys import run
from kiosk.errors import KeySlotError, OutsideError, UsageError
from kiosk.storage import slots
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.migration import upgrade
from tests.kiosk.commands.conftest import Ask


def read_kinds(folder: Folder) -> list[str]:
    return [slot.kind.value for slot in slots.load(folder.slots).slots]


def test_only_the_key_file_is_weak(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    held = slots.load(folder.slots)
    key = slots.open_with_key_file(held, folder.key_file)
    slots.save(slots.put_passphrase(held, key, "invented words"), folder.slots)
    assert run(ask("keys", "list")) == 0
    assert msgspec.json.decode(capfd.readouterr().out) == {
        "slots": [
            {"kind": "key_file", "weak": True},
            {"kind": "passphrase", "weak": False},
        ]
    }


def test_an_added_passphrase_is_said_once_and_opens_the_key(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("keys", "add")) == 0
    said = capfd.readouterr()
    held = slots.load(folder.slots)
    passphrase = said.err.splitlines()[0]
    assert slots.open_with_passphrase(held, passphrase) is not None
    assert passphrase not in said.out


def test_an_added_passphrase_goes_into_a_new_file_of_its_owner(
    ask: Ask, folder: Folder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "passphrase"
    assert run(ask("keys", "add", "--passphrase-file", str(written))) == 0
    passphrase = written.read_text(encoding="ascii").strip()
    held = slots.load(folder.slots)
    assert slots.open_with_passphrase(held, passphrase) is not None
    assert written.stat().st_mode & 0o777 == 0o600
    assert passphrase not in capfd.readouterr().err


def test_a_passphrase_file_that_is_there_is_not_overwritten(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    written = tmp_path / "passphrase"
    written.write_text("the one that counts", encoding="ascii")
    with pytest.raises(UsageError, match="No slot was changed"):
        run(ask("keys", "add", "--passphrase-file", str(written)))
    assert written.read_text(encoding="ascii") == "the one that counts"
    assert read_kinds(folder) == ["key_file"]


def test_a_passphrase_file_that_cant_be_written_changes_no_slot(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    with pytest.raises(OutsideError, match="No slot was changed"):
        run(ask("keys", "add", "--passphrase-file", str(tmp_path / "none" / "p")))
    assert read_kinds(folder) == ["key_file"]


def test_where_the_slots_cant_be_written_no_passphrase_stays(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    folder.slots.with_suffix(".part").mkdir()
    with pytest.raises(OutsideError, match="Is a directory"):
        run(ask("keys", "add", "--passphrase-file", str(tmp_path / "passphrase")))
    assert not (tmp_path / "passphrase").exists()


def test_a_slot_is_removed_by_its_name(ask: Ask, folder: Folder) -> None:
    run(ask("keys", "add"))
    before = read_kinds(folder)
    assert run(ask("keys", "remove", "passphrase")) == 0
    assert (before, read_kinds(folder)) == (["key_file", "passphrase"], ["key_file"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (["key_file"], "so it stays"),
        (["province"], "'province' is not there"),
        ([], "no name of a slot"),
    ],
)
def test_what_cant_be_removed_is_said(
    ask: Ask, folder: Folder, name: list[str], words: str
) -> None:
    with pytest.raises(UsageError, match=words):
        run(ask("keys", "remove", *name))
    assert read_kinds(folder) == ["key_file"]


def test_no_slot_is_removed_while_the_key_file_is_gone(
    ask: Ask, folder: Folder
) -> None:
    run(ask("keys", "add"))
    folder.key_file.unlink()
    with pytest.raises(KeySlotError, match="is missing"):
        run(ask("keys", "remove", "passphrase"))
    assert read_kinds(folder) == ["key_file", "passphrase"]


def test_the_passphrase_makes_a_lost_key_file_anew(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    written = tmp_path / "passphrase"
    run(ask("keys", "add", "--passphrase-file", str(written)))
    folder.key_file.unlink()
    assert run(ask("keys", "recover", "--passphrase-file", str(written))) == 0
    open_existing(folder, upgrade).close()
    assert read_kinds(folder) == ["passphrase", "key_file"]


def test_the_passphrase_may_be_typed(
    ask: Ask,
    folder: Folder,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(ask("keys", "add"))
    passphrase = capfd.readouterr().err.splitlines()[0]
    folder.key_file.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(passphrase.lower() + "\n"))
    assert run(ask("keys", "recover")) == 0
    assert folder.key_file.exists()


def test_a_wrong_passphrase_changes_nothing(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    run(ask("keys", "add"))
    before = (folder.slots.read_bytes(), folder.key_file.read_bytes())
    (tmp_path / "wrong").write_text("AAAAA-AAAAA", encoding="ascii")
    with pytest.raises(KeySlotError, match="not touched"):
        run(ask("keys", "recover", "--passphrase-file", str(tmp_path / "wrong")))
    assert (folder.slots.read_bytes(), folder.key_file.read_bytes()) == before


def test_a_passphrase_file_that_is_not_there_is_said(ask: Ask, tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="can't be read"):
        run(ask("keys", "recover", "--passphrase-file", str(tmp_path / "none")))
