"""Picture flow: from a picture to a code at the gate, and nothing that came too late."""

from pathlib import Path

import pytest

from kiosk.decision import Outcome
from kiosk.export.fault import ExportFault
from kiosk.payload import Direction
from kiosk.ui.admin_calls import (
    Judged,
    ListCall,
    Listed,
    Looked,
    PictureRead,
    PictureTrouble,
    PresentCall,
    ReadCall,
)
from kiosk.ui.admin_flow import take, tap
from kiosk.ui.admin_state import AdminFlow, Pictures, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Bring, Present
from kiosk.ui.picture_flow import PAGE, count_pages
from tests.ui.admin_samples import (
    NOW_MS,
    PASS,
    STICK,
    STRANGE,
    a_flow,
    a_picture,
    list_files,
)

BROUGHT = Bring(source=b"picture", name="pass.png")
READ = PictureRead(name="pass.png", found=(PASS, STRANGE))
ALLOWED = Judged(outcome=Outcome.ALLOW, direction=Direction.IN)


def press(flow: AdminFlow, act: AdminAct) -> AdminFlow:
    return tap(flow, AdminPress(act=act), NOW_MS)[0]


def test_a_new_stick_is_listed_once() -> None:
    flow, calls = take(a_flow(State.PICTURES), Looked(found=STICK), NOW_MS)
    assert calls == (ListCall(folder=STICK.folder),)
    assert take(flow, Looked(found=STICK), NOW_MS)[1] == ()
    listed, _ = take(flow, Listed(folder=STICK.folder, files=list_files(2)), NOW_MS)
    assert listed.pictures.files == list_files(2)


def test_a_stick_that_was_pulled_out_takes_its_list_along() -> None:
    flow, _ = take(
        a_picture(State.PICTURES), Looked(found=ExportFault.NO_STICK), NOW_MS
    )
    late, _ = take(flow, Listed(folder=STICK.folder, files=list_files(2)), NOW_MS)
    assert (flow.pictures.files, late.pictures.files) == (None, None)


def test_no_stick_is_listed_for_an_export() -> None:
    assert take(a_flow(State.CHOOSE), Looked(found=STICK), NOW_MS)[1] == ()


@pytest.mark.parametrize("source", [b"picture", Path("/media/pass.pdf")])
def test_a_picture_is_read_and_its_codes_are_shown(source: Path | bytes) -> None:
    brought = Bring(source=source, name="pass.png")
    flow, calls = tap(a_picture(State.PICTURES), brought, NOW_MS)
    assert calls == (ReadCall(source=source, name="pass.png"),)
    shown, _ = take(flow, READ, NOW_MS)
    assert (shown.state, shown.pictures.codes) == (State.CODES, (PASS, STRANGE))


def test_a_second_picture_waits_for_the_first() -> None:
    reading = a_picture(State.PICTURES, is_reading=True)
    flow, calls = tap(reading, BROUGHT, NOW_MS)
    assert (flow.pictures, calls) == (reading.pictures, ())


def test_another_picture_may_follow_without_going_back() -> None:
    codes = a_picture(State.CODES, codes=(PASS,), presented=PASS, judged=ALLOWED)
    flow, calls = tap(codes, BROUGHT, NOW_MS)
    assert (flow.state, len(calls), flow.pictures.codes) == (State.PICTURES, 1, ())


@pytest.mark.parametrize("trouble", PictureTrouble)
def test_what_keeps_a_picture_from_being_read_is_kept_to_be_told(
    trouble: PictureTrouble,
) -> None:
    flow, _ = tap(a_picture(State.PICTURES), BROUGHT, NOW_MS)
    after, _ = take(flow, PictureRead(name="pass.png", found=trouble), NOW_MS)
    told = (after.state, after.pictures.trouble, after.pictures.is_reading)
    assert told == (State.PICTURES, trouble, False)


def test_a_picture_that_is_read_too_late_shows_nothing() -> None:
    left = press(tap(a_picture(State.PICTURES), BROUGHT, NOW_MS)[0], AdminAct.BACK)
    again, _ = tap(a_picture(State.PICTURES), Bring(source=b"", name="b.png"), NOW_MS)
    after = [take(flow, READ, NOW_MS)[0].state for flow in (left, again)]
    assert after == [State.MENU, State.PICTURES]


def test_one_tap_presents_a_code_and_tells_what_the_gate_made_of_it() -> None:
    codes = a_picture(State.CODES, codes=(PASS, STRANGE))
    flow, calls = tap(codes, Present(code=PASS), NOW_MS)
    assert calls == (PresentCall(code=PASS),)
    judged, _ = take(flow, ALLOWED, NOW_MS)
    assert (judged.pictures.presented, judged.pictures.judged) == (PASS, ALLOWED)


def test_what_the_gate_makes_of_a_code_that_nobody_awaits_is_not_told() -> None:
    codes = a_picture(State.CODES, codes=(PASS,))
    assert take(codes, ALLOWED, NOW_MS)[0].pictures.judged is None


def test_a_code_is_presented_from_its_screen_only() -> None:
    assert tap(a_picture(State.PICTURES), Present(code=PASS), NOW_MS)[1] == ()


def test_going_back_keeps_the_files_and_no_code() -> None:
    codes = a_picture(State.CODES, codes=(PASS,), presented=PASS, judged=ALLOWED)
    flow = press(codes, AdminAct.BACK)
    kept = Pictures(folder=STICK.folder, files=list_files(2))
    assert (flow.state, flow.pictures) == (State.PICTURES, kept)


def test_the_menu_and_the_lock_keep_nothing_of_a_picture() -> None:
    for state, act in ((State.PICTURES, AdminAct.BACK),):
        assert press(a_picture(state), act).pictures == Pictures()


def test_a_paste_without_a_picture_is_told_until_something_else_is_done() -> None:
    codes = a_picture(State.CODES, codes=(PASS,))
    flow = press(codes, AdminAct.PASTE)
    after, _ = tap(flow, Present(code=PASS), NOW_MS)
    told = [one.pictures.trouble for one in (flow, after)]
    assert told == [PictureTrouble.NOTHING_PASTED, None]


def test_pages_are_turned_as_far_as_there_are_some() -> None:
    files = list_files(PAGE + 3)
    flow = a_picture(State.PICTURES, files=files)
    turned = press(press(flow, AdminAct.LATER), AdminAct.LATER)
    back = press(press(turned, AdminAct.EARLIER), AdminAct.EARLIER)
    assert (turned.pictures.page, back.pictures.page) == (1, 0)


@pytest.mark.parametrize(("count", "pages"), [(0, 0), (1, 1), (PAGE, 1), (7, 2)])
def test_pages_are_counted(count: int, pages: int) -> None:
    assert count_pages(range(count)) == pages
