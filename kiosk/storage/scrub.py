"""Scrub: the whole database looked at once a week, a little at a time beside the gate.

Pages are read from the file as the disk has them and checked by their HMAC;
entries are checked against what they were committed to; the other tables by
SQLite's own check. A look takes some ms, and no lock of the database is held
while a page is read.
"""

import os
import sys
from collections.abc import Callable

import msgspec
from sqlalchemy import select, text

from kiosk.clock import Instant
from kiosk.errors import StorageCause, StorageError
from kiosk.protocol import chain
from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.storage.damage import Damaged, Part
from kiosk.storage.database import Database
from kiosk.storage.images import Images, list_free_pages
from kiosk.storage.log_frames import count_whole_frames
from kiosk.storage.pages import PageKey
from kiosk.storage.tables import ENTRIES, METADATA

LOOK_S = 2.0
"""How often `look` is meant to be called."""

BYTES_A_LOOK = 64 * 1024
"""In 2 s: 1 GB takes nine hours, and the disk does not feel it."""

ENTRIES_A_LOOK = 100
"""Some 2 ms: a million take five and a half hours."""

ROUND_S = 7 * 24 * 3600
"""From the beginning of a round to that of the next."""

KEPT_EVERY_LOOKS = 300
"""How far it is, is kept every ten minutes: a disk should not wear out by being looked at."""

READ_AGAIN = 3
"""A page that is being written while it is read looks bad; three looks in a row do not."""

_SETTING = "scrub"
_SMALL = tuple(table.name for table in METADATA.sorted_tables if table is not ENTRIES)


class Round(msgspec.Struct, frozen=True):
    """How far the scrub is: the next page, entry and table; times are of its beginning."""

    began_s: float
    page: int = 1
    position: int = 1
    table: int = 0
    is_done: bool = False


class Scrub:
    """One pass after another over an open database, for one thread."""

    def __init__(self, database: Database, now: Callable[[], Instant]) -> None:
        self._database = database
        self._now = now
        self._key = bytes.fromhex(database.key)
        self._pages = PageKey(self._key)
        self._round = self._resume()
        self._looks = 0
        self._suspect: tuple[int, int] = (0, 0)
        """A page that looked bad, and how often in a row."""

    @property
    def round(self) -> Round:
        """Return how far it is."""
        return self._round

    def look(self) -> Damaged | None:
        """Look at a little more; return damage where it is found.

        Raises:
            StorageError, OSError: the disk does not answer now.
        """
        try:
            return self._look()
        except StorageError as error:
            if error.cause is StorageCause.DAMAGED:
                return Damaged(part=Part.TABLE, detail="unreadable")
            raise

    def _look(self) -> Damaged | None:
        now_s = self._now().wall.timestamp()
        if self._round.is_done:
            if 0 <= now_s - self._round.began_s < ROUND_S:
                return None
            self._round = Round(began_s=now_s)
        found = self._look_at_pages() or self._look_at_rows()
        self._looks += 1
        if self._round.is_done or self._looks % KEPT_EVERY_LOOKS == 0:
            self.keep()
        return found

    def keep(self) -> None:
        """Keep how far it is, so that the next start goes on there."""
        with self._database.write() as connection:
            settings.put(connection, _SETTING, msgspec.msgpack.encode(self._round))

    def _resume(self) -> Round:
        with self._database.read() as connection:
            value = settings.get(connection, _SETTING)
        try:
            return msgspec.msgpack.decode(value or b"", type=Round)
        except msgspec.MsgspecError:
            return Round(began_s=self._now().wall.timestamp())

    def _look_at_pages(self) -> Damaged | None:
        first, page_bytes = self._round.page, self._pages.format.page_bytes
        offset = (first - 1) * page_bytes
        with self._database.path.open("rb", buffering=0) as file:
            _forget_cached(file.fileno(), offset)
            file.seek(offset)
            for number in range(first, first + BYTES_A_LOOK // page_bytes):
                sealed = file.read(page_bytes)
                if not sealed:
                    return None
                if not self._is_whole(number, sealed):
                    return self._doubt(number)
                self._round = msgspec.structs.replace(self._round, page=number + 1)
        return None

    def _is_whole(self, number: int, sealed: bytes) -> bool:
        is_unused = number == self._pages.format.lock_page
        return is_unused or self._pages.is_good(number, sealed)

    def _doubt(self, number: int) -> Damaged | None:
        """Call a page bad once it looks so several times, and a table uses it."""
        count = self._suspect[1] + 1 if self._suspect[0] == number else 1
        self._suspect = (number, count)
        if count < READ_AGAIN:
            return None
        self._round = msgspec.structs.replace(self._round, page=number + 1)
        path = self._database.path
        whole = count_whole_frames(path)
        with Images(path, self._key, whole_frames=whole) as images:
            if number in list_free_pages(images) or not images.is_bad(number):
                return None
        return Damaged(part=Part.PAGE, detail=f"page {number}")

    def _look_at_rows(self) -> Damaged | None:
        with self._database.read() as connection:
            if self._round.table < len(_SMALL):
                return self._look_at_table(connection)
            return self._look_at_entries(connection)

    def _look_at_table(self, connection: Connection) -> Damaged | None:
        name = _SMALL[self._round.table]
        self._round = msgspec.structs.replace(self._round, table=self._round.table + 1)
        said = connection.execute(text(f'PRAGMA quick_check("{name}")')).scalar()
        return None if said == "ok" else Damaged(part=Part.TABLE, detail=name)

    def _look_at_entries(self, connection: Connection) -> Damaged | None:
        rows = connection.execute(
            select(
                ENTRIES.c.position,
                ENTRIES.c.commitment,
                ENTRIES.c.salt,
                ENTRIES.c.content,
            )
            .where(ENTRIES.c.position >= self._round.position)
            .order_by(ENTRIES.c.position)
            .limit(ENTRIES_A_LOOK)
        ).all()
        for row in rows:
            is_kept = row.content is not None
            if is_kept and chain.commit(row.salt, row.content) != row.commitment:
                return Damaged(part=Part.ALTERED, detail=f"entry {row.position}")
        if rows:
            following = rows[-1].position + 1
            self._round = msgspec.structs.replace(self._round, position=following)
        elif self._has_every_page():
            self._round = msgspec.structs.replace(self._round, is_done=True)
        return None

    def _has_every_page(self) -> bool:
        size = self._database.path.stat().st_size
        return self._round.page > size // self._pages.format.page_bytes


def _forget_cached(file: int, offset: int) -> None:
    """Have the disk itself asked for the next pages, where the system can."""
    if sys.platform == "linux":
        os.posix_fadvise(file, offset, BYTES_A_LOOK, os.POSIX_FADV_DONTNEED)
