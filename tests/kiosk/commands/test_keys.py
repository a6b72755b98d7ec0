"""Key slots are listed, added, removed and recovered, and the database stays openable."""

import io
from pathlib import Path

import msgspec
import pyrage
import pytest
from filelock import FileLock

from kiosk.commands.keys import run
from kiosk.errors import KeySlotError, OutsideError, UsageError
from kiosk.storage import locksmith, slots
from kiosk.storage.folder import Folder, open_existing
from kiosk.storage.key_slots import passphrase
from kiosk.storage.key_slots.credential import NAME, VARIABLE
from kiosk.storage.migration import upgrade
from tests.kiosk.commands.conftest import Ask


def read_kinds(folder: Folder) -> list[str]:
    return [slot.kind.value for slot in slots.load(folder.slots).slots]


def test_only_the_key_file_is_weak(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    locksmith.add_passphrase(folder, "invented words")
    assert run(ask("keys", "list")) == 0
    assert msgspec.json.decode(capfd.readouterr().out) == {
        "slots": [
            {"kind": "key_file", "weak": True, "opens": True},
            {"kind": "passphrase", "weak": False, "opens": None},
        ]
    }


def test_an_added_passphrase_is_said_once_and_opens_the_key(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ask("keys", "add")) == 0
    said = capfd.readouterr()
    held = slots.load(folder.slots)
    text = said.err.splitlines()[0]
    assert passphrase.unlock(held, text) is not None
    assert text not in said.out


def test_an_added_passphrase_goes_into_a_new_file_of_its_owner(
    ask: Ask, folder: Folder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "passphrase"
    assert run(ask("keys", "add", "--passphrase-file", str(written))) == 0
    text = written.read_text(encoding="ascii").strip()
    held = slots.load(folder.slots)
    assert passphrase.unlock(held, text) is not None
    assert written.stat().st_mode & 0o777 == 0o600
    assert text not in capfd.readouterr().err


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
        ([], "No slot named"),
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
    text = capfd.readouterr().err.splitlines()[0]
    folder.key_file.unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(text.lower() + "\n"))
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


@pytest.fixture
def credential(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return what systemd hands to the service, in a folder of its own."""
    given = tmp_path / "credentials"
    given.mkdir()
    monkeypatch.setenv(VARIABLE, str(given))
    (given / NAME).write_bytes(bytes(range(32)))
    return given / NAME


def test_with_a_better_slot_the_key_file_can_go(
    ask: Ask, folder: Folder, credential: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(ask("keys", "add"))
    run(ask("keys", "add", "credential"))
    assert "`kiosk keys remove key_file` takes it away" in capfd.readouterr().err
    assert run(ask("keys", "remove", "key_file")) == 0
    listed = msgspec.json.decode(capfd.readouterr().out)["slots"][0]
    assert listed == {"kind": "credential", "weak": False, "opens": True}
    credential.write_bytes(bytes(32))
    with pytest.raises(KeySlotError, match="'credential' is not the key"):
        open_existing(folder, upgrade)


def test_a_slot_that_nobody_knows_is_not_added(ask: Ask, folder: Folder) -> None:
    with pytest.raises(UsageError, match="'tpm' is not one"):
        run(ask("keys", "add", "tpm"))
    assert read_kinds(folder) == ["key_file"]


def test_the_provinces_offline_key_opens_a_kiosk_whose_key_file_is_lost(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    recovery = pyrage.x25519.Identity.generate()
    run(ask("keys", "add", "province", "--recipient", str(recovery.to_public())))
    folder.key_file.unlink()
    file = tmp_path / "recovery.agekey"
    file.write_text(f"# public key: age1\n{recovery}\n", encoding="ascii")
    assert run(ask("keys", "recover", "--identity-file", str(file))) == 0
    open_existing(folder, upgrade).close()


@pytest.mark.parametrize(
    "content",
    [str(pyrage.x25519.Identity.generate()), "", None],
    ids=["other", "empty", "missing"],
)
def test_another_provinces_key_changes_nothing(
    content: str | None, ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    recovery = pyrage.x25519.Identity.generate()
    run(ask("keys", "add", "province", "--recipient", str(recovery.to_public())))
    before = folder.slots.read_bytes()
    file = tmp_path / "recovery.agekey"
    if content is not None:
        file.write_text(content, encoding="ascii")
    with pytest.raises((KeySlotError, UsageError, OutsideError)):
        run(ask("keys", "recover", "--identity-file", str(file)))
    assert folder.slots.read_bytes() == before


def test_a_new_key_says_what_to_print_again(
    ask: Ask, folder: Folder, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(ask("keys", "add"))
    old = capfd.readouterr().err.splitlines()[0]
    written = tmp_path / "paper"
    assert run(ask("keys", "rekey", "--passphrase-file", str(written))) == 0
    held = slots.load(folder.slots)
    new = written.read_text(encoding="ascii").strip()
    assert "Print it" in capfd.readouterr().err
    assert passphrase.unlock(held, old) is None
    assert passphrase.unlock(held, new) is not None


def test_a_new_key_without_a_passphrase_prints_none(
    ask: Ask, folder: Folder, capfd: pytest.CaptureFixture[str]
) -> None:
    before = slots.load(folder.slots).check
    assert run(ask("keys", "rekey")) == 0
    assert capfd.readouterr().err == "kiosk: the database has a new key.\n"
    assert slots.load(folder.slots).check != before


def test_a_new_key_that_came_to_nothing_leaves_no_paper(
    ask: Ask, folder: Folder, tmp_path: Path
) -> None:
    run(ask("keys", "add"))
    with FileLock(folder.run_lock), pytest.raises(OutsideError, match="runs"):
        run(ask("keys", "rekey", "--passphrase-file", str(tmp_path / "paper")))
    assert not (tmp_path / "paper").exists()
