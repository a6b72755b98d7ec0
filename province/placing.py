"""Placing: when entries of a kiosk whose clock could not be believed really happened; pure.

Within a boot a monotonic count goes on that nobody can set, so one real moment
of a boot places all its entries. A batch over the network brings one: what it
says it counted as it left, against when it arrived. Of a boot without such a
batch (all of it came on a stick) only bounds are known: it lies between its
neighbours in the chain, and before its own arrival.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.protocol.content import Content

TRUSTED = "trusted"
"""`kiosk.clock.ClockState`: the only one that needs no placing."""

LONGEST_MS = 100 * 366 * 86_400_000
"""No boot lasts a hundred years; a count beyond is a fault and must not break dates."""

STEP = timedelta(seconds=1)
"""A bound that moved by less moves no entry again."""


class Confidence(StrEnum):
    """How well a placed time is known; without one, `decided_at` is the kiosk's own word."""

    EXACT = "exact"
    """By the count of its boot, within the time that a batch took on its way."""
    BOUNDED = "bounded"
    """It lies between its neighbours in the chain; as near to the kiosk's clock as they allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """An entry whose clock was not trusted, as its kiosk told it."""

    position: int
    boot: str
    monotonic_ms: int
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """What is known of a boot: its entries by position, and when its count began.

    `claimed` is its beginning by the kiosk's clock at the first entry; between
    `earliest` and `latest` it really began. Exact means: it began at `latest`.
    """

    first: int
    last: int
    first_ms: int
    last_ms: int
    claimed: datetime
    latest: datetime
    earliest: datetime | None = None
    is_exact: bool = False

    @property
    def ends_before(self) -> datetime:
        """Return when the first entry was, at the latest."""
        return add(self.latest, self.first_ms)

    @property
    def begins_after(self) -> datetime | None:
        """Return when the last entry was, at the earliest; None where nothing says so."""
        if self.is_exact:
            return add(self.latest, self.last_ms)
        return None if self.earliest is None else add(self.earliest, self.last_ms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """When a boot's count began, as its entries are placed by it."""

    began_at: datetime
    confidence: Confidence


def add(began_at: datetime, monotonic_ms: int) -> datetime:
    """Return the moment at which a count that began at `began_at` was `monotonic_ms`."""
    return began_at + timedelta(milliseconds=monotonic_ms)


def clamp_ms(monotonic_ms: int) -> int:
    """Return a count as it can be reckoned with."""
    return min(max(monotonic_ms, 0), LONGEST_MS)


def count(facts: Content, position: int, decided_at: datetime) -> Counted | None:
    """Return what places an entry, None where its clock is to be believed."""
    if facts.clock == TRUSTED:
        return None
    return Counted(
        position=position,
        boot=facts.boot,
        monotonic_ms=clamp_ms(facts.monotonic_ms),
        decided_at=decided_at,
    )


def gather(counted: Iterable[Counted], received_at: datetime) -> dict[str, Stretch]:
    """Return the stretch of each boot among entries that arrived at `received_at`."""
    stretches: dict[str, Stretch] = {}
    for entry in counted:
        alone = Stretch(
            first=entry.position,
            last=entry.position,
            first_ms=entry.monotonic_ms,
            last_ms=entry.monotonic_ms,
            claimed=add(entry.decided_at, -entry.monotonic_ms),
            latest=add(received_at, -entry.monotonic_ms),
        )
        before = stretches.get(entry.boot)
        stretches[entry.boot] = alone if before is None else join(before, alone)
    return stretches


def join(one: Stretch, other: Stretch) -> Stretch:
    """Return what both say of the same boot; whichever comes first."""
    first, last = min(one, other, key=_by_first), max(one, other, key=_by_last)
    earliest = [bound for bound in (one.earliest, other.earliest) if bound is not None]
    return Stretch(
        first=first.first,
        last=last.last,
        first_ms=first.first_ms,
        last_ms=last.last_ms,
        claimed=first.claimed,
        latest=min(one.latest, other.latest),
        earliest=max(earliest, default=None),
        is_exact=one.is_exact or other.is_exact,
    )


def anchor(stretch: Stretch, began_at: datetime) -> Stretch:
    """Return `stretch` with what a batch over the network tells; the shortest way counts."""
    latest = min(stretch.latest, began_at) if stretch.is_exact else began_at
    return replace(stretch, latest=latest, is_exact=True)


def narrow(
    stretch: Stretch, before: datetime | None, after: datetime | None
) -> Stretch:
    """Return `stretch` between the moments of its neighbours in the chain."""
    if stretch.is_exact:
        return stretch
    latest = stretch.latest
    if after is not None:
        latest = min(latest, add(after, -stretch.last_ms))
    earliest = stretch.earliest
    if before is not None:
        bound = add(before, -stretch.first_ms)
        earliest = bound if earliest is None else max(earliest, bound)
    return replace(stretch, latest=latest, earliest=earliest)


def place(stretch: Stretch) -> Placing | None:
    """Return when the boot began; None where the kiosk's own clock is all there is."""
    if stretch.is_exact:
        return Placing(began_at=stretch.latest, confidence=Confidence.EXACT)
    if stretch.earliest is None and stretch.claimed <= stretch.latest:
        return None
    began_at = max(stretch.claimed, stretch.earliest or stretch.claimed)
    # An arrival is certain; where neighbours contradict it, they are wrong.
    return Placing(
        began_at=min(began_at, stretch.latest), confidence=Confidence.BOUNDED
    )


def has_moved(before: Placing | None, now: Placing | None) -> bool:
    """Say whether entries that were placed by `before` are to be placed again."""
    if before is None or now is None:
        return before != now
    return (
        before.confidence is not now.confidence
        or abs(before.began_at - now.began_at) >= STEP
    )


def _by_first(stretch: Stretch) -> int:
    return stretch.first


def _by_last(stretch: Stretch) -> int:
    return stretch.last
