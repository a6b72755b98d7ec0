"""Declaration screens: both languages, the answers given, and a number in groups."""

from dataclasses import replace

import msgspec
import pytest

from kiosk.declaration import PhoneRule
from kiosk.presentation import answer
from kiosk.ui.staff.declaration_flow import Declaring, begin_declaring
from kiosk.ui.staff.declaration_screens import (
    PhoneScreen,
    QuestionScreen,
    compose_declaration,
)
from kiosk.ui.staff.taps import AnswerTap, PhoneSkip, PhoneTap, StaffAct, StaffPress
from kiosk.ui.texts import Texts
from tests.ui.declarations import FEVER, PHONE, an_asking
from tests.ui.samples import EN, NAME, VI


def start(phone: PhoneRule = PhoneRule.OPTIONAL) -> Declaring:
    declaring = begin_declaring(an_asking(phone), 0)
    assert declaring is not None
    return declaring


def ask(declaring: Declaring, texts: Texts = VI) -> QuestionScreen:
    screen = compose_declaration(declaring, texts, None)
    assert isinstance(screen, QuestionScreen)
    return screen


def call(rule: PhoneRule, digits: str = "") -> PhoneScreen:
    declaring = replace(start(rule), number=2, digits=digits)
    screen = compose_declaration(declaring, VI, None)
    assert isinstance(screen, PhoneScreen)
    return screen


def test_the_question_stands_in_both_languages_with_who_is_asked() -> None:
    vi, en = ask(start(), VI), ask(start(), EN)
    assert (vi.first, vi.second, vi.who) == (FEVER.vi, FEVER.en, NAME)
    assert (en.first, en.second) == (FEVER.en, FEVER.vi)
    assert vi.step == "Câu 1/3"


def test_without_a_telephone_there_is_a_step_less() -> None:
    assert ask(start(PhoneRule.NO)).step == "Câu 1/2"


def test_an_answer_that_was_given_is_seen_again() -> None:
    begun = start()
    declared = msgspec.structs.replace(begun.pending.declared, answers={"fever": True})
    answered = replace(begun, pending=answer(begun.pending, declared))
    assert [button.is_on for button in ask(begun).answers] == [False, False]
    assert [button.is_on for button in ask(answered).answers] == [False, True]
    assert [button.tap for button in ask(begun).answers] == [
        AnswerTap(is_yes=False),
        AnswerTap(is_yes=True),
    ]


def test_only_the_first_question_is_left_without_a_declaration() -> None:
    later = replace(start(), number=1)
    assert [ask(start()).buttons[0].text, ask(later).buttons[0].text] == [
        "Không khai báo",
        "Câu trước",
    ]


@pytest.mark.parametrize(
    ("rule", "digits", "tap", "enabled"),
    [
        (PhoneRule.OPTIONAL, "", PhoneSkip(), True),
        (PhoneRule.OPTIONAL, "09", StaffPress(act=StaffAct.CONFIRM), False),
        (PhoneRule.OPTIONAL, PHONE, StaffPress(act=StaffAct.CONFIRM), True),
        (PhoneRule.REQUIRED, "", StaffPress(act=StaffAct.CONFIRM), False),
    ],
)
def test_the_last_key_skips_or_confirms(
    rule: PhoneRule,
    digits: str,
    tap: object,
    enabled: bool,  # noqa: FBT001 - of the table above
) -> None:
    last = call(rule, digits).keys[-1]
    assert (last.tap, last.is_enabled) == (tap, enabled)


def test_a_number_is_read_in_groups_and_every_digit_has_a_key() -> None:
    screen = call(PhoneRule.REQUIRED, PHONE)
    assert screen.typed == "0912 345 678"
    digits = {key.tap.digit for key in screen.keys if isinstance(key.tap, PhoneTap)}
    assert digits == {*"0123456789", ""}


def test_while_it_is_kept_nothing_can_be_tapped() -> None:
    begun = start(PhoneRule.NO)
    declared = msgspec.structs.replace(
        begun.pending.declared, answers={"fever": False, "away": False}
    )
    given = replace(begun, pending=answer(begun.pending, declared), number=2)
    keeping = ask(replace(given, is_asked=True))
    assert (keeping.answers, keeping.buttons) == ((), ())
    [leave, again] = ask(given).buttons
    assert (leave.tap, again.tap) == (
        StaffPress(act=StaffAct.BACK),
        StaffPress(act=StaffAct.CONFIRM),
    )
