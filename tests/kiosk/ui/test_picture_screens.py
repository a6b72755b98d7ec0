"""Picture screens: what is offered of a stick, of a picture, and what became of a code."""

import pytest

from kiosk.decision import Outcome
from kiosk.payload import Direction
from kiosk.ui.admin_calls import Judged, PictureTrouble
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_shown import PickScreen
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Bring, Present
from kiosk.ui.texts import Texts
from tests.ui.admin_samples import (
    NOW_MS,
    PASS,
    STICK,
    STRANGE,
    a_flow,
    a_picture,
    list_files,
)
from tests.ui.samples import EN, VI


def compose(flow: AdminFlow, texts: Texts = VI) -> PickScreen:
    screen = compose_admin(flow, texts, NOW_MS)
    assert isinstance(screen, PickScreen)
    return screen


def test_a_file_is_read_by_one_tap() -> None:
    screen = compose(a_picture(State.PICTURES))
    taps = [Bring(source=file.path, name=file.name) for file in list_files(2)]
    assert [one.tap for one in screen.choices] == taps
    assert screen.note.text == f"USB {STICK.name}: 2 tệp. Chạm vào tệp cần đọc."


def test_without_a_stick_it_says_what_to_do() -> None:
    screen = compose(a_flow(State.PICTURES))
    assert (screen.note.is_good, screen.choices) == (False, ())
    assert "kéo thả" in screen.hint


def test_while_a_picture_is_read_no_other_is_offered() -> None:
    screen = compose(a_picture(State.PICTURES, is_reading=True))
    assert {one.is_enabled for one in screen.choices} == {False}
    assert screen.note.text == "Đang đọc giấy mời.pdf…"


@pytest.mark.parametrize("trouble", PictureTrouble)
@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_every_trouble_is_said_in_a_sentence(
    trouble: PictureTrouble, texts: Texts
) -> None:
    note = compose(a_picture(State.PICTURES, trouble=trouble), texts).note
    assert (note.is_good, note.text.endswith(".")) == (False, True)


def test_pages_are_offered_where_one_does_not_hold_all() -> None:
    flow = a_picture(State.PICTURES, files=list_files(9), page=1)
    screen = compose(flow)
    offered = [(one.tap, one.is_enabled) for one in screen.pages]
    assert len(screen.choices) == 3
    assert offered == [
        (AdminPress(act=AdminAct.EARLIER), True),
        (AdminPress(act=AdminAct.LATER), False),
    ]
    assert compose(a_picture(State.PICTURES)).pages == ()


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    long = list_files(1)[0]
    named = a_picture(State.PICTURES, name="a" * 200 + ".pdf", is_reading=True)
    text = compose(named).note.text
    assert (len(text) < 80, text.endswith(".pdf…"), "a…a" in text) == (True, True, True)
    assert compose(a_picture(State.PICTURES)).choices[0].text == long.name


def test_a_code_is_presented_by_one_tap_and_the_chosen_one_is_seen() -> None:
    screen = compose(a_picture(State.CODES, codes=(PASS, STRANGE), presented=PASS))
    assert [one.tap for one in screen.choices] == [
        Present(code=PASS),
        Present(code=STRANGE),
    ]
    assert [one.is_on for one in screen.choices] == [True, False]
    assert [one.text for one in screen.choices] == [
        "CCCD: Trần Thị Thử Nghiệm",
        "Mã lạ",
    ]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.ALLOW, "MỜI VÀO – CCCD: Trần Thị Thử Nghiệm"),
        (Outcome.CHECK, "CHỜ KIỂM TRA – CCCD: Trần Thị Thử Nghiệm"),
        (Outcome.DENY, "KHÔNG ĐƯỢC VÀO – CCCD: Trần Thị Thử Nghiệm"),
        (Outcome.UNREADABLE, "KHÔNG ĐỌC ĐƯỢC – CCCD: Trần Thị Thử Nghiệm"),
        (
            None,
            "Mã này vừa được đưa qua cổng, không ghi thêm lượt: CCCD: Trần Thị Thử Nghiệm",
        ),
    ],
)
def test_what_the_gate_made_of_it_is_told(outcome: Outcome | None, told: str) -> None:
    judged = Judged(outcome=outcome, direction=Direction.IN)
    flow = a_picture(State.CODES, codes=(PASS,), presented=PASS, judged=judged)
    note = compose(flow).note
    assert (note.text, note.is_good) == (told, outcome is Outcome.ALLOW)
