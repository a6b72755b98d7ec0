"""System calls: what processes did to their files and printed, as `strace` wrote it down."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

_CALLS = (
    "openat,?open,?creat,pwrite64,write,pwritev,?pwritev2,writev,ftruncate,truncate,"
    "fallocate,?rename,?renameat,renameat2,?unlink,unlinkat,?mkdir,mkdirat,?rmdir,"
    "?link,linkat,?symlink,symlinkat,fsync,fdatasync,?sendfile,copy_file_range"
)
_STDOUT = 1
_SHARED_MEMORY = "-shm"
"""SQLite maps this file and makes it anew at every start, so its bytes don't matter."""


@dataclass(frozen=True, slots=True)
class Put:
    """Bytes are written to a file; `offset` None is its end."""

    name: str
    offset: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Resized:
    """A file is cut, or grown by zeros; where `grows` it is never cut."""

    name: str
    size: int
    grows: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A file, or a folder, is there under a name that may be new."""

    name: str
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A name is another's now."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A name is nobody's."""

    name: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What a file or folder held when the call numbered `began` came is durable."""

    name: str
    began: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Somebody may have seen this."""

    data: bytes


Event = Put | Resized | Made | Moved | Removed | Synced | Printed
Renaming = Made | Moved | Removed


def find_reason_against() -> str:
    """Return why nothing can be traced here, empty where it can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-f", "-o", os.devnull, "true"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else f"ptrace is refused: {tried.stderr!r}"


def trace(log: Path, *command: str) -> bytes:
    """Run `command` to its end, write its system calls to `log`; return its output."""
    traced = subprocess.run(
        [
            *("strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "100000000"),
            *("-e", f"trace={_CALLS}", "-e", "signal=none", "-o", str(log), *command),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return traced.stdout


class Recording:
    """What processes did below `root`, one after the other."""

    def __init__(self, root: Path) -> None:
        self.events: list[Event] = []
        self.root = root
        self._ends: dict[int, int | None] = {}
        """Where the next `write` to a descriptor goes; None is the file's end."""

    def add(self, log: Path) -> None:
        """Add the calls of one process that has ended."""
        self._ends = {}
        self.events.extend(self._read(log))

    def find_printed(self, until: int) -> list[bytes]:
        """Return the ids of the entries that were printed before event `until`."""
        lines = b"".join(
            event.data for event in self.events[:until] if isinstance(event, Printed)
        ).split(b"\n")
        # The last line has no end yet, but its reader may have it all the same.
        return [found for line in lines if (found := _find_entry_id(line)) is not None]

    def _read(self, log: Path) -> Iterator[Event]:
        begun: dict[str, tuple[_Call, int]] = {}
        count = len(self.events)
        with log.open(encoding="ascii") as lines:
            for line in lines:
                for event in self._read_line(line, begun, count):
                    yield event
                    count += 1

    def _read_line(
        self, line: str, begun: dict[str, tuple["_Call", int]], count: int
    ) -> Iterator[Event]:
        """A write counts from where it begins, all else from where it ends well."""
        if whole := _WHOLE.match(line):
            call, result = _Call.parse(whole[2], whole[3]), int(whole[4])
            yield from self._begin(call)
            yield from self._end(call, result, count)
        elif start := _BEGUN.match(line):
            call = _Call.parse(start[2], start[3])
            begun[start[1]] = call, count
            yield from self._begin(call)
        elif end := _ENDED.match(line):
            call, began = begun.pop(end[1])
            yield from self._end(call, int(end[2]), began)

    def _begin(self, call: "_Call") -> Iterator[Event]:
        name = self._name(call.path)
        match call.name:
            case "write" if call.descriptor == _STDOUT:
                yield Printed(call.data)
            case "pwrite64" if name:
                yield Put(name, call.numbers[-1], call.data)
            case "write" if name:
                offset = self._ends[call.descriptor]
                yield Put(name, offset, call.data)
                if offset is not None:
                    self._ends[call.descriptor] = offset + len(call.data)
            case _:
                pass

    def _end(self, call: "_Call", result: int, began: int) -> Iterator[Event]:
        if result < 0:
            return
        name = self._name(call.path)
        match call.name:
            case "openat" | "open":
                yield from self._open(call, result)
            case "fsync" | "fdatasync" if name is not None:
                yield Synced(name, began)
            case "ftruncate" if name:
                yield Resized(name, call.numbers[-1])
            case "fallocate" if name:
                yield Resized(name, sum(call.numbers[-2:]), grows=True)
            case "write" | "pwrite64" | "fsync" | "fdatasync" | "ftruncate":
                pass
            case _:
                yield from self._rename(call)

    def _open(self, call: "_Call", descriptor: int) -> Iterator[Event]:
        self._ends[descriptor] = None if "O_APPEND" in call.flags else 0
        name = self._name(call.strings[0])
        if name is not None and "O_CREAT" in call.flags:
            yield Made(name)
        if name is not None and "O_TRUNC" in call.flags:
            yield Resized(name, 0)

    def _rename(self, call: "_Call") -> Iterator[Event]:
        names = [self._name(text) for text in call.strings]
        match call.name, names:
            case "mkdir", [str(name)]:
                yield Made(name, is_folder=True)
            case "rename", [str(name), str(to)]:
                yield Moved(name, to)
            case "unlink", [str(name)]:
                yield Removed(name)
            case other, _:
                touched = [self._name(call.path), *names]
                assert not any(touched), f"{other} of {touched} is not played back"

    def _name(self, path: str | None) -> str | None:
        """Return the name below the root, None for what does not matter here."""
        if path is None or path.endswith(_SHARED_MEMORY):
            return None
        place = PurePosixPath(path)
        if not place.is_relative_to(self.root):
            return None
        return place.relative_to(self.root).as_posix()


@dataclass(frozen=True, slots=True)
class _Call:
    name: str
    descriptor: int
    path: str | None
    """Of the descriptor; None where it is no file that still has a name."""
    strings: tuple[str, ...]
    data: bytes
    numbers: tuple[int, ...]
    flags: str

    @staticmethod
    def parse(name: str, arguments: str) -> "_Call":
        of = _DESCRIPTOR.match(arguments)
        strings = [_unhex(text) for text in _STRING.findall(arguments)]
        rest = _STRING.sub("", arguments)
        is_writing = name in {"write", "pwrite64"}
        return _Call(
            name=name,
            descriptor=int(of[1]) if of else -1,
            path=os.fsdecode(_unhex(of[2])) if of and not of[3] else None,
            strings=() if is_writing else tuple(os.fsdecode(one) for one in strings),
            data=strings[0] if is_writing else b"",
            numbers=tuple(int(number) for number in _NUMBER.findall(rest)),
            flags=rest,
        )


_WHOLE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
_BEGUN = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_ENDED = re.compile(r"(\d+) +<\.\.\. \w+ resumed>.*\) += (-?\d+)")
_DESCRIPTOR = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>(\(deleted\))?")
_STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_NUMBER = re.compile(r", (\d+)\b")


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _find_entry_id(line: bytes) -> bytes | None:
    try:
        told = msgspec.json.decode(line, type=dict[str, object])
    except msgspec.DecodeError:
        return None
    found = told.get("entry_id")
    return bytes.fromhex(str(found).replace("-", "")) if found else None
