"""Images: the newest image of every page, from the write-ahead log or the file itself.

Only what was committed counts: the log's frames up to the last that ends a
transaction. A frame is told good by its page's own HMAC, so that frames behind
a bad one are found too, which SQLite passes over.
"""

import struct
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from kiosk.storage.log_frames import (
    FRAME_HEADER_BYTES,
    LOG_HEADER_BYTES,
    Frame,
    find_committed,
    find_frame,
    find_log,
    is_log_header,
    list_whole,
    read_frames,
)
from kiosk.storage.pages import PageKey

_FIRST_TRUNK = slice(32, 36)


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """A page in clear; not current where its newest image is bad and this an older one."""

    number: int
    page: bytes
    is_current: bool


class Images:
    """The pages of the database at `path`, which nothing writes meanwhile.

    `whole_frames` is how many of the log's count for SQLite; without it, those
    behind a bad one count too.
    """

    def __init__(
        self, path: Path, key: bytes, *, whole_frames: int | None = None
    ) -> None:
        self.key = PageKey(key)
        self._open = ExitStack()
        self._file = self._open.enter_context(path.open("rb"))
        log_path = find_log(path)
        self._log: BinaryIO | None = None
        committed: tuple[Frame, ...] = ()
        if log_path.exists():
            self._log = self._open.enter_context(log_path.open("rb"))
            committed = (
                find_committed(tuple(read_frames(self._log, self.key)))
                if whole_frames is None
                else list_whole(self._log, self.key, whole_frames)
            )
        self._committed = committed
        self._offsets: dict[int, list[int]] = {}
        for frame in committed:
            self._offsets.setdefault(frame.number, []).insert(0, frame.offset)
        in_file = -(-path.stat().st_size // self.key.format.page_bytes)
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
            self.bad += int(number != self.key.format.lock_page)
            if image is not None:
                older.append(image)
        yield from older

    def get(self, number: int) -> bytes | None:
        """Return the newest image of a page in clear, None where none is good."""
        image = self._find(number)
        return None if image is None else image.page

    def get_newest(self, number: int) -> bytes | None:
        """Return the newest image of a page in clear, None where that one is bad."""
        image = self._find(number)
        return image.page if image is not None and image.is_current else None

    def is_log_whole(self) -> bool:
        """Say whether no frame of the log may hide which page is newer than thought.

        A bad frame's own number may be what is bad, and one whose salts are bad
        was passed over.
        """
        if self._log is None:
            return True
        if not self._committed:
            self._log.seek(0)
            header = self._log.read(LOG_HEADER_BYTES)
            return not header or is_log_header(header)
        last = find_frame(len(self._committed) - 1, self.key) + FRAME_HEADER_BYTES
        return self._committed[-1].offset == last and all(
            self._read(self._log, frame.number, frame.offset) is not None
            for frame in self._committed
        )

    def is_bad(self, number: int) -> bool:
        """Say whether the newest image of a page is not as it was written."""
        image = self._find(number)
        return number != self.key.format.lock_page and (
            image is None or not image.is_current
        )

    def _find(self, number: int) -> Image | None:
        if number < 1 or number == self.key.format.lock_page:
            return None
        is_current = True
        for offset in self._offsets.get(number, ()):
            page = self._read(self._log, number, offset)
            if page is not None:
                return Image(number=number, page=page, is_current=is_current)
            is_current = False
        offset = (number - 1) * self.key.format.page_bytes
        page = self._read(self._file, number, offset)
        if page is None:
            return None
        return Image(number=number, page=page, is_current=is_current)

    def _read(self, file: BinaryIO | None, number: int, offset: int) -> bytes | None:
        if file is None:
            return None
        try:
            file.seek(offset)
            return self.key.open(number, file.read(self.key.format.page_bytes))
        except OSError:  # a sector that the disk can't read is a bad page
            return None


def list_free_pages(images: Images) -> set[int]:
    """Return the pages that no table uses; a page that was never written is among them."""
    blank = bytes(images.key.format.usable_bytes)
    most_leaves = len(blank) // 4 - 2
    first = images.get(1) or blank
    trunk = int.from_bytes(first[_FIRST_TRUNK])
    free: set[int] = set()
    while trunk and trunk not in free:
        free.add(trunk)
        page = images.get(trunk) or blank
        count = min(int.from_bytes(page[4:8]), most_leaves)
        free |= set(struct.unpack_from(f">{count}L", page, 8))
        trunk = int.from_bytes(page[:4])
    return free
