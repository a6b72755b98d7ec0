"""Backup record: what the kiosk remembers of its backups, and when one is due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

import msgspec

from kiosk.storage import settings
from kiosk.storage.connection import Connection

_SETTING = "backup"

OLD_AFTER = 3
"""Backups that should have been made since the newest one, before somebody is told."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The last backup that was verified, and what went wrong since; `to` is empty before the first."""

    to: str = ""
    made_at_us: int = 0
    position: int = 0
    is_apart: bool = False
    """It was on another device than the data."""
    fault: str = ""

    @property
    def made_at(self) -> datetime | None:
        """Return when it was made, None before the first."""
        if not self.to:
            return None
        return datetime.fromtimestamp(self.made_at_us / 1_000_000, UTC)

    def fail(self, fault: str) -> Self:
        """Return the record after a backup that could not be made."""
        return msgspec.structs.replace(self, fault=fault)

    def get_age_s(self, now: datetime) -> int | None:
        """Return how old it is, None before the first; 0 where the clock was set back."""
        if self.made_at is None:
            return None
        return max(0, int((now - self.made_at).total_seconds()))


def is_due(record: Record, to: str, every: timedelta, now: datetime) -> bool:
    """Say whether `to` shall get another backup; a clock that was set back is no reason to wait."""
    if record.made_at is None or record.to != to:
        return True
    return not timedelta(0) <= now - record.made_at < every


def read(connection: Connection) -> Record:
    """Return what is remembered."""
    value = settings.get(connection, _SETTING)
    return Record() if value is None else msgspec.msgpack.decode(value, type=Record)


def put(connection: Connection, record: Record) -> None:
    """Remember `record`."""
    settings.put(connection, _SETTING, msgspec.msgpack.encode(record))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the doctor says of backups; `code` and `values` make the words."""

    ok: bool
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def judge(record: Record | None, to: str, every: timedelta, now: datetime) -> Judged:
    """Say how backups stand; `to` is empty where none are to be made by themselves.

    `record` is None where the database could not be read.
    """
    if record is None or (record.made_at is None and not record.fault):
        return Judged(ok=not to, code="never" if to else "none", values={"to": to})
    if record.fault:
        return Judged(ok=False, code=record.fault)
    age = timedelta(seconds=record.get_age_s(now) or 0)
    hours = f"{age.total_seconds() / 3600:.0f}"
    said = {"to": record.to, "hours": hours}
    if to and age > OLD_AFTER * every:
        return Judged(ok=False, code="old", values=said)
    code = "good" if record.is_apart else "beside"
    return Judged(ok=True, code=code, values=said)
