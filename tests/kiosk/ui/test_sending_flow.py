"""The page about sending: what is chosen, put back, looked at again, and where it leads."""

from dataclasses import replace

import pytest

from kiosk.ui.admin_calls import (
    AdminFailed,
    CountCall,
    FactsCall,
    Span,
    WatchCall,
    What,
)
from kiosk.ui.admin_flow import LOOK_EVERY_MS, elapse, take, tap
from kiosk.ui.admin_state import AdminFlow, SendingView, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, ChooseStuck
from kiosk.ui.sending_calls import ResendCall, SendingCall, SendNowCall
from kiosk.ui.sending_flow import PAGE
from tests.ui.admin_samples import FACTS, NOW_MS, SENDING, STUCK, a_flow

FIRST = ChooseStuck(entry_id=STUCK[0].entry_id)


def shown(**changes: object) -> AdminFlow:
    view = replace(SendingView(found=SENDING), **changes)  # type: ignore[arg-type]  # each of its own type
    return a_flow(State.SENDING, sending=view, looked_ms=NOW_MS)


def press(flow: AdminFlow, act: AdminAct) -> tuple[AdminFlow, tuple[object, ...]]:
    return tap(flow, AdminPress(act=act), NOW_MS)


def test_the_menu_leads_to_it_and_back_which_forgets_it() -> None:
    opened, calls = press(a_flow(State.MENU), AdminAct.SENDING)
    assert (opened.state, calls) == (State.SENDING, (SendingCall(),))
    told, _ = take(opened, SENDING, NOW_MS)
    back, calls = press(told, AdminAct.BACK)
    assert (back.state, back.sending, calls) == (
        State.MENU,
        SendingView(),
        (FactsCall(),),
    )


def test_it_looks_again_every_second() -> None:
    later, calls = elapse(shown(), NOW_MS + LOOK_EVERY_MS)
    assert calls == (SendingCall(),)
    assert elapse(later, NOW_MS + LOOK_EVERY_MS + 1)[1] == ()


def test_an_answer_that_comes_late_is_not_shown_elsewhere() -> None:
    menu = a_flow(State.MENU)
    assert take(menu, SENDING, NOW_MS) == (menu, ())


def test_a_tap_tells_the_reason_and_a_second_takes_it_back() -> None:
    chosen, _ = tap(shown(put_back=3), FIRST, NOW_MS)
    assert (chosen.sending.chosen, chosen.sending.put_back) == (FIRST.entry_id, None)
    assert tap(chosen, FIRST, NOW_MS)[0].sending.chosen is None


def test_a_tap_from_another_page_chooses_nothing() -> None:
    assert tap(a_flow(State.MENU), FIRST, NOW_MS)[0].sending == SendingView()


def test_the_chosen_entry_is_sent_again_else_all() -> None:
    one, calls = press(shown(chosen=FIRST.entry_id), AdminAct.RESEND)
    assert (calls, one.sending.chosen) == (
        (ResendCall(entry_id=FIRST.entry_id),),
        None,
    )
    assert press(shown(), AdminAct.RESEND)[1] == (ResendCall(),)


def test_what_was_put_back_is_told_until_something_else_is_looked_at() -> None:
    told, _ = take(shown(), replace(SENDING, put_back=8), NOW_MS)
    again, _ = take(told, SENDING, NOW_MS)
    assert (told.sending.put_back, again.sending.put_back) == (8, 8)


def test_no_attempt_is_waited_for_where_somebody_asks() -> None:
    assert press(shown(), AdminAct.SEND_NOW)[1] == (SendNowCall(),)


def test_a_chosen_entry_that_was_settled_is_no_longer_told() -> None:
    rest = replace(SENDING, stuck=STUCK[1:])
    told, _ = take(shown(chosen=FIRST.entry_id), rest, NOW_MS)
    assert told.sending.chosen is None


def test_pages_turn_to_the_last_and_no_further() -> None:
    flow = shown()
    pages = []
    for act in (AdminAct.EARLIER, AdminAct.LATER, AdminAct.LATER, AdminAct.EARLIER):
        flow, _ = press(flow, act)
        pages.append(flow.sending.page)
    assert pages == [0, 1, 1, 0]


def test_a_page_that_is_gone_gives_way_to_the_last() -> None:
    told, _ = take(shown(page=1), replace(SENDING, stuck=STUCK[:PAGE]), NOW_MS)
    assert told.sending.page == 0


@pytest.mark.parametrize(
    ("is_enrolled", "what"), [(True, What.BUNDLE), (False, What.CSV)]
)
def test_what_the_province_lacks_is_offered_for_the_stick(
    *, is_enrolled: bool, what: What
) -> None:
    facts = replace(FACTS, is_enrolled=is_enrolled)
    asked, calls = press(replace(shown(), facts=facts), AdminAct.EXPORT)
    assert (asked.state, asked.what, asked.span) == (State.CHOOSE, what, Span.UNSENT)
    assert calls == (WatchCall(), CountCall(what=what, span=Span.UNSENT))


def test_a_look_that_failed_is_tried_again_and_an_act_is_told() -> None:
    look = AdminFailed(call=SendingCall(), sentence="disk")
    act = AdminFailed(call=SendNowCall(), sentence="disk")
    assert take(shown(), look, NOW_MS)[0].note is None
    assert take(shown(), act, NOW_MS)[0].note == act
