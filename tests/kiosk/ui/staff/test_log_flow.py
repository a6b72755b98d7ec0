"""Log flow: what is shown stays in place while entries come, and is wiped when left."""

from dataclasses import replace

import pytest

from kiosk.decision import Outcome
from kiosk.lane import Refusal
from kiosk.logged import Listing, LogFilter, LogQuery
from kiosk.ui.flow import UNDO_MS, Corrected, Deed
from kiosk.ui.staff.calls import NotDone, StaffFailed, TurnCall
from kiosk.ui.staff.flow import (
    StaffFlow,
    State,
    begin_settling,
    note_decided,
    open_log,
    pass_time,
    take,
    tap,
)
from kiosk.ui.staff.log_calls import (
    EntryCall,
    EntryRead,
    JudgeCall,
    Judged,
    ListCall,
    RowsCall,
)
from kiosk.ui.staff.log_flow import (
    READ_AGAIN_MS,
    TRANSITIONS,
    WINDOW,
    Lead,
    Log,
    Page,
    find_turnable,
    list_shown,
)
from kiosk.ui.staff.log_taps import (
    DayTap,
    EntryTap,
    FilterTap,
    JudgeTap,
    ScrollTap,
    TurnTap,
)
from kiosk.ui.staff.taps import ReasonTap, StaffAct, StaffPress, StaffWrite
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import TODAY, YESTERDAY, FakeLog, a_logged, some_logged
from tests.ui.samples import a_decided
from tests.ui.staff_samples import OPEN, a_log, an_entry, follow

BACK = StaffPress(act=StaffAct.BACK)
CONFIRM = StaffPress(act=StaffAct.CONFIRM)
MANY = some_logged(300)
VOID = JudgeTap(deed=Deed.TAKEN_BACK)


def log_of(flow: StaffFlow) -> Log:
    assert flow.log is not None
    return flow.log


def list_calls(flow: StaffFlow, tapped: object) -> tuple[object, ...]:
    return tap(flow, tapped, 0)[1]  # type: ignore[arg-type]  # any tap


def test_the_log_opens_with_todays_newest_entries() -> None:
    log = log_of(a_log(MANY))
    assert log.query == LogQuery(day=TODAY)
    assert list_shown(log) == tuple(range(300, 300 - WINDOW, -1))
    assert all(position in log.rows for position in list_shown(log))


@pytest.mark.parametrize(
    ("tapped", "query"),
    [
        (DayTap(day=YESTERDAY), LogQuery(day=YESTERDAY)),
        (
            FilterTap(filter=LogFilter.DENY),
            LogQuery(day=TODAY, filter=LogFilter.DENY),
        ),
        (StaffWrite(text="anh"), LogQuery(day=TODAY, search="anh")),
    ],
)
def test_what_narrows_the_list_is_asked(tapped: object, query: LogQuery) -> None:
    assert list_calls(a_log(MANY), tapped) == (ListCall(query=query),)


def test_a_search_stays_on_another_day_and_begins_at_its_top() -> None:
    searched = a_log(MANY, StaffWrite(text="tran"), ScrollTap(first=20))
    flow, _ = tap(searched, DayTap(day=YESTERDAY), 0)
    log = log_of(flow)
    assert (log.query.search, log.first, log.listing) == ("tran", 0, None)


def test_letters_typed_over_bring_no_answer() -> None:
    flow, _ = tap(a_log(MANY), StaffWrite(text="an"), 0)
    late = Listing(
        query=LogQuery(day=TODAY, search="a"),
        positions=(1,),
        counts=log_of(flow).listing.counts,  # type: ignore[union-attr]  # it is there
    )
    assert take(flow, late, 0) == (flow, ())


def test_a_list_that_is_still_read_is_read_on() -> None:
    flow, _ = open_log(StaffFlow(), TODAY, None, 0)
    query = LogQuery(day=TODAY)
    listing = replace(FakeLog(MANY).search(query), is_whole=False)
    _, calls = take(flow, listing, 0)
    assert calls[-1] == ListCall(query=query)
    assert isinstance(calls[0], RowsCall)


def test_scrolling_reads_the_rows_around_and_keeps_few() -> None:
    flow = a_log(MANY, *(ScrollTap(first=first) for first in range(0, 280, 7)))
    log = log_of(flow)
    assert log.first == 273
    assert all(position in log.rows for position in list_shown(log))
    assert len(log.rows) <= 4 * WINDOW


@pytest.mark.parametrize(("asked", "first"), [(-5, 0), (9_999, 299)])
def test_nobody_scrolls_past_the_ends(asked: int, first: int) -> None:
    assert log_of(a_log(MANY, ScrollTap(first=asked))).first == first


def test_rows_in_sight_stay_where_they_are_when_somebody_comes() -> None:
    counter = FakeCounter(FakeLog(MANY))
    flow = follow(open_log(StaffFlow(), TODAY, None, 0), counter)
    flow = follow(tap(flow, ScrollTap(first=50), 0), counter)
    shown = list_shown(log_of(flow))
    counter.log.entries.insert(0, a_logged(301))
    flow = follow(note_decided(flow, a_decided(), 5), counter)
    assert (log_of(flow).first, list_shown(log_of(flow))) == (51, shown)


def test_the_top_stays_the_top_when_somebody_comes() -> None:
    counter = FakeCounter(FakeLog(MANY))
    flow = follow(open_log(StaffFlow(), TODAY, None, 0), counter)
    counter.log.entries.insert(0, a_logged(301))
    flow = follow(note_decided(flow, a_decided(), 5), counter)
    assert list_shown(log_of(flow))[0] == 301


def test_back_leads_from_reason_to_entry_to_list_to_the_gate() -> None:
    flow = an_entry(OPEN, VOID)
    pages = [log_of(flow).page]
    for _ in range(2):
        flow, _ = tap(flow, BACK, 0)
        pages.append(log_of(flow).page)
    assert pages == [Page.JUDGE, Page.ENTRY, Page.LIST]
    assert log_of(flow).entry is None
    assert tap(flow, BACK, 3)[0] == StaffFlow(touched_ms=3)


def test_every_page_but_the_list_leads_back() -> None:
    left = {page for page, lead in TRANSITIONS if lead is Lead.BACK}
    assert left == set(Page) - {Page.LIST}


def test_an_entry_is_voided_once_and_shown_again() -> None:
    flow = an_entry(OPEN, VOID)
    asked, calls = tap(flow, ReasonTap(reason="Nhầm người"), 0)
    assert calls == (JudgeCall(entry=OPEN, deed=Deed.TAKEN_BACK, reason="Nhầm người"),)
    assert list_calls(asked, ReasonTap(reason="Nhầm người")) == ()
    done = Judged(entry_id=OPEN.entry_id, position=7, deed=Deed.TAKEN_BACK)
    shown, calls = take(asked, done, 0)
    assert log_of(shown).page is Page.ENTRY
    assert EntryCall(position=7) in calls


@pytest.mark.parametrize(("text", "count"), [("", 0), ("  ", 0), ("khác", 1)])
def test_a_written_reason_is_confirmed(text: str, count: int) -> None:
    flow = an_entry(OPEN, VOID, StaffWrite(text=text))
    assert len(list_calls(flow, CONFIRM)) == count


def test_what_was_not_kept_can_be_tapped_again() -> None:
    asked, _ = tap(an_entry(OPEN, VOID), ReasonTap(reason="x"), 0)
    failed, _ = take(asked, NotDone(refusal=Refusal.ALREADY_VOID), 0)
    assert failed.fault is Refusal.ALREADY_VOID
    assert len(list_calls(failed, ReasonTap(reason="x"))) == 1


def test_an_entry_that_is_gone_leads_to_the_list() -> None:
    flow, _ = take(an_entry(OPEN), EntryRead(entry=None), 0)
    assert (log_of(flow).page, log_of(flow).entry) == (Page.LIST, None)


def test_the_gates_last_entry_can_be_turned_round_for_ten_seconds() -> None:
    last = a_decided()
    entry = a_logged(last.entry_id.int)
    flow = follow(open_log(StaffFlow(), TODAY, last, 0), FakeCounter(FakeLog([entry])))
    flow, _ = tap(flow, EntryTap(position=entry.position), 0)
    assert list_calls(flow, TurnTap()) == (TurnCall(decided=last),)
    late, _ = pass_time(flow, UNDO_MS)
    assert (find_turnable(log_of(late)), list_calls(late, TurnTap())) == (None, ())


def test_an_entry_of_before_cannot_be_turned_round() -> None:
    flow, _ = note_decided(an_entry(OPEN), a_decided(), 0)
    assert list_calls(flow, TurnTap()) == ()


def test_an_entry_turned_round_leads_to_the_list_that_has_both() -> None:
    flow, calls = take(an_entry(OPEN), Corrected(decided=a_decided()), 0)
    assert (flow.state, log_of(flow).page) == (State.LOG, Page.LIST)
    assert ListCall(query=log_of(flow).query) in calls


def test_what_the_province_says_is_looked_up_every_few_seconds() -> None:
    flow = an_entry(OPEN)
    assert pass_time(flow, READ_AGAIN_MS - 1)[1] == ()
    again, calls = pass_time(flow, READ_AGAIN_MS)
    assert {type(call) for call in calls} == {RowsCall, EntryCall}
    assert pass_time(again, READ_AGAIN_MS + 1)[1] == ()


def test_a_log_that_nobody_looks_at_is_wiped() -> None:
    flow, _ = pass_time(a_log(MANY), 80_000)
    assert flow == StaffFlow(touched_ms=80_000)


def test_a_verdict_over_the_log_can_be_settled() -> None:
    check = a_decided(Outcome.CHECK)
    flow, _ = begin_settling(a_log(MANY), check, Deed.ADMITTED, 9)
    assert (flow.state, flow.log) == (State.SETTLE, None)


def test_a_log_that_cannot_be_read_says_so() -> None:
    failed, _ = take(a_log(MANY), StaffFailed(sentence="Disk I/O error."), 0)
    assert failed.fault == StaffFailed(sentence="Disk I/O error.")
