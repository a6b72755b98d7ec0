"""Log calls: what the log's screens ask, and the answers, as values; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, assert_never
from uuid import UUID

from kiosk.logged import Listing, Logged, LogQuery
from kiosk.ui.flow import Deed


class LogDesk(Protocol):
    """What answers the log's screens; `kiosk.logbook.Logbook` is one."""

    def search(self, query: LogQuery) -> Listing:
        """Return what is found so far; until it is whole, the next call reads on."""

    def read(self, positions: Sequence[int]) -> tuple[Logged, ...]:
        """Return the entries at `positions` that are there, in that order."""

    def find(self, position: int) -> Logged | None:
        """Return an entry, with all that the province said of it."""

    def forget(self) -> None:
        """Hold nothing of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCall:
    """A day is to be listed, or read on; the next such call overtakes it."""

    query: LogQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsCall:
    """Rows are to be read; the next such call overtakes it."""

    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCall:
    """An entry is to be read, with all that is known of it."""

    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetCall:
    """The log was left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCall:
    """An entry of the log is to be settled, or made void."""

    entry: Logged
    deed: Deed
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsRead:
    """The entries of some rows."""

    rows: tuple[Logged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRead:
    """An entry, as it is now."""

    entry: Logged | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Nothing of the log is held any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What staff did about an entry of the log is durable."""

    entry_id: UUID
    position: int
    deed: Deed


ReadCall = ListCall | RowsCall | EntryCall | ForgetCall
LogCall = ReadCall | JudgeCall
Overtaken = ListCall | RowsCall
"""Of those that wait only the last of each kind is asked."""
ReadAnswer = Listing | RowsRead | EntryRead | Forgotten
LogAnswer = ReadAnswer | Judged


def ask_log(log: LogDesk, call: ReadCall) -> ReadAnswer:
    """Return the log's answer to `call`.

    Raises:
        KioskError: nothing can be read.
    """
    match call:
        case ListCall(query=query):
            return log.search(query)
        case RowsCall(positions=positions):
            return RowsRead(rows=log.read(positions))
        case EntryCall(position=position):
            return EntryRead(entry=log.find(position))
        case ForgetCall():
            log.forget()
            return Forgotten()
        case _:
            assert_never(call)
