"""Stays: when a person was at a point, made of the entries of that person alone; pure.

Times are microseconds since 1970 UTC, as the ledger keeps them: a trace looks
at thousands. The rules and their reasons: docs/decisions/0034.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import lru_cache

from kiosk.decision import LOCAL
from province.category import Category, read_category
from province.ledger.columns import from_us, to_us

HOUR_US = 3_600_000_000
LONGEST_US = 24 * HOUR_US
"""An exit later than this after an entry is no longer taken for its own."""

SPANS_US = (HOUR_US, 4 * HOUR_US, LONGEST_US)
"""Stays are looked for by how long they are: among short ones nobody looks a day back."""

NIGHT_HOUR = 23
"""Nobody is taken to have stayed past it where nobody lives or works at night."""

_HOURS = {
    Category.CHECKPOINT: 1,
    Category.BUS_STATION: 2,
    Category.MARKET: 2,
    Category.SUPERMARKET: 2,
    Category.RESTAURANT: 2,
    Category.WORSHIP: 2,
    Category.MEETING_ROOM: 3,
    Category.OTHER: 3,
    Category.BAR_KARAOKE: 4,
    Category.VEHICLE: 4,
    Category.WEDDING_FUNERAL: 4,
    Category.EVENT: 4,
    Category.AGENCY: 9,
    Category.OFFICE: 9,
    Category.SCHOOL: 9,
    Category.FACTORY: 12,
    Category.INDUSTRIAL_PARK: 12,
    Category.HOSPITAL: 24,
    Category.HOTEL: 24,
}
"""How long a stay lasts at most whose end nobody saw."""

_OPEN_AT_NIGHT = frozenset(
    {
        Category.CHECKPOINT,
        Category.BUS_STATION,
        Category.VEHICLE,
        Category.BAR_KARAOKE,
        Category.FACTORY,
        Category.INDUSTRIAL_PARK,
        Category.HOSPITAL,
        Category.HOTEL,
    }
)


class Doubt(StrEnum):
    """Why a stay or a contact is not quite sure."""

    EXIT_ASSUMED = "exit_assumed"
    ENTRY_ASSUMED = "entry_assumed"
    ENTERED_AGAIN = "entered_again"
    """Came in again without having been seen to leave."""
    ELSEWHERE = "elsewhere"
    """Was seen at another place in between."""
    CLOCK_BOUNDED = "clock_bounded"
    CLOCK_DOUBTED = "clock_doubted"
    TYPED = "typed"
    UNSIGNED = "unsigned"
    NAMED = "named"
    NEAR = "near"
    """One came soon after the other had left."""


_BITS = {doubt: 1 << place for place, doubt in enumerate(Doubt)}
_IN_SHIFT, _OUT_SHIFT = 0, 10
_OWN_SHIFT = 20
_EACH = (1 << 10) - 1

# An unsigned card is what nearly everyone has; if it lowered, nothing would be high.
_LOWERS = sum(_BITS.values()) - _BITS[Doubt.UNSIGNED]
_SPOILS = _BITS[Doubt.CLOCK_DOUBTED] | _BITS[Doubt.NAMED]
_MOST = 2


class Sureness(IntEnum):
    """How sure a stay or a contact is; the higher the surer."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2

    @property
    def code(self) -> str:
        """Return its code in the closed set `sureness`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A person came in or went out; `doubts` are bits (`pack`)."""

    entry_id: bytes
    at_us: int
    point_id: str
    is_out: bool
    doubts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the rules ask of a point: its sort, and the point that it is a room of."""

    category: str
    house: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A person was at a point; `in_id` or `out_id` is None where nobody saw it.

    `marks` hold the doubts of both ends and of the stay itself (`list_doubts`).
    """

    point_id: str
    since_us: int
    until_us: int
    in_id: bytes | None
    out_id: bytes | None
    marks: int

    @property
    def doubts(self) -> int:
        """Return every doubt of it as bits."""
        return _join(self.marks)

    @property
    def sureness(self) -> Sureness:
        """Return how sure it is."""
        return grade(self.doubts)

    @property
    def span(self) -> int:
        """Return the place in `SPANS_US` of the first that is as long."""
        return bisect_left(SPANS_US[:-1], self.until_us - self.since_us)

    @property
    def anchor_us(self) -> int:
        """Return when the entry was that it stands by."""
        return self.since_us if self.in_id is not None else self.until_us


NOWHERE = House(category=Category.OTHER, house="")


def build(seen: Iterable[Appearance], houses: "dict[str, House]") -> tuple[Stay, ...]:
    """Return the stays that the appearances of one person make, in their order.

    Each depends on what lies within `LONGEST_US` of it, and on nothing else.
    """
    ordered = sorted(seen, key=_by_time)
    follows = _find_following(ordered)
    stays, paired = [], set()
    for place, one in enumerate(ordered):
        if one.is_out:
            if place not in paired:
                stays.append(_end_alone(ordered, place, houses))
            continue
        after = follows.get(place)
        if after is not None and ordered[after].is_out:
            paired.add(after)
            stays.append(_pair(ordered, place, after, houses))
        else:
            stays.append(_begin_alone(ordered, place, after, houses))
    return tuple(stays)


def take_apart(stay: Stay) -> tuple[Appearance, ...]:
    """Return the appearances that `stay` was made of."""
    found = []
    if stay.in_id is not None:
        found.append(_restore(stay, stay.in_id, stay.since_us, is_out=False))
    if stay.out_id is not None:
        found.append(_restore(stay, stay.out_id, stay.until_us, is_out=True))
    return tuple(found)


def pack(doubts: Iterable[Doubt]) -> int:
    """Return `doubts` as bits."""
    return sum(_BITS[one] for one in set(doubts))


def list_doubts(bits: int) -> tuple[Doubt, ...]:
    """Return the doubts in `bits`."""
    return tuple(one for one in Doubt if bits & _BITS[one])


def grade(doubts: int) -> Sureness:
    """Return how sure something with these doubts is."""
    lowering = (doubts & _LOWERS).bit_count()
    if doubts & _SPOILS or lowering > _MOST:
        return Sureness.LOW
    return Sureness.MEDIUM if lowering else Sureness.HIGH


def _by_time(one: Appearance) -> tuple[int, bool, bytes]:
    return one.at_us, one.is_out, one.entry_id


def _find_following(ordered: Sequence[Appearance]) -> dict[int, int]:
    """Return for each place the next appearance at the same point, if it is near."""
    follows: dict[int, int] = {}
    last: dict[str, int] = {}
    for place, one in enumerate(ordered):
        before = last.get(one.point_id)
        if before is not None and one.at_us - ordered[before].at_us <= LONGEST_US:
            follows[before] = place
        last[one.point_id] = place
    return follows


def _pair(
    ordered: Sequence[Appearance], place: int, after: int, houses: dict[str, House]
) -> Stay:
    came, left = ordered[place], ordered[after]
    house = _find(houses, came).house
    between = ordered[place + 1 : after]
    was_away = any(_find(houses, one).house != house for one in between)
    return _make(came, left, _BITS[Doubt.ELSEWHERE] if was_away else 0)


def _begin_alone(
    ordered: Sequence[Appearance],
    place: int,
    after: int | None,
    houses: dict[str, House],
) -> Stay:
    came = ordered[place]
    around = _find(houses, came)
    until = came.at_us + _hours(around.category) * HOUR_US
    if around.category not in _OPEN_AT_NIGHT:
        until = min(until, _next_night(came.at_us))
    doubt = Doubt.EXIT_ASSUMED
    if after is not None and ordered[after].at_us <= until:
        until, doubt = ordered[after].at_us, Doubt.ENTERED_AGAIN
    for one in ordered[place + 1 :]:
        if one.at_us >= until:
            break
        if _find(houses, one).house != around.house:
            until, doubt = one.at_us, Doubt.EXIT_ASSUMED
            break
    return Stay(
        point_id=came.point_id,
        since_us=came.at_us,
        until_us=until,
        in_id=came.entry_id,
        out_id=None,
        marks=came.doubts | _BITS[doubt] << _OWN_SHIFT,
    )


def _end_alone(
    ordered: Sequence[Appearance], place: int, houses: dict[str, House]
) -> Stay:
    left = ordered[place]
    since = left.at_us - _hours(_find(houses, left).category) * HOUR_US
    if place > 0:
        since = max(since, ordered[place - 1].at_us)
    return Stay(
        point_id=left.point_id,
        since_us=since,
        until_us=left.at_us,
        in_id=None,
        out_id=left.entry_id,
        marks=left.doubts << _OUT_SHIFT | _BITS[Doubt.ENTRY_ASSUMED] << _OWN_SHIFT,
    )


def _make(came: Appearance, left: Appearance, own: int) -> Stay:
    return Stay(
        point_id=came.point_id,
        since_us=came.at_us,
        until_us=left.at_us,
        in_id=came.entry_id,
        out_id=left.entry_id,
        marks=came.doubts | left.doubts << _OUT_SHIFT | own << _OWN_SHIFT,
    )


def _restore(stay: Stay, entry_id: bytes, at_us: int, *, is_out: bool) -> Appearance:
    shift = _OUT_SHIFT if is_out else _IN_SHIFT
    return Appearance(
        entry_id=entry_id,
        at_us=at_us,
        point_id=stay.point_id,
        is_out=is_out,
        doubts=stay.marks >> shift & _EACH,
    )


def _join(marks: int) -> int:
    return (marks | marks >> _OUT_SHIFT | marks >> _OWN_SHIFT) & _EACH


def _find(houses: dict[str, House], one: Appearance) -> House:
    return houses.get(one.point_id, NOWHERE)


def _hours(category: str) -> int:
    return _HOURS[read_category(category)]


@lru_cache(maxsize=4096)
def _find_night(day_number: int) -> int:
    day = from_us(day_number * LONGEST_US).date()
    return to_us(datetime.combine(day, time(NIGHT_HOUR), LOCAL))


def _next_night(at_us: int) -> int:
    """Return when the night begins that follows `at_us`."""
    local_us = at_us + int(_OFFSET / timedelta(microseconds=1))
    night = _find_night(local_us // LONGEST_US)
    return night if at_us < night else night + LONGEST_US


_OFFSET = LOCAL.utcoffset(datetime(2026, 1, 1)) or timedelta()  # noqa: DTZ001 - no summer time
