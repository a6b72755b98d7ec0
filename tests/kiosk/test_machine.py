"""The computer answers the doctor, and is left as it was."""

import os
import sys
from pathlib import Path

import pytest

from kiosk.machine import Computer, name_program
from kiosk.patient import Disk, Port, SlotsSeen
from kiosk.storage.folder import Folder
from kiosk.storage.opening import KeySource
from kiosk.storage.slots import SlotKind
from kiosk.sync.fault import Fault, FaultClass
from tests.frames import a_frame, write_video


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(Folder(tmp_path), cards=tmp_path / "cards", unit=tmp_path / "unit")


def test_the_installed_program_misses_no_part(computer: Computer) -> None:
    assert computer.find_missing_parts() == []


def test_the_disk_is_measured_and_no_file_stays(
    computer: Computer, tmp_path: Path
) -> None:
    disk = computer.measure_disk(tmp_path)
    assert isinstance(disk, Disk)
    assert (disk.free_bytes > 0, disk.fsync_ms > 0) == (True, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_not_made(
    computer: Computer, tmp_path: Path
) -> None:
    assert isinstance(computer.measure_disk(tmp_path / "a" / "b"), Disk)
    assert list(tmp_path.iterdir()) == []


def test_what_can_t_be_written_is_said(computer: Computer) -> None:
    assert isinstance(computer.measure_disk(Path("/proc/self")), str)


def test_a_camera_is_looked_at_in_a_process_of_its_own(
    computer: Computer, tmp_path: Path
) -> None:
    path = write_video(tmp_path / "v.avi", [a_frame(size=(1280, 720))] * 9)
    seen = computer.look_at_camera(f"{path},in,A")
    assert (seen.height, round(seen.brightness, 1), seen.fault) == (720, 0.7, "")


def test_a_camera_that_is_not_there_is_said(computer: Computer) -> None:
    assert "is not there" in computer.look_at_camera("/dev/video99").fault


def test_a_port_that_is_not_there_is_missing(
    computer: Computer, tmp_path: Path
) -> None:
    (tmp_path / "port").touch()
    ports = (str(tmp_path / "port"), str(tmp_path / "none"), "usb:ffff:fffe")
    states = [computer.look_at_port(port) for port in ports]
    assert states == [Port.OPEN, Port.MISSING, Port.MISSING]


def test_the_kinds_of_slots_are_read(folder: Folder) -> None:
    own = KeySource(kind=SlotKind.KEY_FILE)
    expected = SlotsSeen(kinds=[SlotKind.KEY_FILE], source=own)
    assert Computer(folder).read_slots() == expected


def test_slots_that_do_not_open_are_told_from_those_that_do(folder: Folder) -> None:
    folder.key_file.unlink()
    expected = SlotsSeen(kinds=[SlotKind.KEY_FILE], source=None)
    assert Computer(folder).read_slots() == expected


def test_slots_that_are_missing_are_said(computer: Computer) -> None:
    assert "are missing" in str(computer.read_slots())


def test_a_server_that_is_not_there_is_a_fault(computer: Computer) -> None:
    answer = computer.ask("http://127.0.0.1:9")
    assert isinstance(answer, Fault)
    assert answer.fault_class is FaultClass.TCP


@pytest.mark.parametrize("cards", ["--- no soundcards ---\n", None])
def test_without_a_card_nothing_can_be_heard(
    computer: Computer, tmp_path: Path, cards: str | None
) -> None:
    if cards is not None:
        (tmp_path / "cards").write_text(cards, encoding="utf-8")
    assert computer.find_sound() == ""


def test_a_player_and_a_card_can_be_heard(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cards").write_text(" 0 [PCH]: HDA-Intel\n", encoding="utf-8")
    (tmp_path / "aplay").write_text("#!/bin/sh\n", encoding="ascii")
    (tmp_path / "aplay").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert computer.find_sound() == "aplay"


def test_printers_are_asked_of_cups(
    computer: Computer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    before = computer.list_printers()
    (tmp_path / "lpstat").write_text("#!/bin/sh\necho Quay\n", encoding="ascii")
    (tmp_path / "lpstat").chmod(0o755)
    assert (before, computer.list_printers()) == ([], ["Quay"])


def test_without_a_display_no_screen_is_seen(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt ends its process there; ours goes on."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert computer.look_at_screen() == ""


def test_a_screen_is_seen(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert computer.look_at_screen().endswith(" offscreen")


@pytest.mark.parametrize(
    ("display", "headless"), [("", [False, True]), (":0", [False, False])]
)
def test_the_service_without_a_window_counts_where_nobody_sits_at_one(
    computer: Computer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    display: str,
    headless: list[bool],
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", display)
    before = computer.runs_headless()
    (tmp_path / "unit").symlink_to(tmp_path / "kiosk-headless.service")
    assert [before, computer.runs_headless()] == headless


def test_the_administrator_may_always_write_and_it_says_nothing(
    computer: Computer, tmp_path: Path
) -> None:
    (tmp_path / "policy.toml").touch()
    is_ordinary = os.geteuid() != 0
    assert computer.may_write(str(tmp_path / "policy.toml")) == is_ordinary


def test_the_program_starts_itself_as_it_was_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = name_program()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert (plain[1:], name_program()) == (["-m", "kiosk"], [sys.executable])
