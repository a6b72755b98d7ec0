"""Clock: what time it is, and how far that can be believed."""

import secrets
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import msgspec

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_BOOT_KEY = (
    r"SYSTEM\CurrentControlSet\Control\Session Manager"
    r"\Memory Management\PrefetchParameters"
)

BOUND = timedelta(minutes=2)
"""How far the wall clock may stand from the province's and still be trusted.

A receipt's way back is seconds even on the slowest line that is waited for. Between
two receipts the machine's own oscillator counts, which may add some 17 s a day
(200 ppm, an ordinary quartz)."""

JUMP_RESTS = timedelta(days=1)
"""So long after a jump that the province said nothing of, nothing is done by the hour.

By then the clock has been put right, or nobody will; a night rule that never came
again would be worse."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ClockState(StrEnum):
    """How far the wall clock can be believed."""

    UNKNOWN = "unknown"
    """The province has not been heard of in this boot, and nothing contradicts the clock."""
    TRUSTED = "trusted"
    """Within `BOUND` of the province's clock, by what it said in this boot."""
    DRIFTING = "drifting"
    """Further from the province's clock, or it jumped forward."""
    SET_BACK = "set_back"
    """It jumped back, or stands before a moment that has been."""


class Instant(msgspec.Struct, frozen=True, kw_only=True):
    """One moment as this machine's clocks tell it; `wall` is aware UTC.

    `monotonic_ms` counts within `boot`, sleep included; nobody can set it.
    """

    wall: datetime
    monotonic_ms: int
    boot: str


class Anchor(msgspec.Struct, frozen=True, kw_only=True):
    """What the province's clock told (`told`, aware UTC) when this machine's told `at`."""

    at: Instant
    told: datetime


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """An earlier moment of this kiosk, and how far its clock was believed then."""

    at: Instant
    state: ClockState


class ClockJudge:
    """Judges each moment by what is known; lanes share one, from any thread."""

    def __init__(
        self, anchor: Anchor | None = None, earlier: Judged | None = None
    ) -> None:
        self.anchor = anchor
        self._earlier = earlier

    def judge(self, now: Instant, floor: datetime | None = None) -> ClockState:
        """Say how far `now.wall` can be believed; no time before `floor` can be."""
        state = judge(now, self.anchor, floor=floor, earlier=self._earlier)
        before = self._earlier
        # Compared with the first moment of a state: many little steps add up.
        if (
            before is None
            or before.state is not state
            or not _is_same_boot(now, before.at)
        ):
            self._earlier = Judged(at=now, state=state)
        return state

    def find_time(self, now: Instant, floor: datetime | None = None) -> datetime | None:
        """Return the likeliest time, None while the clock is known to be wrong.

        For what is done at an hour (the night rule, retention): it is not done
        because somebody set a clock.
        """
        state = self.judge(now, floor)
        time_there = find_time(now, self.anchor)
        is_told = self.anchor is not None and _is_same_boot(now, self.anchor.at)
        if is_told or state in {ClockState.TRUSTED, ClockState.UNKNOWN}:
            return time_there
        began = self._earlier
        is_fresh = began is None or _count(now, began.at) < JUMP_RESTS
        return None if is_fresh else time_there


def judge(
    now: Instant,
    anchor: Anchor | None,
    *,
    floor: datetime | None = None,
    earlier: Judged | None = None,
) -> ClockState:
    """Say how far the wall clock can be believed at `now`; pure, and always as quick.

    `anchor` is what the province said last, `floor` a time that has been (the
    roster's issue: it tells how early it can't be, never how late it is), and
    `earlier` another moment of this kiosk, the newest entry's at least. Within
    a boot the wall clock must go on as the monotonic one does.
    """
    if anchor is not None and _is_same_boot(now, anchor.at):
        return _judge_by_anchor(now, anchor)
    if any(now.wall < been - BOUND for been in _list_been(anchor, floor)):
        return ClockState.SET_BACK
    if earlier is None:
        return ClockState.UNKNOWN
    if _is_same_boot(now, earlier.at):
        return _go_on(now, earlier)
    if now.wall < earlier.at.wall - BOUND:
        return ClockState.SET_BACK
    return ClockState.UNKNOWN


def find_time(now: Instant, anchor: Anchor | None) -> datetime:
    """Return the province's time at `now`, the wall clock's where it said none in this boot."""
    if anchor is None or not _is_same_boot(now, anchor.at):
        return now.wall
    return anchor.told + _count(now, anchor.at)


def to_us(moment: datetime) -> int:
    """Return `moment` (aware) as microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def from_us(microseconds: int) -> datetime:
    """Return the aware UTC time `microseconds` after 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def read_boot() -> str:
    """Return a short name of this boot.

    Where the system has none, one of this process: then nothing is known of
    the clock from before its start.
    """
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()[:8]
    except OSError:
        return _read_windows_boot() or secrets.token_hex(4)


def system_clock() -> Callable[[], Instant]:
    """Return a function that reads this machine's clocks."""
    boot = read_boot()

    def now() -> Instant:
        return Instant(
            wall=datetime.now(UTC),
            monotonic_ms=_read_monotonic_ns() // 1_000_000,
            boot=boot,
        )

    return now


def _judge_by_anchor(now: Instant, anchor: Anchor) -> ClockState:
    if abs(now.wall - find_time(now, anchor)) <= BOUND:
        return ClockState.TRUSTED
    is_back = _find_jump(now, anchor.at) < -BOUND
    return ClockState.SET_BACK if is_back else ClockState.DRIFTING


def _go_on(now: Instant, earlier: Judged) -> ClockState:
    jump = _find_jump(now, earlier.at)
    if jump < -BOUND:
        return ClockState.SET_BACK
    return ClockState.DRIFTING if jump > BOUND else earlier.state


def _list_been(anchor: Anchor | None, floor: datetime | None) -> list[datetime]:
    told = None if anchor is None else anchor.told
    return [been for been in (told, floor) if been is not None]


def _find_jump(now: Instant, then: Instant) -> timedelta:
    """Return by how much the wall clock went on more than time did."""
    return now.wall - then.wall - _count(now, then)


def _count(now: Instant, then: Instant) -> timedelta:
    return timedelta(milliseconds=now.monotonic_ms - then.monotonic_ms)


def _is_same_boot(one: Instant, other: Instant) -> bool:
    return one.boot == other.boot != ""


def _read_monotonic_ns() -> int:
    """Return a count that sleep does not stop, so that a suspended kiosk has not jumped.

    Linux' monotonic clock stands still in a suspend, its boot time does not; on
    Windows both clocks that Python takes (ticks, performance counter) go on.
    """
    if sys.platform == "linux":
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
    return time.monotonic_ns()


def _read_windows_boot() -> str:
    """Return the number that Windows gave this boot, empty elsewhere.

    A fast start is no new boot, and its tick count goes on too.
    """
    if sys.platform != "win32":
        return ""
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _BOOT_KEY) as opened:
            number, _ = winreg.QueryValueEx(opened, "BootId")
    except OSError:
        return ""
    return f"{number:08x}"
