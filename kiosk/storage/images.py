"""Images: the newest image of every page, from the write-ahead log or the file itself.

Only what was committed counts: the log's frames up to the last that ends a
transaction. A frame is told good by its page's own HMAC, so that frames behind
a bad one are found too, which SQLite passes over.
"""

import struct
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from kiosk.storage.pages import LOCK_PAGE, PAGE_BYTES, USABLE_BYTES, PageKey

LOG_HEADER_BYTES = 32
FRAME_HEADER_BYTES = 24
FRAME_BYTES = FRAME_HEADER_BYTES + PAGE_BYTES
_FRAME = struct.Struct(">LL8s")
"""Page number, size of the database in pages where a transaction ends (else 0), salts."""

_FIRST_TRUNK = slice(32, 36)
_MOST_LEAVES = USABLE_BYTES // 4 - 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A page in clear; not current where its newest image is bad and this an older one."""

    number: int
    page: bytes
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame of a write-ahead log; `ends` is not 0 where it ends a transaction."""

    number: int
    ends: int
    offset: int


class Images:
    """The pages of the database at `path`, which nothing writes meanwhile.

    `whole_frames` is how many of the log's count for SQLite; without it, those
    behind a bad one count too.
    """

    def __init__(
        self, path: Path, key: bytes, *, whole_frames: int | None = None
    ) -> None:
        self._key = PageKey(key)
        self._open = ExitStack()
        self._file = self._open.enter_context(path.open("rb"))
        log_path = path.with_name(path.name + "-wal")
        self._log: BinaryIO | None = None
        committed: tuple[Frame, ...] = ()
        if log_path.exists():
            self._log = self._open.enter_context(log_path.open("rb"))
            committed = find_committed(tuple(read_frames(self._log)), whole_frames)
        self._offsets: dict[int, list[int]] = {}
        for frame in committed:
            self._offsets.setdefault(frame.number, []).insert(0, frame.offset)
        in_file = -(-path.stat().st_size // PAGE_BYTES)
        self.count = max(in_file, max((one.ends for one in committed), default=0))
        self.bad = 0
        """Pages whose newest image was bad; counted while they are iterated."""

    def __enter__(self) -> Self:
        """Return the images."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files."""
        self._open.close()

    def __iter__(self) -> Iterator[Image]:
        """Yield every page that can be read, older images last."""
        self.bad = 0
        older: list[Image] = []
        for number in range(1, self.count + 1):
            image = self._find(number)
            if image is not None and image.is_current:
                yield image
                continue
            self.bad += int(number != LOCK_PAGE)
            if image is not None:
                older.append(image)
        yield from older

    def get(self, number: int) -> bytes | None:
        """Return the newest image of a page in clear, None where none is good."""
        image = self._find(number)
        return None if image is None else image.page

    def is_bad(self, number: int) -> bool:
        """Say whether the newest image of a page is not as it was written."""
        image = self._find(number)
        return number != LOCK_PAGE and (image is None or not image.is_current)

    def _find(self, number: int) -> Image | None:
        if number < 1 or number == LOCK_PAGE:
            return None
        is_current = True
        for offset in self._offsets.get(number, ()):
            page = self._read(self._log, number, offset)
            if page is not None:
                return Image(number=number, page=page, is_current=is_current)
            is_current = False
        page = self._read(self._file, number, (number - 1) * PAGE_BYTES)
        if page is None:
            return None
        return Image(number=number, page=page, is_current=is_current)

    def _read(self, file: BinaryIO | None, number: int, offset: int) -> bytes | None:
        if file is None:
            return None
        try:
            file.seek(offset)
            return self._key.open(number, file.read(PAGE_BYTES))
        except OSError:  # a sector that the disk can't read is a bad page
            return None


def list_free_pages(images: Images) -> set[int]:
    """Return the pages that no table uses; a page that was never written is among them."""
    first = images.get(1) or bytes(PAGE_BYTES)
    trunk = int.from_bytes(first[_FIRST_TRUNK])
    free: set[int] = set()
    while trunk and trunk not in free:
        free.add(trunk)
        page = images.get(trunk) or bytes(PAGE_BYTES)
        count = min(int.from_bytes(page[4:8]), _MOST_LEAVES)
        free |= set(struct.unpack_from(f">{count}L", page, 8))
        trunk = int.from_bytes(page[:4])
    return free


def read_frames(log: BinaryIO, *, after: int = 0) -> Iterator[Frame]:
    """Yield the frames of the newest generation of a write-ahead log, behind the first `after`.

    Where the log's header is bad, the first frame says which generation it is.
    """
    log.seek(0)
    header = log.read(LOG_HEADER_BYTES)
    salts = header[16:24] if is_log_header(header) else None
    offset = LOG_HEADER_BYTES + after * FRAME_BYTES
    log.seek(offset)
    while len(head := log.read(FRAME_HEADER_BYTES)) == FRAME_HEADER_BYTES:
        number, ends, told = _FRAME.unpack_from(head)
        salts = told if salts is None else salts
        if told == salts and number > 0:
            yield Frame(number=number, ends=ends, offset=offset + FRAME_HEADER_BYTES)
        offset += FRAME_BYTES
        log.seek(offset)


def count_whole_frames(database: Path) -> int | None:
    """Return how many of the log's frames count for SQLite, which has the database open.

    It says so in the log's index (`mxFrame`, walformat.html 2.1). None without one.
    """
    try:
        with database.with_name(database.name + "-shm").open("rb") as index:
            return int.from_bytes(index.read(20)[16:], sys.byteorder)
    except FileNotFoundError:
        return None


def find_committed(
    frames: tuple[Frame, ...], whole: int | None = None
) -> tuple[Frame, ...]:
    """Return the frames up to the last that ends a transaction, or the first `whole`."""
    if whole is not None:
        end = LOG_HEADER_BYTES + whole * FRAME_BYTES
        return tuple(frame for frame in frames if frame.offset < end)
    last = max((at for at, frame in enumerate(frames) if frame.ends), default=-1)
    return frames[: last + 1]


def is_log_header(header: bytes) -> bool:
    """Say whether a write-ahead log's first bytes are whole (SQLite file format 4.1)."""
    if len(header) != LOG_HEADER_BYTES:
        return False
    magic = int.from_bytes(header[:4])
    if magic not in {0x377F0682, 0x377F0683}:
        return False
    order = ">" if magic & 1 else "<"
    first = second = 0
    words = struct.unpack(f"{order}6L", header[:24])
    for at in range(0, 6, 2):
        first = (first + words[at] + second) & 0xFFFFFFFF
        second = (second + words[at + 1] + first) & 0xFFFFFFFF
    return struct.pack(">LL", first, second) == header[24:]
