"""Figures: what a unit's points did in a period, beside the period before; pure.

`province.reckoning` makes them of the ledger's rows; the dashboard and the reports
show the same `Figures`: `province.ledger.figures.read(connection, scope, period, now)`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from province.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWork:
    """What all points did on a day; `refused` are the denials."""

    day: date
    entries: int
    admitted: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What is counted of a period; active + silent = points − suspended."""

    points: int
    suspended: int
    active: int
    zero: int
    no_report: int
    entries: int
    admitted: int

    @property
    def expected(self) -> int:
        """Return the points that were to work."""
        return self.points - self.suspended

    @property
    def silent(self) -> int:
        """Return the points that were to work, and admitted nobody."""
        return self.zero + self.no_report

    @property
    def rate(self) -> float | None:
        """Return the share of active points among those that were to work."""
        return self.active / self.expected if self.expected else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A unit's or a category's share: `key` is its code, `name` empty for a category."""

    key: str
    name: str
    totals: Totals
    previous: Totals

    @property
    def change(self) -> int:
        """Return how many more entries were admitted than in the period before."""
        return self.totals.admitted - self.previous.admitted

    @property
    def entries_change(self) -> int:
        """Return how many more entries there were than in the period before."""
        return self.totals.entries - self.previous.entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is told of `unit` (empty: the province) in `period`.

    `until` is the period's end, or now where that is earlier. `by_unit` is ranked
    by rate, leaders first. The days of both periods are all there, those without
    an entry too; `by_hour` is what was admitted in each local hour. `complete_until` is what all points but `behind` of them have
    reported up to; None where none has.
    """

    unit: str
    unit_name: str
    period: Period
    until: datetime
    totals: Totals
    previous: Totals
    by_unit: tuple[Part, ...]
    by_category: tuple[Part, ...]
    by_day: tuple[DayWork, ...]
    by_day_before: tuple[DayWork, ...]
    by_hour: tuple[int, ...]
    complete_until: datetime | None
    behind: int

    @property
    def change(self) -> int:
        """Return how many more entries were admitted than in the period before."""
        return self.totals.admitted - self.previous.admitted

    @property
    def entries_change(self) -> int:
        """Return how many more entries there were than in the period before."""
        return self.totals.entries - self.previous.entries

    @property
    def refused(self) -> int:
        """Return the entries that were denied."""
        return sum(day.refused for day in self.by_day)


class Ranking(StrEnum):
    """What units are ranked by: the best first, but silence with the most silent first."""

    RATE = "rate"
    SILENCE = "silence"
    CHANGE = "change"


def rank(parts: Iterable[Part], ranking: Ranking = Ranking.RATE) -> tuple[Part, ...]:
    """Return `parts` in the order of `ranking`; what has nothing to rank comes last."""
    return tuple(sorted(parts, key=lambda part: (*_PLACE[ranking](part), part.key)))


def compute_share(change: int, before: int) -> float | None:
    """Return `change` as a share of what was `before`, None where that was nothing."""
    return change / before if before else None


def _place_by_rate(part: Part) -> tuple[float, float]:
    rate = part.totals.rate
    return (1, 0) if rate is None else (-rate, -part.totals.active)


def _place_by_silence(part: Part) -> tuple[float, float]:
    return -part.totals.silent, part.totals.rate or 0


def _place_by_change(part: Part) -> tuple[float, float]:
    return -part.change, 0


_PLACE: Mapping[Ranking, Callable[[Part], tuple[float, float]]] = {
    Ranking.RATE: _place_by_rate,
    Ranking.SILENCE: _place_by_silence,
    Ranking.CHANGE: _place_by_change,
}
