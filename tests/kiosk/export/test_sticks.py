"""Only USB is a stick, and only a new one is offered."""

from pathlib import Path

import pytest

from kiosk.export.fault import ExportFault
from kiosk.export.sticks import (
    LinuxSticks,
    Stick,
    StickWatch,
    WindowsSticks,
    choose_sticks,
    find_stick,
)

DISK = "25 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw"
STICK = r"90 25 8:17 / /media/kiosk/USB\040MAU rw,nosuid - vfat /dev/sdb1 rw"
OTHER = "91 25 8:33 / /media/kiosk/B rw - vfat /dev/sdc1 rw"


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """Return a /sys where 8:17 and 8:33 hang on USB and 8:1 does not."""
    blocks = tmp_path / "sys" / "dev" / "block"
    blocks.mkdir(parents=True)
    for number, path in (
        ("8:1", "devices/pci0/ata1/block/sda/sda1"),
        ("8:17", "devices/pci0/usb1/1-2/block/sdb/sdb1"),
        ("8:33", "devices/pci0/usb2/2-1/block/sdc/sdc1"),
    ):
        device = tmp_path / "sys" / path
        device.mkdir(parents=True)
        (blocks / number).symlink_to(device)
    return tmp_path / "sys"


def make_sticks(system: Path, *lines: str) -> LinuxSticks:
    mounts = system.parent / "mountinfo"
    mounts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return LinuxSticks(mounts, system)


def test_a_stick_is_what_hangs_on_usb(system: Path) -> None:
    (found,) = make_sticks(system, DISK, STICK, STICK, "garbage", "").list()
    assert (found.device, found.number) == ("/dev/sdb1", "8:17")
    assert found.folder.name.startswith("USB MAU")


def test_only_a_stick_that_came_later_is_offered(system: Path) -> None:
    watch = StickWatch(make_sticks(system, DISK, OTHER))
    assert watch.find_new() is ExportFault.NO_STICK
    make_sticks(system, DISK, OTHER, STICK)
    new = watch.find_new()
    assert isinstance(new, Stick)
    assert new.device == "/dev/sdb1"


def test_two_new_sticks_are_one_too_many(system: Path) -> None:
    watch = StickWatch(make_sticks(system, DISK))
    make_sticks(system, DISK, OTHER, STICK)
    assert watch.find_new() is ExportFault.TWO_STICKS


def test_a_folder_on_no_stick_has_none(tmp_path: Path) -> None:
    assert find_stick(choose_sticks(), tmp_path) is None


def test_without_udisks_nothing_is_ejected(
    system: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(system))
    sticks = make_sticks(system, STICK)
    assert sticks.eject(sticks.list()[0]) is False


@pytest.mark.parametrize(("code", "ejected"), [(0, True), (1, False)])
def test_udisks_says_whether_it_may_go(
    system: Path, monkeypatch: pytest.MonkeyPatch, code: int, *, ejected: bool
) -> None:
    udisks = system / "udisksctl"
    udisks.write_text(f"#!/bin/sh\nexit {code}\n")
    udisks.chmod(0o755)
    monkeypatch.setenv("PATH", str(system))
    sticks = make_sticks(system, STICK)
    assert sticks.eject(sticks.list()[0]) is ejected


def test_the_windows_half_says_nothing_elsewhere() -> None:
    assert WindowsSticks().list() == ()
