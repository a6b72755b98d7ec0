"""Log taps: what staff do at the log, as values; no Qt."""

from dataclasses import dataclass
from datetime import date

from kiosk.logged import LogFilter
from kiosk.ui.flow import Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTap:
    """Another day is to be shown; None for the last entries."""

    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTap:
    """Only some of a day's entries are to be shown."""

    filter: LogFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrollTap:
    """The rows from `first` on are to be shown."""

    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTap:
    """A row was tapped; `position` is its entry's."""

    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeTap:
    """The entry shown is to be settled, or made void."""

    deed: Deed


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTap:
    """The entry shown is to count the other way."""


LogTap = DayTap | FilterTap | ScrollTap | EntryTap | JudgeTap | TurnTap
