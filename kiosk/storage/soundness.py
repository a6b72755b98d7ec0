"""Soundness: whether a database is whole as far as a start can tell.

Constant work, however many entries there are: the first page and the last
ones, the write-ahead log, the head, the newest links, the newest checkpoint.
`kiosk.storage.scrub` looks at the rest.
"""

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from msgspec import MsgspecError

from kiosk.protocol import checkpoint
from kiosk.protocol.chain import ChainState
from kiosk.protocol.signature import get_public_bytes
from kiosk.storage import (
    checkpoints,
    entries,
    formats,
    head_mark,
    lost,
    page_one,
    schema,
    settings,
)
from kiosk.storage.checkpoints import Noted
from kiosk.storage.connection import Connection
from kiosk.storage.damage import Damaged, Part, Sound, Soundness
from kiosk.storage.database import Database
from kiosk.storage.images import Images, list_free_pages
from kiosk.storage.log_frames import (
    count_whole_frames,
    find_log,
    holds_page,
    read_frames,
)
from kiosk.storage.pages import PageKey
from kiosk.storage.settings import Identity

TAIL_LINKS = 200
TAIL_BYTES = 64 * 1024
"""Cheap flash leaves the end of a file empty; this takes 2 ms."""

_OF_A_DISK = {ChainState.MISSING, ChainState.TRUNCATED, ChainState.BROKEN}


def check(path: Path, key: bytes, head: Path) -> Soundness:
    """Look at the database at `path`, changing nothing; `head` is the head mark.

    Nobody else may have it open.
    """
    pages_key = PageKey(key)
    if not page_one.is_good(path, key) and not holds_page(path, pages_key, 1):
        return Damaged(part=Part.PAGE_ONE)
    pages, rest = divmod(path.stat().st_size, pages_key.format.page_bytes)
    if rest and not holds_page(path, pages_key, pages + 1):
        return Damaged(part=Part.END, detail="not whole pages")
    # Read only: closing it leaves a log that a salvage still reads.
    database = Database(path, key.hex(), read_only=True)
    try:
        with database.hold() as connection:
            is_newest = schema.read_revision(connection) == schema.HEAD_REVISION
            found = _check_files(path, key)
            if isinstance(found, Damaged) or not is_newest:
                return found  # an upgrade looks at another version's rows
            return _check_rows(connection, head)
    except sqlcipher.Error as error:
        return Damaged(part=Part.TABLE, detail=str(error))
    finally:
        database.close()


def find_bad_pages(path: Path, key: bytes, *, last: int | None = None) -> list[int]:
    """Return the pages that are not as they were written, of all or of the `last` ones.

    Somebody must have the database open. Pages that no table uses may be empty.
    """
    whole = count_whole_frames(path)
    with Images(path, key, whole_frames=whole) as images:
        first = 1 if last is None else max(1, images.count - last + 1)
        bad = {n for n in range(first, images.count + 1) if images.is_bad(n)}
        return sorted(bad - list_free_pages(images)) if bad else []


def _check_files(path: Path, key: bytes) -> Soundness:
    if _is_log_torn(path, key):
        return Damaged(part=Part.LOG)
    last = TAIL_BYTES // formats.find(key).page_bytes
    bad = find_bad_pages(path, key, last=last)
    return Damaged(part=Part.END, detail=f"page {bad[0]}") if bad else Sound()


def _check_rows(connection: Connection, head: Path) -> Soundness:
    try:
        identity = settings.read_identity(connection)
    except (ValueError, MsgspecError):  # not what any kiosk wrote, or not there
        return Damaged(part=Part.TABLE, detail="settings")
    return _check_chain(connection, identity, head)


def _check_chain(connection: Connection, identity: Identity, head: Path) -> Soundness:
    state = entries.find_chain_fault(connection, tail=TAIL_LINKS)
    if not state.is_whole:
        return judge(state)
    noted = checkpoints.read_last(connection)
    if noted is not None and not _stands(connection, noted, identity):
        return Damaged(part=Part.ALTERED, detail="checkpoint")
    if head_mark.is_behind(connection, head, identity):
        return Damaged(part=Part.BEHIND)
    return Sound()


def judge(state: ChainState) -> Soundness:
    """Return what a fault of the chain says of the disk."""
    if state.is_whole:
        return Sound()
    part = Part.CHAIN if state in _OF_A_DISK else Part.ALTERED
    return Damaged(part=part, detail=state.value)


def _stands(connection: Connection, noted: Noted, identity: Identity) -> bool:
    """Say whether a checkpoint is ours, and the chain as it says."""
    public_key = get_public_bytes(identity.private_key)
    stated = checkpoint.open_note(noted.note, public_key)
    if stated is None:
        return False
    return lost.find_link(connection, stated.size) in {None, stated.head}


def _is_log_torn(path: Path, key: bytes) -> bool:
    """Say whether transactions that were kept stand behind the end that SQLite saw.

    One that was being written at a power cut may be torn, as nobody was told
    of it. It is begun only when the one before is durable, so two ends of
    transactions behind the first bad frame are one that was kept.
    """
    whole, log = count_whole_frames(path), find_log(path)
    if whole is None or not log.exists():
        return False
    with log.open("rb") as file:
        behind = read_frames(file, PageKey(key), after=whole)
        return sum(frame.ends > 0 for frame in behind) > 1
