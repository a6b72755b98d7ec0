"""Copies: databases of before that stand beside the one in use, which retention ends too.

Upgrades, restores and salvages leave them, and backups lie on the card. A copy
goes by its place, as entries do (docs/decisions/0013): it was made before it was
first seen, so all in it is older than what the chain got since. It goes as a
whole, but never while it may hold an entry that neither this database nor the
province has.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from kiosk.storage import (
    deadlines,
    entries,
    generations,
    lost,
    rebuilding,
    replaced,
    settings,
)
from kiosk.storage.connection import Connection
from kiosk.storage.deadlines import Plan
from kiosk.storage.erasing import GOING, list_going
from kiosk.storage.folder import Folder
from kiosk.storage.replaced import Unsent
from kiosk.storage.report import REPORT
from kiosk.storage.tables import ENTRIES, OUTBOX
from kiosk.storage.whole_file import read_or_none

_SETTING = "copies"


class Kind(StrEnum):
    """Why a copy is there."""

    BEFORE = "before"
    """Of before an upgrade; or what a restore or a salvage was cut off from."""
    REPLACED = "replaced"
    """A restore moved it aside."""
    DAMAGED = "damaged"
    """A salvage moved it aside."""
    BACKUP = "backup"


_PATTERNS = (
    ("kiosk.db.before-*", Kind.BEFORE),
    ("kiosk.db.salvaging*", Kind.BEFORE),
    ("kiosk.db.restored*", Kind.BEFORE),
    ("replaced-*", Kind.REPLACED),
    ("damaged-*", Kind.DAMAGED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file or a folder that holds a database; `name` is what the purge remembers it by.

    `stamp` tells it from another of its name.
    """

    path: Path
    kind: Kind
    stamp: tuple[int, int]

    @property
    def name(self) -> str:
        """Return its name among the others."""
        return f"{self.kind}/{self.path.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """`due` are past their time; `held` are too, but may hold what nobody else has."""

    due: tuple[Copy, ...] = ()
    held: tuple[Copy, ...] = ()


class _Seen(msgspec.Struct, frozen=True):
    """The chain's end when a copy was first seen; `stamp` tells it from a later one."""

    stamp: tuple[int, int]
    position: int
    is_told: bool = False


class _Noted(msgspec.Struct, frozen=True):
    seen: dict[str, _Seen] = {}
    held: int = 0


class _Report(msgspec.Struct, frozen=True):
    """What a salvage said; older ones knew of no end that is not known."""

    missing: int
    emptied: int = 0
    end_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where copies stand: the data folder, and the kiosk's own on the backup's card."""

    data: Path
    card: Path | None = None

    @property
    def is_card_out(self) -> bool:
        """Say whether there is a card for backups, which is not there now."""
        return self.card is not None and not self.card.is_dir()

    def list_going(self) -> list[Path]:
        """Return what was on its way out when a purge was stopped."""
        here = list_going(self.data)
        return here if self.card is None else [*here, *list_going(self.card)]


def find_places(connection: Connection, database: Path, card: Path | None) -> Places:
    """Return where the copies of `database` stand; `card` may be out."""
    if card is None:
        return Places(data=database.parent)
    kiosk_id = settings.read_identity(connection).kiosk_id
    return Places(data=database.parent, card=generations.get_folder(card, kiosk_id))


def list_all(places: Places) -> list[Copy]:
    """Return the copies that stand there.

    Raises:
        OSError: a medium fails, or was taken out meanwhile.
    """
    found = [
        (path, kind)
        for pattern, kind in _PATTERNS
        for path in sorted(places.data.glob(pattern))
        if path.suffix != GOING
    ]
    backups = [] if places.card is None else generations.list_all(places.card)
    found += ((one.path, Kind.BACKUP) for one in backups)
    return [Copy(path=path, kind=kind, stamp=_stamp(path)) for path, kind in found]


def note(
    connection: Connection, found: Sequence[Copy], *, is_card_out: bool = False
) -> None:
    """Remember where the chain ended when each was first seen; the caller commits.

    Backups on a card that is out are not forgotten: their time goes on.
    """
    noted = _read(connection)
    position = entries.read_head(connection).position
    backup = f"{Kind.BACKUP}/"
    seen = {
        name: one
        for name, one in noted.seen.items()
        if is_card_out and name.startswith(backup)
    }
    for copy in found:
        before = noted.seen.get(copy.name)
        is_same = before is not None and before.stamp == copy.stamp
        made = _Seen(stamp=copy.stamp, position=position)
        seen[copy.name] = before if before and is_same else made
    if seen != noted.seen:
        _put(connection, msgspec.structs.replace(noted, seen=seen))


def judge(
    connection: Connection, plan: Plan, found: Sequence[Copy], key: str
) -> Judged:
    """Return which copies are past their time; changes nothing. `key` is this database's."""
    noted = _read(connection)
    judged = Judged()
    for copy in found:
        seen = noted.seen.get(copy.name)
        if seen is None or not (seen.is_told or _is_past(connection, plan, copy, seen)):
            continue
        ended = plan.ended is not None and seen.position <= plan.ended.through
        if not seen.is_told and _may_hold_more(connection, copy, key, is_ended=ended):
            judged = replace(judged, held=(*judged.held, copy))
        else:
            judged = replace(judged, due=(*judged.due, copy))
    return judged


def tell(connection: Connection, judged: Judged) -> int:
    """Remember that those due go; return how many nobody was told of yet. The caller commits."""
    noted = _read(connection)
    names = {copy.name for copy in judged.due}
    told = {
        name: msgspec.structs.replace(seen, is_told=True)
        for name, seen in noted.seen.items()
        if name in names and not seen.is_told
    }
    after = _Noted(seen=noted.seen | told, held=len(judged.held))
    if after != noted:
        _put(connection, after)
    return len(told)


def read_held(connection: Connection) -> int:
    """Return how many copies were past their time at the last look, and could not go."""
    return _read(connection).held


def _is_past(connection: Connection, plan: Plan, copy: Copy, seen: _Seen) -> bool:
    if plan.settled is None or plan.ended is None:
        return False
    if seen.position <= plan.ended.through:
        return True
    is_past = seen.position <= plan.settled.through
    # A backup is what an unsent entry has, should this disk fail.
    is_needed = copy.kind is Kind.BACKUP and _waits(connection, seen.position)
    return is_past and not is_needed


def _waits(connection: Connection, position: int) -> bool:
    query = (
        select(OUTBOX.c.position)
        .join(ENTRIES, ENTRIES.c.position == OUTBOX.c.position)
        .where(OUTBOX.c.position <= position, deadlines.IS_NO_ADMIN_ACT)
        .limit(1)
    )
    return connection.execute(query).first() is not None


def _may_hold_more(
    connection: Connection, copy: Copy, key: str, *, is_ended: bool
) -> bool:
    """Say so of a copy past its time; `is_ended` is past the legal end of the unsent too."""
    match copy.kind:
        case Kind.BEFORE | Kind.BACKUP:  # of the same chain, but for what was lost here
            return _is_short(connection)
        case Kind.DAMAGED:
            return _was_salvaged_short(copy.path) and _is_short(connection)
        case Kind.REPLACED:
            unsent = replaced.look(connection, Folder(copy.path), key)
            return unsent is Unsent.HELD or (unsent is Unsent.CARRIED and not is_ended)


def _is_short(connection: Connection) -> bool:
    """Say whether this database lacks entries, or contents of some that wait."""
    emptied = select(func.count()).where(OUTBOX.c.reason == rebuilding.CONTENT_LOST)
    return (
        lost.count(connection) > 0
        or not lost.is_end_known(connection)
        or connection.execute(emptied).scalar_one() > 0
    )


def _was_salvaged_short(path: Path) -> bool:
    """Say whether a salvage left something behind, or was cut off before it said so."""
    try:
        report = msgspec.json.decode(
            read_or_none(path / REPORT) or b"", type=_Report, strict=False
        )
    except msgspec.MsgspecError:
        return True
    return bool(report.missing or report.emptied or not report.end_known)


def _stamp(path: Path) -> tuple[int, int]:
    """Return what tells a copy from another of its name."""
    inside = path / "kiosk.db"
    found = (inside if inside.exists() else path).stat()
    return found.st_size, found.st_mtime_ns


def _read(connection: Connection) -> _Noted:
    value = settings.get(connection, _SETTING)
    return _Noted() if value is None else msgspec.msgpack.decode(value, type=_Noted)


def _put(connection: Connection, noted: _Noted) -> None:
    settings.put(connection, _SETTING, msgspec.msgpack.encode(noted))
