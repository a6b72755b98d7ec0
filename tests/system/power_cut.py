"""Power cut: a disk that forgets what was not synced, rebuilt from a process's system calls.

`strace` writes down what a kiosk does to its files. `Disk` plays that back and
can be cut at any call: synced writes are there; of the others each sector is
there or not, as chance has it; of names made, moved and removed since their
folder was synced, the first few. That is stricter than ext4, XFS and NTFS,
which also keep the name of a file that was synced.
"""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
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


class Loss(Enum):
    """What is lost of all that was not synced; torn writes lose sectors of this size."""

    NOTHING = "nothing"
    """As when the process alone is killed."""
    ALL = "all"
    SOME = "some writes"
    TORN_512 = 512
    TORN_4096 = 4096


@dataclass(slots=True)
class _File:
    durable: bytearray = field(default_factory=bytearray)
    loose: list[tuple[int, Put | Resized]] = field(default_factory=list)


class Disk:
    """Files as they would be found after a cut; one that `lies` syncs names alone."""

    def __init__(self, *, lies: bool = False) -> None:
        self._lies = lies
        self._files: list[_File | None] = []
        """None is a folder."""
        self._names: dict[str, int] = {}
        self._durable_names: dict[str, int] = {}
        self._loose_names: list[tuple[int, Renaming, int]] = []

    def play(self, number: int, event: Event) -> None:
        """Let the event with this number happen."""
        match event:
            case Put(name=name) | Resized(name=name):
                file = self._files[self._names[name]]
                assert file is not None
                file.loose.append((number, event))
            case Made(name=name, is_folder=is_folder):
                if name not in self._names:
                    self._files.append(None if is_folder else _File())
                    self._rename(number, event, len(self._files) - 1)
            case Moved(name=name) | Removed(name=name):
                self._rename(number, event, self._names[name])
            case Synced(name=name, began=began):
                self._sync(name, began)
            case Printed():
                pass

    def cut(self, loss: Loss, chance: random.Random) -> dict[str, bytes | None]:
        """Return the files that are there afterwards, and folders as None."""
        names = dict(self._durable_names)
        for _, event, number in self._loose_names[: self._keep_first(loss, chance)]:
            _take_name(names, event, number)
        found: dict[str, bytes | None] = {}
        for name in sorted(names):
            if all(str(above) in names for above in list(Path(name).parents)[:-1]):
                file = self._files[names[name]]
                found[name] = None if file is None else _cut_file(file, loss, chance)
        return found

    def _rename(self, number: int, event: Renaming, file: int) -> None:
        _take_name(self._names, event, file)
        self._loose_names.append((number, event, file))

    def _sync(self, name: str, began: int) -> None:
        file = None if name == "." else self._files[self._names[name]]
        if file is None:
            self._sync_folder(name, began)
            return
        if self._lies:
            return
        loose, file.loose = file.loose, []
        for number, change in loose:
            if number < began:
                _change(file.durable, change)
            else:
                file.loose.append((number, change))

    def _sync_folder(self, folder: str, began: int) -> None:
        loose, self._loose_names = self._loose_names, []
        for number, event, file in loose:
            if number < began and str(PurePosixPath(event.name).parent) == folder:
                _take_name(self._durable_names, event, file)
            else:
                self._loose_names.append((number, event, file))

    def _keep_first(self, loss: Loss, chance: random.Random) -> int:
        match loss:
            case Loss.NOTHING:
                return len(self._loose_names)
            case Loss.ALL:
                return 0
            case _:
                return chance.randint(0, len(self._loose_names))


def write_down(found: dict[str, bytes | None], root: Path) -> None:
    """Put what is left after a cut into the folder `root`."""
    root.mkdir()
    for name, content in found.items():  # sorted: a folder before what is in it
        if content is None:
            (root / name).mkdir()
        else:
            with (root / name).open("wb") as file:
                file.write(content.rstrip(b"\0"))
                file.truncate(len(content))  # the reserve's zeros cost nothing


def play_until(
    events: Sequence[Event], moments: Iterable[int], *, lies: bool = False
) -> Iterator[tuple[int, Disk]]:
    """Yield the disk as it is before each of the events numbered `moments`, in order."""
    disk, done = Disk(lies=lies), 0
    for moment in sorted(moments):
        for number in range(done, moment):
            disk.play(number, events[number])
        done = moment
        yield moment, disk


def _take_name(names: dict[str, int], event: Renaming, file: int) -> None:
    match event:
        case Made(name=name):
            names[name] = file
        case Moved(name=name, to=to):
            names.pop(name, None)
            names[to] = file
        case Removed(name=name):
            names.pop(name, None)


def _cut_file(file: _File, loss: Loss, chance: random.Random) -> bytes:
    content = bytearray(file.durable)
    share = chance.choice((0.1, 0.5, 0.9))
    for _, change in file.loose if loss is not Loss.ALL else ():
        for part in _split(change, loss):
            if loss is Loss.NOTHING or chance.random() < share:
                _change(content, part)
    return bytes(content)


def _split(change: Put | Resized, loss: Loss) -> Iterator[Put | Resized]:
    """Yield the parts of a change that reach the disk whole or not at all."""
    if not isinstance(loss.value, int) or isinstance(change, Resized):
        yield change
        return
    if change.offset is None:
        yield change
        return
    at, end = change.offset, change.offset + len(change.data)
    while at < end:
        until = min(end, at - at % loss.value + loss.value)
        part = change.data[at - change.offset : until - change.offset]
        yield Put(change.name, at, part)
        at = until


def _change(content: bytearray, change: Put | Resized) -> None:
    match change:
        case Put(offset=offset, data=data):
            at = len(content) if offset is None else offset
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(data)] = data
        case Resized(size=size, grows=grows):
            if size < len(content) and not grows:
                del content[size:]
            content.extend(bytes(max(0, size - len(content))))
