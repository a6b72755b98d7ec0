"""Power cut: a disk that forgets what was not synced, rebuilt from system calls.

`Disk` plays back what a kiosk did to its files and can be cut at any call:
synced writes are there; of the others each sector is there or not, as chance
has it; of names made, moved and removed since their folder was synced, the
first few. That is stricter than ext4, XFS and NTFS, which also keep the name
of a file that was synced.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePosixPath

from tests.system.system_calls import (
    Event,
    Made,
    Moved,
    Printed,
    Put,
    Removed,
    Renaming,
    Resized,
    Synced,
)


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
