"""Bare: a Debian 12 with nothing installed, as a folder that programs are started in."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

CACHE = Path(os.environ.get("FRESH_CACHE", "/var/tmp/fresh-machine"))  # noqa: S108 - fresh-machine's own place
WITHIN_S = 120

ENTER = """
set -e; root=$1; user=$2; shift 2
mount -t proc proc "$root/proc"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  : >"$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -p "$root/dev/shm" "$root/tmp/.X11-unix"; mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"; fi
exec chroot "$root" runuser -u "$user" -- "$@"
"""

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def find_base() -> Path:
    """Return the bare system, made by debootstrap where there is none yet."""
    base = CACHE / "base"
    if not (CACHE / "base.ready").exists() and not (base / "usr/bin/env").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["debootstrap", "--variant=minbase", "bookworm", str(base)], check=True
        )
    return base


class Bare:
    """A copy of the bare system, which is gone at the end."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._root = Path()

    def __enter__(self) -> Self:
        """Copy the bare system."""
        self._root = Path(tempfile.mkdtemp(prefix="trial.", dir=self._base.parent))
        subprocess.run(
            ["cp", "-a", f"{self._base}/.", str(self._root)],
            check=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the copy; nothing is mounted in it outside of a run."""
        subprocess.run(["rm", "-rf", "--one-file-system", str(self._root)], check=True)

    def put(self, source: Path, to: str, *, mode: int) -> None:
        """Copy a file in."""
        target = self._at(to)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        target.chmod(mode)

    def put_text(self, to: str, text: str) -> None:
        """Write a file that everybody may read."""
        target = self._at(to)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(0o644)

    def make_folder(self, path: str) -> None:
        """Make a folder that everybody may write."""
        self._at(path).mkdir(parents=True)
        self._at(path).chmod(0o1777)

    def exists(self, path: str) -> bool:
        """Say whether there is anything at `path`."""
        return self._at(path).exists()

    def find(self, pattern: str) -> list[Path]:
        """Return what matches `pattern`."""
        return list(self._root.glob(pattern.lstrip("/")))

    def read_bytes(self, path: str) -> bytes:
        """Return a file's content."""
        return self._at(path).read_bytes()

    def run(
        self,
        *command: str,
        user: str = "root",
        display: str = "",
        until: bytes | None = None,
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run a command to its end, or to the line `until` and then to SIGTERM's end."""
        environment = [f"PATH={PATH}", "LANG=C.UTF-8", "HOME=/tmp"]
        if display:
            environment.append(f"DISPLAY={display}")
        words = [
            *("unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child"),
            *("bash", "-c", ENTER, "enter", str(self._root), user),
            *("env", "-i", *environment, *command),
        ]
        if until is None:
            return subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=WITHIN_S,
                check=False,
            )
        return _run_until(words, until)

    def _at(self, path: str) -> Path:
        return self._root / path.lstrip("/")


def _run_until(words: list[str], until: bytes) -> "subprocess.CompletedProcess[bytes]":
    process = subprocess.Popen(
        ["timeout", "--signal=TERM", str(WITHIN_S), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    seen = b""
    for line in process.stdout or ():
        seen += line
        if until in line:
            break
    process.terminate()
    rest, _ = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, seen + rest)
