"""Staff samples: staff's screens as they look after some taps, over fakes."""

from collections.abc import Sequence
from datetime import timedelta

from kiosk.decision import Outcome
from kiosk.lane import Refusal
from kiosk.logged import LogFilter, Logged, Sending
from kiosk.protocol.content import Act
from kiosk.reason import Reason
from kiosk.ui.flow import Deed
from kiosk.ui.staff.calls import NotDone, StaffCall, ask
from kiosk.ui.staff.flow import (
    StaffFlow,
    Step,
    begin_settling,
    open_log,
    take,
    tap,
)
from kiosk.ui.staff.log_taps import DayTap, EntryTap, FilterTap, JudgeTap, ScrollTap
from kiosk.ui.staff.taps import StaffTap, StaffWrite
from kiosk.ui.staff.typing_flow import SubmitCall
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import (
    TODAY,
    YESTERDAY,
    FakeLog,
    a_later,
    a_logged,
    some_logged,
)
from tests.ui.samples import LONG_NAME, WALL, a_decided

MANY = some_logged(200)
HELD = a_logged(5, sending=Sending.HELD, name=LONG_NAME)
OPEN = a_logged(
    7,
    Outcome.CHECK,
    name=LONG_NAME,
    reasons=(Reason.NOT_INSIDE, Reason.TEXT_REPAIRED),
    sending=Sending.STORED,
)
REFUSED = a_logged(
    8,
    Outcome.CHECK,
    name="TRẦN QUỐC ĐẠT",
    reasons=(Reason.ALREADY_INSIDE,),
    sending=Sending.REFUSED,
    refusal="conflict",
    later=(
        a_later(Act.ADMITTED, "Đã xem giấy tờ gốc", 1),
        a_later(Act.VOID, "wrong direction", 3),
    ),
)
PURGED = a_logged(9, at=WALL - timedelta(days=60), is_purged=True)


def follow(step: Step, counter: FakeCounter) -> StaffFlow:
    """Return the flow once the counter has answered all that it asks."""
    flow, calls = step
    waiting: list[StaffCall] = _pick(calls)
    while waiting:
        flow, more = take(flow, ask(counter, waiting.pop(0)), 0)
        waiting += _pick(more)
    return flow


def _pick(calls: Sequence[StaffCall | SubmitCall]) -> list[StaffCall]:
    """Return what the counter is asked; what was typed is the gate's."""
    return [call for call in calls if not isinstance(call, SubmitCall)]


def a_log(entries: Sequence[Logged], *taps: StaffTap) -> StaffFlow:
    """Return the log of `entries` after `taps`."""
    counter = FakeCounter(FakeLog(entries))
    flow = follow(open_log(StaffFlow(), TODAY, None, 0), counter)
    for tapped in taps:
        flow = follow(tap(flow, tapped, 0), counter)
    return flow


def an_entry(entry: Logged, *taps: StaffTap) -> StaffFlow:
    """Return the page of `entry` after `taps`."""
    return a_log([entry], DayTap(day=None), EntryTap(position=entry.position), *taps)


def list_staff() -> dict[str, tuple[StaffFlow, int]]:
    """Return one flow of each of staff's screens, and the time it is looked at."""
    settling, _ = begin_settling(StaffFlow(), a_decided(), Deed.ADMITTED, 0)
    refused, _ = take(settling, NotDone(refusal=Refusal.ALREADY_SETTLED), 0)
    void = JudgeTap(deed=Deed.TAKEN_BACK)
    flows = {
        "settle": settling,
        "settle-refused": refused,
        "log": a_log(MANY),
        "log-middle": a_log(MANY, ScrollTap(first=100)),
        "log-refused": a_log(MANY, FilterTap(filter=LogFilter.REFUSED)),
        "log-search": a_log(MANY, StaffWrite(text="tran thi")),
        "log-nothing": a_log(MANY, StaffWrite(text="khong co")),
        "log-empty": a_log([]),
        "log-reading": open_log(StaffFlow(), TODAY, None, 0)[0],
        "log-yesterday": a_log(MANY, DayTap(day=YESTERDAY)),
        "log-last": a_log(MANY, DayTap(day=None)),
        "log-hardest": a_log([OPEN, REFUSED, HELD, PURGED], DayTap(day=None)),
        "entry": an_entry(HELD),
        "entry-open": an_entry(OPEN),
        "entry-refused": an_entry(REFUSED),
        "entry-purged": an_entry(PURGED),
        "entry-void": an_entry(OPEN, void),
        "entry-void-written": an_entry(OPEN, void, StaffWrite(text="Nhầm cổng")),
    }
    shown = {name: (flow, 0) for name, flow in flows.items()}
    return shown | {"log-warning": (flows["log"], 65_000)}
