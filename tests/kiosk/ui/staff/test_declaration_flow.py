"""Declaration flow: one question after the other, and what its end asks for."""

import pytest

from kiosk.declaration import LONGEST_PHONE, Declared, PhoneRule
from kiosk.presentation import State
from kiosk.ui.staff.calls import DeclareCall
from kiosk.ui.staff.declaration_flow import (
    GUARD_MS,
    WARN_MS,
    Declaring,
    begin_declaring,
    elapse_declaring,
    find_warning_ms,
    may_confirm,
    meet_declaring,
    tap_declaring,
)
from kiosk.ui.staff.taps import (
    AnswerTap,
    PhoneSkip,
    PhoneTap,
    StaffAct,
    StaffPress,
    StaffTap,
    StaffWrite,
)
from tests.ui.declarations import PHONE, WINDOW_MS, an_asking
from tests.ui.samples import a_decided

NO, YES = AnswerTap(is_yes=False), AnswerTap(is_yes=True)
BACK, CONFIRM = (StaffPress(act=act) for act in (StaffAct.BACK, StaffAct.CONFIRM))
DIGITS = tuple(PhoneTap(digit=digit) for digit in PHONE)
OTHER = "079201000456"


def start(phone: PhoneRule = PhoneRule.OPTIONAL) -> Declaring:
    declaring = begin_declaring(an_asking(phone), 0)
    assert declaring is not None
    return declaring


def go(
    declaring: Declaring, *taps: StaffTap
) -> tuple[Declaring | None, tuple[DeclareCall, ...]]:
    """Tap one after the other, a second apart; return the last turn."""
    now_ms = declaring.shown_ms
    calls: tuple[DeclareCall, ...] = ()
    for tapped in taps:
        now_ms += 1_000
        moved, calls = tap_declaring(declaring, tapped, now_ms)
        if moved is None:
            return None, calls
        declaring = moved
    return declaring, calls


def reach(declaring: Declaring, *taps: StaffTap) -> Declaring:
    reached, calls = go(declaring, *taps)
    assert reached is not None
    assert calls == ()
    return reached


def declared(phone: str | None = None) -> Declared:
    return Declared(answers={"fever": False, "away": True}, phone=phone)


def a_call(declared: Declared | None, decided: Declaring) -> DeclareCall:
    return DeclareCall(decided=decided.pending.decided, declared=declared)


def test_what_asks_nothing_begins_nothing() -> None:
    assert begin_declaring(a_decided(), 0) is None


def test_each_answer_brings_the_next_question() -> None:
    first = start()
    assert first.question is not None
    second = reach(first, NO)
    assert [first.question.name, second.number] == ["fever", 1]


def test_the_last_answer_is_all_where_no_telephone_is_asked() -> None:
    begun = start(PhoneRule.NO)
    ended, calls = go(begun, NO, YES)
    assert calls == (a_call(declared(), begun),)
    assert ended is not None
    assert (ended.is_given, ended.is_asked) == (True, True)


def test_the_telephone_comes_after_the_questions() -> None:
    begun = start()
    typed = reach(begun, NO, YES, *DIGITS)
    assert (typed.question, typed.digits) == (None, PHONE)
    assert go(typed, CONFIRM)[1] == (a_call(declared(PHONE), begun),)


def test_the_telephone_may_be_left_out_where_it_is_optional() -> None:
    begun = start()
    assert go(begun, NO, YES, PhoneSkip())[1] == (a_call(declared(""), begun),)


def test_the_telephone_is_not_left_out_where_it_is_required() -> None:
    typing = reach(start(PhoneRule.REQUIRED), NO, YES)
    assert reach(typing, PhoneSkip(), CONFIRM) == typing


@pytest.mark.parametrize("taps", [(), DIGITS[:9], (*DIGITS, PhoneTap(digit="1"))])
def test_what_is_no_telephone_number_is_not_confirmed(
    taps: tuple[PhoneTap, ...],
) -> None:
    typed = reach(start(), NO, YES, *taps)
    assert not may_confirm(typed)
    assert reach(typed, CONFIRM) == typed


def test_a_digit_can_be_taken_back_and_a_number_has_an_end() -> None:
    erase = PhoneTap(digit="")
    typing = reach(start(), NO, YES)
    assert reach(typing, *DIGITS, erase, erase).digits == PHONE[:-2]
    assert reach(typing, erase).digits == ""
    assert len(reach(typing, *DIGITS, *DIGITS).digits) == LONGEST_PHONE


def test_a_question_is_not_answered_by_the_tap_that_brought_it() -> None:
    second = reach(start(), NO)
    at_once = tap_declaring(second, NO, second.shown_ms + GUARD_MS - 1)
    assert at_once == (second, ())
    later, _ = tap_declaring(second, NO, second.shown_ms + GUARD_MS)
    assert later is not None
    assert later.number == 2


def test_an_answer_can_be_changed() -> None:
    begun = start(PhoneRule.NO)
    back = reach(begun, YES, BACK)
    assert back.number == 0
    assert go(back, NO, YES)[1] == (a_call(declared(), begun),)


def test_back_from_the_first_question_declares_nothing() -> None:
    begun = start()
    assert go(begun, BACK) == (None, (a_call(None, begun),))


@pytest.mark.parametrize(
    "tapped", [StaffWrite(text="x"), PhoneTap(digit="1"), PhoneSkip(), CONFIRM]
)
def test_what_is_no_answer_changes_no_question(tapped: StaffTap) -> None:
    begun = start()
    assert reach(begun, tapped) == begun


def test_time_ends_it_without_a_declaration() -> None:
    begun = start()
    assert elapse_declaring(begun, 0, WINDOW_MS - 1) == (begun, ())
    assert elapse_declaring(begun, 0, WINDOW_MS) == (None, (a_call(None, begun),))


def test_another_person_ends_it_and_the_same_does_not() -> None:
    begun = start()
    other = an_asking(holder=OTHER, number=2)
    assert meet_declaring(begun, other) == (None, (a_call(None, begun),))
    again = an_asking(number=2)
    met, calls = meet_declaring(reach(begun, NO), again)
    assert met is not None
    assert (met.pending.decided, met.number, calls) == (again, 1, ())


def test_what_is_being_kept_waits_for_its_answer() -> None:
    given, _ = go(start(PhoneRule.NO), NO, YES)
    assert given is not None
    assert elapse_declaring(given, 0, 10 * WINDOW_MS) == (given, ())
    assert go(given, BACK, CONFIRM) == (given, ())
    assert meet_declaring(given, an_asking(holder=OTHER)) == (given, ())
    assert given.pending.state is State.ANSWERED


def failed() -> Declaring:
    given, _ = go(start(PhoneRule.NO), NO, YES)
    assert given is not None
    return Declaring(pending=given.pending, number=given.number)


def test_what_could_not_be_kept_is_tried_again_or_left() -> None:
    again, calls = go(failed(), CONFIRM)
    assert again is not None
    assert (again.is_asked, calls) == (True, (a_call(declared(), again),))
    assert go(failed(), BACK) == (None, ())
    assert elapse_declaring(failed(), 0, WINDOW_MS) == (None, ())
    assert meet_declaring(failed(), an_asking(holder=OTHER)) == (None, ())


def test_it_asks_whether_anybody_is_there_before_it_ends() -> None:
    begun = start()
    assert find_warning_ms(begun, 0, WINDOW_MS - WARN_MS - 1) is None
    assert find_warning_ms(begun, 0, WINDOW_MS - WARN_MS) == WARN_MS
    assert find_warning_ms(begun, 5_000, WINDOW_MS) is not None
