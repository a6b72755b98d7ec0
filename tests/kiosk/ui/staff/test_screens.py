"""Staff screens: what is said and can be tapped, in both languages."""

import pytest

from kiosk.lane import Refusal
from kiosk.ui.flow import Deed
from kiosk.ui.staff.calls import NotDone, StaffAnswer, StaffFailed
from kiosk.ui.staff.flow import (
    ASK_AFTER_MS,
    StaffFlow,
    begin_settling,
    take,
    tap,
)
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.settle_screens import REASONS, SettleScreen
from kiosk.ui.staff.taps import ReasonTap, StaffWrite
from kiosk.ui.texts import Texts
from tests.ui.samples import DOCUMENT, EN, NAME, VI, a_decided

both_languages = pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])


def settling(deed: Deed = Deed.ADMITTED, text: str = "") -> StaffFlow:
    flow, _ = begin_settling(StaffFlow(), a_decided(), deed, 0)
    return tap(flow, StaffWrite(text=text), 0)[0]


def screen_of(flow: StaffFlow, texts: Texts = VI) -> SettleScreen:
    screen = compose_staff(flow, texts)
    assert isinstance(screen, SettleScreen)
    return screen


def test_nothing_is_composed_while_the_gates_own_screen_is_shown() -> None:
    assert compose_staff(StaffFlow(), VI) is None


@both_languages
@pytest.mark.parametrize("deed", REASONS)
def test_each_reason_is_what_is_kept_when_it_is_tapped(
    deed: Deed, texts: Texts
) -> None:
    screen = screen_of(settling(deed), texts)
    kept = [chip.tap for chip in screen.reasons]
    assert kept == [ReasonTap(reason=chip.text) for chip in screen.reasons]
    assert len(set(kept)) == len(REASONS[deed])


def test_the_name_is_shown_whole_and_no_number() -> None:
    screen = screen_of(settling())
    assert screen.who == NAME
    assert DOCUMENT[-4:] not in repr(screen)


@pytest.mark.parametrize(("text", "can_confirm"), [("", False), ("quên thẻ", True)])
def test_only_what_was_written_can_be_confirmed(
    text: str, *, can_confirm: bool
) -> None:
    assert screen_of(settling(text=text)).buttons[-1].is_enabled is can_confirm


def test_nothing_can_be_tapped_twice() -> None:
    asked, _ = tap(settling(text="quên"), ReasonTap(reason="Người quen"), 1)
    screen = screen_of(asked)
    taps = (*screen.reasons, screen.buttons[-1])
    assert [one.is_enabled for one in taps] == [False] * len(taps)


@both_languages
@pytest.mark.parametrize(
    "answer",
    [*(NotDone(refusal=one) for one in Refusal), StaffFailed(sentence="E")],
)
def test_what_was_not_done_is_said_in_words(answer: StaffAnswer, texts: Texts) -> None:
    note = screen_of(take(settling(), answer, 1)[0], texts).note
    assert note is not None
    assert (note.is_good, " " in note.text) == (False, True)


def test_a_question_counts_whole_seconds() -> None:
    asked = compose_question(settling(), VI, ASK_AFTER_MS + 500)
    assert asked is not None
    assert "20" in asked.text
    assert compose_question(settling(), VI, ASK_AFTER_MS - 1) is None
