"""Log flow: which of the log's pages is shown, what it holds, what leads where; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from kiosk.logged import Listing, Logged, LogQuery
from kiosk.presentation import Decided
from kiosk.ui.flow import UNDO_MS, Corrected, Deed, TakenBack
from kiosk.ui.staff.calls import StaffAnswer, StaffCall, TurnCall
from kiosk.ui.staff.log_calls import (
    EntryCall,
    EntryRead,
    JudgeCall,
    Judged,
    ListCall,
    RowsCall,
    RowsRead,
)
from kiosk.ui.staff.log_taps import (
    DayTap,
    EntryTap,
    FilterTap,
    JudgeTap,
    ScrollTap,
    TurnTap,
)
from kiosk.ui.staff.taps import (
    ReasonTap,
    StaffAct,
    StaffPress,
    StaffTap,
    StaffWrite,
)

WINDOW = 40
"""So many rows are read around those shown; no screen has room for half of them."""
READ_AGAIN_MS = 5_000
"""What the province said of the rows shown is looked up again after this long."""


class Page(StrEnum):
    """Which of the log's pages is shown."""

    LIST = "list"
    ENTRY = "entry"
    JUDGE = "judge"
    """Why an entry is settled so, or made void."""


class Lead(StrEnum):
    """What leads from one page to another."""

    OPEN = "open"
    JUDGE = "judge"
    BACK = "back"
    DONE = "done"
    GONE = "gone"
    """Another entry stands in its place, or it is there no more."""


TRANSITIONS: Mapping[tuple[Page, Lead], Page] = {
    (Page.LIST, Lead.OPEN): Page.ENTRY,
    (Page.ENTRY, Lead.JUDGE): Page.JUDGE,
    (Page.ENTRY, Lead.BACK): Page.LIST,
    (Page.ENTRY, Lead.GONE): Page.LIST,
    (Page.JUDGE, Lead.BACK): Page.ENTRY,
    (Page.JUDGE, Lead.DONE): Page.ENTRY,
    (Page.JUDGE, Lead.GONE): Page.LIST,
}
"""Where a lead goes; one that is not here leaves the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How an entry is to be settled, and what was written of why."""

    deed: Deed
    text: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log: what is asked, what was found, which rows of it are known.

    `first` is the first row shown. `last` is the gate's last decision, made at
    `last_ms`: its code is at hand, so it may still be turned round.
    """

    today: date
    query: LogQuery
    page: Page = Page.LIST
    listing: Listing | None = None
    first: int = 0
    rows: Mapping[int, Logged] = field(default_factory=dict)
    read_ms: int = 0
    entry: Logged | None = None
    judging: Judging | None = None
    last: Decided | None = None
    last_ms: int = 0


LogTurn = tuple[Log | None, tuple[StaffCall, ...]]
"""The log, None once it is left, and what is asked."""
_Step = tuple[Log, tuple[StaffCall, ...]]


def begin_log(today: date, last: Decided | None, now_ms: int) -> LogTurn:
    """Show today's entries; `last` is the gate's last decision, just made."""
    query = LogQuery(day=today)
    log = Log(today=today, query=query, read_ms=now_ms, last=last, last_ms=now_ms)
    return log, (ListCall(query=query),)


def tap_log(  # noqa: PLR0911 - one for each tap
    log: Log, tapped: StaffTap
) -> LogTurn:
    """Return the log after somebody did something."""
    match tapped:
        case StaffPress(act=act):
            return _press(log, act)
        case StaffWrite(text=text):
            return _write(log, text)
        case ReasonTap(reason=reason):
            return _judge(log, reason)
        case DayTap(day=day):
            return _ask(log, LogQuery(day=day, search=log.query.search))
        case FilterTap(filter=chosen):
            return _ask(log, replace(log.query, filter=chosen))
        case ScrollTap(first=first):
            return _scroll(log, first)
        case _:
            return _tap_entry(log, tapped)


def take_log(log: Log, answer: StaffAnswer) -> LogTurn:
    """Return the log after an answer."""
    match answer:
        case Listing():
            return _take_listing(log, answer)
        case RowsRead(rows=rows):
            read = {row.position: row for row in rows}
            return replace(log, rows={**_keep_near(log), **read}), ()
        case EntryRead(entry=entry):
            return _take_entry(log, entry), ()
        case Judged(position=position):
            shown = _go(log, Lead.DONE)
            calls = EntryCall(position=position), ListCall(query=log.query)
            return shown, (*calls, *_read_shown(log))
        case Corrected() | TakenBack():
            # Which stands for the other now, and is listed above it.
            gone = _go(log, Lead.GONE)
            return gone, (ListCall(query=log.query), *_read_shown(log))
        case _:
            return log, ()


def fail_log(log: Log) -> Log:
    """Let a reason be tapped again, as it was not kept."""
    judging = log.judging
    return replace(log, judging=judging and replace(judging, is_asked=False))


def note_log(log: Log, decided: Decided, now_ms: int) -> LogTurn:
    """Look for what was decided at the gate just now."""
    noted = replace(log, last=decided, last_ms=now_ms)
    return noted, (ListCall(query=log.query),)


def elapse_log(log: Log, now_ms: int) -> LogTurn:
    """Let time pass: an entry can be turned round no more; rows are read again."""
    if log.last is not None and now_ms - log.last_ms >= UNDO_MS:
        log = replace(log, last=None)
    if now_ms - log.read_ms < READ_AGAIN_MS:
        return log, ()
    entry = () if log.entry is None else (EntryCall(position=log.entry.position),)
    return replace(log, read_ms=now_ms), (*_read_shown(log), *entry)


def find_turnable(log: Log) -> Decided | None:
    """Return the decision of the entry shown, if it can be turned round."""
    entry, last = log.entry, log.last
    if entry is None or last is None or last.entry_id != entry.entry_id:
        return None
    return None if entry.is_void else last


def list_shown(log: Log) -> tuple[int, ...]:
    """Return the positions of the rows from the first one shown."""
    if log.listing is None:
        return ()
    return log.listing.positions[log.first : log.first + WINDOW]


def _press(log: Log, act: StaffAct) -> LogTurn:
    match act:
        case StaffAct.BACK:
            return (None if log.page is Page.LIST else _go(log, Lead.BACK)), ()
        case StaffAct.CONFIRM if log.judging is not None:
            return _judge(log, log.judging.text)
        case _:
            return log, ()


def _tap_entry(log: Log, tapped: StaffTap) -> LogTurn:
    match tapped:
        case EntryTap(position=position) if position in log.rows:
            opened = replace(_go(log, Lead.OPEN), entry=log.rows[position])
            return opened, (EntryCall(position=position),)
        case JudgeTap(deed=deed):
            return replace(_go(log, Lead.JUDGE), judging=Judging(deed=deed)), ()
        case TurnTap():
            decided = find_turnable(log)
            return log, () if decided is None else (TurnCall(decided=decided),)
        case _:
            return log, ()


def _write(log: Log, text: str) -> _Step:
    """Take what was typed: into the search, or of a reason."""
    match log.page:
        case Page.LIST:
            return _ask(log, replace(log.query, search=text))
        case Page.JUDGE if log.judging is not None:
            return replace(log, judging=replace(log.judging, text=text)), ()
        case _:
            return log, ()


def _judge(log: Log, reason: str) -> _Step:
    """Settle the entry shown, or make it void, for `reason`; once."""
    judging, entry = log.judging, log.entry
    if judging is None or entry is None or judging.is_asked or not reason.strip():
        return log, ()
    call = JudgeCall(entry=entry, deed=judging.deed, reason=reason.strip())
    return replace(log, judging=replace(judging, is_asked=True)), (call,)


def _go(log: Log, lead: Lead) -> Log:
    """Go where `lead` leads; a page that is left holds nothing of anybody."""
    page = TRANSITIONS.get((log.page, lead), log.page)
    moved = replace(log, page=page, judging=None)
    return replace(moved, entry=None) if page is Page.LIST else moved


def _ask(log: Log, query: LogQuery) -> _Step:
    asked = replace(log, query=query, first=0, listing=None, rows={})
    if log.listing is not None and log.listing.query.day == query.day:
        # What was found stands until the answer is there: nothing flickers.
        asked = replace(asked, listing=log.listing, rows=log.rows)
    return asked, (ListCall(query=query),)


def _scroll(log: Log, first: int) -> _Step:
    count = len(log.listing.positions) if log.listing else 0
    moved = replace(log, first=max(0, min(first, count - 1)))
    return moved, _read_missing(moved)


def _take_listing(log: Log, listing: Listing) -> _Step:
    if listing.query != log.query:
        return log, ()  # it was typed over
    first = _find_first(log, listing)
    taken = replace(log, listing=listing, first=first)
    on = () if listing.is_whole else (ListCall(query=log.query),)
    return taken, (*_read_missing(taken), *on)


def _find_first(log: Log, listing: Listing) -> int:
    """Return where the first row shown stands now; the top stays the top."""
    before = log.listing
    if log.first == 0 or before is None or before.query != listing.query:
        return min(log.first, max(0, len(listing.positions) - 1))
    grown = len(listing.positions) - len(before.positions)
    position = before.positions[log.first]
    for first in (log.first, log.first + grown):
        if listing.positions[first : first + 1] == (position,):
            return first
    return max(0, min(log.first, len(listing.positions) - 1))


def _take_entry(log: Log, entry: Logged | None) -> Log:
    if log.entry is None:
        return log
    if entry is None:
        return _go(log, Lead.GONE)
    return log if entry.position != log.entry.position else replace(log, entry=entry)


def _read_missing(log: Log) -> tuple[StaffCall, ...]:
    positions = list_shown(log)
    # Half a window ahead is enough: a page is turned before it is reached.
    if all(position in log.rows for position in positions[: WINDOW // 2]):
        return ()
    return (RowsCall(positions=positions),)


def _read_shown(log: Log) -> tuple[StaffCall, ...]:
    positions = list_shown(log)
    return (RowsCall(positions=positions),) if positions else ()


def _keep_near(log: Log) -> Mapping[int, Logged]:
    """Return the rows around those shown; the others are read again when they are shown."""
    if log.listing is None:
        return {}
    start = max(0, log.first - WINDOW)
    near = log.listing.positions[start : log.first + 2 * WINDOW]
    return {one: log.rows[one] for one in near if one in log.rows}
