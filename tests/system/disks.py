"""Disks: real file systems that a test fills, breaks, takes away and brings back.

An ext4 on a loop device turns read-only as Linux makes one that met an error
(`trigger_fs_error`), and fails every access as one whose device went away
(the ioctl of xfstests' "shutdown").
"""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "linux":
    import fcntl

GOING_DOWN = 0x8004587D
NO_LOG_FLUSH = 2


def skip_unless_root() -> None:
    """Skip where nothing can be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("mounting a file system takes root on Linux")


def run_or_skip(*command: str) -> None:
    """Run a command that makes or mounts a disk; skip where this machine does not."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except FileNotFoundError as error:
        pytest.skip(f"no {error.filename} here")
    if done.returncode != 0:
        pytest.skip(f"{' '.join(command[:3])}: {done.stderr.decode().strip()}")


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill `disk` until only about `leave` bytes are left; return what fills it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
        file.truncate(max(0, file.tell() - leave))
    return ballast


class LoopDisk:
    """An ext4 in a file, mounted at `path`."""

    def __init__(self, image: Path, path: Path, size: int) -> None:
        self._image = image
        self.path = path
        path.mkdir()
        with image.open("wb") as file:
            file.truncate(size)
        run_or_skip("mkfs.ext4", "-q", "-m", "0", str(image))

    def mount(self) -> None:
        """Mount it, or mount it again."""
        options = "loop,errors=remount-ro"
        run_or_skip("mount", "-o", options, str(self._image), str(self.path))

    def unmount(self) -> None:
        """Take it away, whoever has files open on it."""
        subprocess.run(["umount", "--lazy", str(self.path)], check=True)

    def turn_read_only(self) -> None:
        """Let the file system meet an error, after which Linux takes no write."""
        device = subprocess.run(
            ["findmnt", "-no", "SOURCE", str(self.path)],
            capture_output=True,
            check=True,
        )
        name = device.stdout.decode().strip().rsplit("/", 1)[-1]
        trigger = Path("/sys/fs/ext4", name, "trigger_fs_error")
        if not trigger.exists():
            pytest.skip("this kernel triggers no error of ext4")
        trigger.write_text("1", encoding="ascii")

    def fail(self) -> None:
        """Let every access fail, as where the device is gone."""
        handle = os.open(self.path, os.O_RDONLY)
        fcntl.ioctl(handle, GOING_DOWN, struct.pack("I", NO_LOG_FLUSH))
        os.close(handle)
