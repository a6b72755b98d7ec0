"""The teaching among the admin's screens: who reads is there, what is found is kept."""

from dataclasses import replace

import pytest

from kiosk.payload import Payload
from kiosk.scanner.burst import Burst, Mode
from kiosk.scanner.teaching import Heard
from kiosk.ui.admin_calls import KeepProfileCall
from kiosk.ui.admin_flow import take, tap
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress
from kiosk.ui.lessons import ORDER, Stage, Teaching
from kiosk.ui.teaching_flow import hear_burst, hear_payload, take_heard
from tests.builders import a_payload
from tests.readers import SERIAL, WEDGE, hear_serial, read_all

TEACHING = AdminFlow(state=State.TEACHING)


def press(flow: AdminFlow, act: AdminAct) -> AdminFlow:
    return tap(flow, AdminPress(act=act), 0)[0]


def teach(flow: AdminFlow) -> tuple[AdminFlow, list[object]]:
    calls: list[object] = []
    for reads in read_all(hear_serial).values():
        for heard in reads:
            flow, more = take(flow, heard, 7)
            calls += more
    return flow, calls


def test_the_menu_leads_to_the_lessons_and_back() -> None:
    begun = press(AdminFlow(state=State.MENU), AdminAct.TEACH)
    assert (begun.state, begun.teaching) == (State.TEACHING, Teaching())
    assert press(begun, AdminAct.BACK).state is State.MENU


def test_whoever_reads_is_there() -> None:
    after, _ = take_heard(TEACHING, hear_serial("x"), 9)
    assert after.touched_ms == 9


def test_a_read_on_another_screen_is_no_lessons() -> None:
    menu = AdminFlow(state=State.MENU)
    assert take_heard(menu, hear_serial("x"), 9) == (menu, ())


def test_the_profile_is_kept_once() -> None:
    taught, calls = teach(TEACHING)
    assert taught.teaching.profile is not None
    assert calls == [KeepProfileCall(profile=taught.teaching.profile)]


@pytest.mark.parametrize(
    ("act", "stage"),
    [(AdminAct.FIX, Stage.FIX), (AdminAct.SELF_TEST, Stage.SELF_TEST)],
)
def test_what_follows_the_result_leads_back_to_it(act: AdminAct, stage: Stage) -> None:
    shown = press(teach(TEACHING)[0], act)
    back = press(shown, AdminAct.BACK)
    assert (shown.teaching.stage, back.teaching.stage) == (stage, Stage.RESULT)
    assert (back.state, press(back, AdminAct.BACK).state) == (
        State.TEACHING,
        State.MENU,
    )


def test_teaching_again_begins_anew() -> None:
    again = press(teach(TEACHING)[0], AdminAct.TEACH)
    assert again.teaching == Teaching()


def test_a_lesson_is_skipped() -> None:
    skipped = press(TEACHING, AdminAct.SKIP)
    assert skipped.teaching.lesson is ORDER[1]


def test_leaving_forgets_the_lessons() -> None:
    left = press(teach(TEACHING)[0], AdminAct.BACK)
    assert left.teaching == Teaching()


def test_a_payload_is_heard_with_its_suffix() -> None:
    payload: Payload = replace(a_payload("x"), reader=SERIAL, suffix="\r")
    assert hear_payload(payload) == hear_serial("x")


def test_a_burst_is_heard_as_it_was_typed() -> None:
    burst = Burst(text="]Q1abc", mode=Mode.HEX, terminator="\t", keys=6, duration_ms=10)
    assert hear_burst(burst, WEDGE) == Heard(
        reader=WEDGE,
        data=b"abc",
        symbology="]Q1",
        suffix="\t",
        mode=Mode.HEX,
        keys_per_second=500,
    )
