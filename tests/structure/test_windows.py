"""Windows: kiosk's own modules can be imported there, whatever runs this test."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

POSIX_MODULES = frozenset(
    {
        "Xlib", "crypt", "curses", "dbus", "evdev", "fcntl", "grp", "posix", "pty",
        "pwd", "pyudev", "readline", "resource", "syslog", "termios", "tty",
    }
)  # fmt: skip
POSIX_NAMES = {
    "os": frozenset(
        {
            "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "chown", "fchmod",
            "fchown", "fdatasync", "fork", "geteuid", "getgid", "getloadavg", "getuid",
            "killpg", "mkfifo", "nice", "openpty", "posix_fadvise", "pread", "pwrite",
            "sched_getaffinity", "setpgid", "setsid", "statvfs", "sync", "uname",
        }
    ),
    "signal": frozenset(
        {
            "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGUSR1",
            "SIGUSR2", "alarm", "pthread_sigmask", "setitimer", "sigwait",
        }
    ),
    "socket": frozenset({"AF_UNIX", "AF_NETLINK"}),
    "time": frozenset({"CLOCK_BOOTTIME", "CLOCK_MONOTONIC", "clock_gettime", "tzset"}),
}  # fmt: skip

ELSEWHERE = frozenset({"kiosk/demonstration"})
"""`make run` is for Debian and Ubuntu, and no part of the MSI."""

GUARDS = ("sys.platform", "os.name", "hasattr(", "except ImportError")


def find_sources() -> Iterator[Path]:
    for path in sorted((ROOT / "kiosk").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not any(name.startswith(folder) for folder in ELSEWHERE):
            yield path


def find_posix(source: str) -> Iterator[str]:
    """Yield what only POSIX has and nothing around it asks for the platform."""
    tree = ast.parse(source)
    yield from _look(tree, source, guarded=False)


def _look(node: ast.AST, source: str, *, guarded: bool) -> Iterator[str]:
    if isinstance(node, ast.If | ast.IfExp | ast.Try | ast.FunctionDef | ast.BoolOp):
        segment = ast.get_source_segment(source, node) or ""
        guarded = guarded or any(guard in segment for guard in GUARDS)
    if not guarded:
        yield from (f"{name}, line {node.lineno}" for name in _name_posix(node))  # type: ignore[attr-defined]  # only nodes with a line are named
    for child in ast.iter_child_nodes(node):
        yield from _look(child, source, guarded=guarded)


def _name_posix(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (n.name for n in names if n.name.split(".")[0] in POSIX_MODULES)
        case ast.ImportFrom(module=str(module)):
            if module.split(".")[0] in POSIX_MODULES:
                yield module
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            if name in POSIX_NAMES.get(owner, ()):
                yield f"{owner}.{name}"
        case _:
            pass


@pytest.mark.parametrize(
    "source",
    [
        "import fcntl",
        "from termios import TCSANOW",
        "import os\ndef f() -> None:\n    os.statvfs('/')",
        "import signal\nENDINGS = (signal.SIGHUP,)",
    ],
)
def test_what_only_posix_has_is_found(source: str) -> None:
    assert len(list(find_posix(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import sys\nif sys.platform != 'win32':\n    import termios",
        "import os\ndef f() -> None:\n    if os.name == 'posix':\n        os.sync()",
        "import os\nos.replace('a', 'b')",
    ],
)
def test_what_asks_for_the_platform_is_not(source: str) -> None:
    assert list(find_posix(source)) == []


def test_kiosk_asks_for_the_platform_before_it_uses_what_windows_lacks() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}: {name}"
        for path in find_sources()
        for name in find_posix(path.read_text(encoding="utf-8"))
    }
    assert sorted(found) == []
