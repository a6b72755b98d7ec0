"""Desk declaring: questions one after the other, the telephone last, and the way back."""

import pytest

from kiosk.declaration import Declaration, Declared, PhoneRule
from kiosk.ui.desk_declaring import GUARD_MS, DeskDeclaring, answer, confirm, go_back
from kiosk.ui.staff.taps import AnswerTap, DeclarationTap, PhoneSkip, PhoneTap
from tests.ui.declarations import FEVER, LONGEST, PHONE

NO = AnswerTap(is_yes=False)


def begin(phone: PhoneRule = PhoneRule.NO) -> DeskDeclaring:
    declaration = Declaration(questions=(FEVER, LONGEST), phone=phone)
    return DeskDeclaring(declaration=declaration, shown_ms=0)


def do(declaring: DeskDeclaring, *tapped: DeclarationTap) -> DeskDeclaring:
    for one in tapped:
        declaring = answer(declaring, one, declaring.shown_ms + GUARD_MS)
    return declaring


def test_each_answer_leads_to_the_next_question() -> None:
    asked = do(begin(), NO)
    assert (asked.question, asked.is_complete) == (LONGEST, False)
    assert do(asked, NO).declared == Declared(answers={"fever": False, "away": False})
    assert do(asked, NO).is_complete


def test_a_second_tap_of_the_same_finger_answers_nothing() -> None:
    once = do(begin(), NO)
    assert answer(once, NO, once.shown_ms + GUARD_MS - 1) == once


def test_a_telephone_is_typed_erased_and_confirmed() -> None:
    asked = do(begin(PhoneRule.REQUIRED), NO, NO)
    typed = do(asked, *(PhoneTap(digit=digit) for digit in PHONE), PhoneTap(digit=""))
    assert confirm(typed) == typed
    whole = do(typed, PhoneTap(digit=PHONE[-1]))
    assert confirm(whole).declared.phone == PHONE
    assert confirm(whole).is_complete


@pytest.mark.parametrize(
    ("phone", "is_complete"), [(PhoneRule.OPTIONAL, True), (PhoneRule.REQUIRED, False)]
)
def test_a_telephone_is_left_out_only_where_it_may(
    phone: PhoneRule, *, is_complete: bool
) -> None:
    assert do(begin(phone), NO, NO, PhoneSkip()).is_complete is is_complete


def test_a_number_answers_no_question() -> None:
    asked = begin(PhoneRule.OPTIONAL)
    assert do(asked, PhoneTap(digit="1"), PhoneSkip()) == asked


def test_the_way_back_leads_to_the_question_before_and_then_to_the_form() -> None:
    before = go_back(do(begin(), NO), 5_000)
    assert before is not None
    assert (before.question, before.shown_ms) == (FEVER, 5_000)
    assert go_back(before, 6_000) is None
