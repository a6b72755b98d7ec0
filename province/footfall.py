"""Footfall: what points did on each of their local days, counted; pure."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kiosk.decision import LOCAL, Outcome
from kiosk.protocol.content import Act, Content
from province.ingest import EntryStatus, NewEntry

HOUR_US = 3_600_000_000
AHEAD_US = int(LOCAL.utcoffset(None).total_seconds()) * 1_000_000
"""How far local clocks are ahead of UTC."""

ENTRIES, ADMITTED, REFUSED, FIRST_HOUR = range(4)
"""Places of the figures of a day; from FIRST_HOUR on, what was admitted by local hour."""
_FIGURES = FIRST_HOUR + 24

COUNTING_ACTS = frozenset({Act.VOID, Act.ADMITTED})
"""Acts that change how the entry counts that they refer to."""

_ALLOWED = (Act.PRESENTED.value, Outcome.ALLOW.value, EntryStatus.ACCEPTED)
_DENIED = (Act.PRESENTED.value, Outcome.DENY.value, EntryStatus.ACCEPTED)

Day = tuple[str, int]
"""A point, and a local day as its number since 1970-01-01."""


class Footfall:
    """Figures by point and day; as a difference they may be below nothing."""

    def __init__(self) -> None:
        self._days: dict[Day, list[int]] = {}

    def __iter__(self) -> Iterator[tuple[Day, list[int]]]:
        """Yield the days that have any figure, in the order in which all lock them."""
        yield from sorted(
            (day, figures) for day, figures in self._days.items() if any(figures)
        )

    def count(
        self,
        point_id: str,
        hour: int,
        *,
        entries: int = 0,
        admitted: int = 0,
        refused: int = 0,
    ) -> None:
        """Add what `point_id` did within `hour`, counted from 1970 in local time."""
        day, of_day = divmod(hour, 24)
        figures = self._days.setdefault((point_id, day), [0] * _FIGURES)
        figures[ENTRIES] += entries
        figures[ADMITTED] += admitted
        figures[REFUSED] += refused
        figures[FIRST_HOUR + of_day] += admitted

    def add(self, other: "Footfall", times: int = 1) -> None:
        """Add the figures of `other`, or take them off by -1 `times`."""
        for day, theirs in other:
            ours = self._days.get(day, [0] * _FIGURES)
            self._days[day] = [a + times * b for a, b in zip(ours, theirs, strict=True)]


class Newcomers:
    """New entries of one point, and what they count where no act refers to them.

    `placed_us` is when an entry of a doubtful clock was, by its position; `acting_on`
    are the entries that acts among them make count otherwise.
    """

    def __init__(
        self,
        point_id: str,
        entries: Sequence[NewEntry],
        placed_us: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._point_id = point_id
        self._entries = entries
        self._placed_us = placed_us
        self._all = self._count(entries)
        self.ids = [one.row.entry_id for one in entries]
        # Most refer to nothing.
        acts = [one.content for one in entries if one.content.refers]
        self.acting_on = frozenset(
            one.refers for one in acts if one.act in COUNTING_ACTS
        )

    def count(self, but: frozenset[bytes]) -> Footfall:
        """Count all but those that acts refer to."""
        made = Footfall()
        made.add(self._all)
        referred = but.intersection(self.ids) if but else but
        if referred:
            left_out = [one for one in self._entries if one.row.entry_id in referred]
            made.add(self._count(left_out), -1)
        return made

    def _count(self, entries: Sequence[NewEntry]) -> Footfall:
        made = Footfall()
        facts = [one.content for one in entries]
        columns: list[Sequence[Any]] = [
            self._list_moments(entries, facts),
            [one.act for one in facts],
            [one.outcome for one in facts],
            [one.status for one in entries],
        ]
        for hour, kind, number in _tally(columns):
            made.count(
                self._point_id,
                hour,
                entries=number,
                admitted=number if kind == _ALLOWED else 0,
                refused=number if kind == _DENIED else 0,
            )
        return made

    def _list_moments(
        self, entries: Sequence[NewEntry], facts: Sequence[Content]
    ) -> list[int]:
        """Return when each entry was, in microseconds since 1970 of local clocks."""
        placed_us = self._placed_us
        if not placed_us:
            return [one.decided_at_us + AHEAD_US for one in facts]
        return [
            placed_us.get(entry.position, one.decided_at_us) + AHEAD_US
            for entry, one in zip(entries, facts, strict=True)
        ]


def _tally(
    columns: list[Sequence[Any]],
) -> Iterator[tuple[int, tuple[Any, ...], int]]:
    """Yield the hour, the rest of the row, and how often it is there; `Any`: of each its own.

    The first column is the time. It nearly always goes up, and hours are then cut, not
    reckoned one by one: a third of the time.
    """
    moments, *rest = columns
    if moments != sorted(moments):
        moments, *rest = [*zip(*sorted(zip(*columns, strict=True)), strict=True)]
    start = 0
    while start < len(moments):
        hour = moments[start] // HOUR_US
        end = bisect_left(moments, (hour + 1) * HOUR_US, lo=start)
        for kind, number in _count_kinds([one[start:end] for one in rest]):
            yield hour, kind, number
        start = end


def _count_kinds(
    columns: Sequence[Sequence[Any]],
) -> Iterable[tuple[tuple[Any, ...], int]]:
    """Return how often each row is there; `Any` as above.

    Most batches say one thing throughout, which costs a comparison and no hash.
    """
    if all(one.count(one[0]) == len(one) for one in columns):
        return [(tuple(one[0] for one in columns), len(columns[0]))]
    return Counter(zip(*columns, strict=True)).items()
