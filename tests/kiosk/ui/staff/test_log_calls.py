"""Log calls: each asks the log once, and its answer is a value."""

from kiosk.lane import Refusal
from kiosk.logged import LogQuery
from kiosk.protocol.content import Act
from kiosk.ui.flow import Deed
from kiosk.ui.staff.calls import NotDone, ask
from kiosk.ui.staff.log_calls import (
    EntryCall,
    EntryRead,
    ForgetCall,
    Forgotten,
    JudgeCall,
    Judged,
    ListCall,
    RowsCall,
    RowsRead,
    ask_log,
)
from tests.ui.fake_counter import FakeCounter
from tests.ui.fake_log import TODAY, FakeLog, a_logged, some_logged

ENTRIES = some_logged(3)
ENTRY = a_logged(7)


def test_a_day_its_rows_and_an_entry_are_read() -> None:
    log, query = FakeLog(ENTRIES), LogQuery(day=TODAY)
    assert ask_log(log, ListCall(query=query)) == log.search(query)
    assert ask_log(log, RowsCall(positions=(3, 1))) == RowsRead(
        rows=(ENTRIES[0], ENTRIES[2])
    )
    assert ask_log(log, EntryCall(position=2)) == EntryRead(entry=ENTRIES[1])
    assert ask_log(log, EntryCall(position=9)) == EntryRead(entry=None)


def test_a_log_that_is_left_holds_nothing() -> None:
    log = FakeLog(ENTRIES)
    assert ask_log(log, ForgetCall()) == Forgotten()
    assert log.forgotten == 1


def test_staff_settle_and_void_from_the_log() -> None:
    counter = FakeCounter()
    for deed in Deed:
        call = JudgeCall(entry=ENTRY, deed=deed, reason=f"why {deed}")
        told = Judged(entry_id=ENTRY.entry_id, position=7, deed=deed)
        assert ask(counter, call) == told
    assert counter.acts == [
        (Act.ADMITTED, ENTRY.entry_id, "why admitted"),
        (Act.TURNED_AWAY, ENTRY.entry_id, "why turned_away"),
        ("void", ENTRY.entry_id, "why taken_back"),
    ]


def test_what_is_settled_already_is_told() -> None:
    counter = FakeCounter()
    counter.refusal = Refusal.ALREADY_SETTLED
    call = JudgeCall(entry=ENTRY, deed=Deed.ADMITTED, reason="x")
    assert ask(counter, call) == NotDone(refusal=Refusal.ALREADY_SETTLED)
