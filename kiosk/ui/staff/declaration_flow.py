"""Declaration flow: which question is shown, what was typed, what is asked of the counter; no Qt."""

from dataclasses import dataclass, replace

import msgspec

from kiosk.declaration import LONGEST_PHONE, Declared, PhoneRule, Question, is_phone
from kiosk.presentation import (
    Decided,
    Pending,
    State,
    answer,
    begin,
    decline,
    elapse,
    find_left_ms,
    meet,
)
from kiosk.ui.staff.calls import DeclareCall
from kiosk.ui.staff.taps import (
    AnswerTap,
    PhoneSkip,
    PhoneTap,
    StaffAct,
    StaffPress,
    StaffTap,
)

GUARD_MS = 400
"""A second tap of the same finger answers no question that has just come up."""
WARN_MS = 10_000
"""How long before its end a declaration asks whether anybody is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaring:
    """The act that is asked about, and the question that is shown since `shown_ms`.

    `number` counts the questions from 0; the telephone comes after the last.
    """

    pending: Pending
    number: int = 0
    digits: str = ""
    shown_ms: int = 0
    is_asked: bool = False

    @property
    def question(self) -> Question | None:
        """Return the question that is shown, None where the telephone is."""
        questions = self.pending.asked.declaration.questions
        return questions[self.number] if self.number < len(questions) else None

    @property
    def is_given(self) -> bool:
        """Say whether everything was answered."""
        return self.pending.state is State.ANSWERED


Turn = tuple[Declaring | None, tuple[DeclareCall, ...]]
"""What is shown next, None where the declaration has ended, and what that asks for."""


def begin_declaring(decided: Decided, now_ms: int) -> Declaring | None:
    """Return the first question of `decided`, None where it asks nothing."""
    pending = begin(decided)
    return None if pending is None else Declaring(pending=pending, shown_ms=now_ms)


def tap_declaring(declaring: Declaring, tapped: StaffTap, now_ms: int) -> Turn:
    """Return the declaration after somebody did something."""
    match tapped:
        case AnswerTap(is_yes=is_yes):
            return _answer(declaring, now_ms, is_yes=is_yes)
        case PhoneTap(digit=digit):
            return _type(declaring, digit), ()
        case PhoneSkip():
            rule = declaring.pending.asked.declaration.phone
            may_skip = rule is PhoneRule.OPTIONAL
            return _give_phone(declaring, "") if may_skip else (declaring, ())
        case StaffPress(act=act):
            return _press(declaring, act, now_ms)
        case _:
            return declaring, ()  # of a screen that has just been left


def meet_declaring(declaring: Declaring, decided: Decided) -> Turn:
    """Return the declaration after another code was decided at the gate."""
    if declaring.is_given and not declaring.is_asked:
        return None, ()  # it could not be kept, and somebody else stands there
    return _follow(declaring, meet(declaring.pending, decided))


def elapse_declaring(declaring: Declaring, touched_ms: int, now_ms: int) -> Turn:
    """Return the declaration at `now_ms`; what can't be kept is not shown for ever."""
    if declaring.is_given and not declaring.is_asked:
        left_ms = find_left_ms(declaring.pending, touched_ms, now_ms)
        return (declaring if left_ms else None), ()
    return _follow(declaring, elapse(declaring.pending, touched_ms, now_ms))


def find_warning_ms(declaring: Declaring, touched_ms: int, now_ms: int) -> int | None:
    """Return how long is left, once that is little; None before."""
    window_ms = find_left_ms(declaring.pending, touched_ms, touched_ms)
    left_ms = find_left_ms(declaring.pending, touched_ms, now_ms)
    is_soon = left_ms <= min(WARN_MS, window_ms // 2)
    return left_ms if is_soon and not declaring.is_asked else None


def may_confirm(declaring: Declaring) -> bool:
    """Say whether what was typed is a telephone number, or all is to be tried again."""
    return declaring.is_given or is_phone(declaring.digits)


def _answer(declaring: Declaring, now_ms: int, *, is_yes: bool) -> Turn:
    question, said = declaring.question, declaring.pending.declared
    if question is None or now_ms - declaring.shown_ms < GUARD_MS:
        return declaring, ()
    declared = msgspec.structs.replace(
        said, answers={**said.answers, question.name: is_yes}
    )
    moved = replace(declaring, number=declaring.number + 1, shown_ms=now_ms)
    return _follow(moved, answer(declaring.pending, declared))


def _type(declaring: Declaring, digit: str) -> Declaring:
    if declaring.question is not None or declaring.is_given:
        return declaring
    typed = declaring.digits + digit if digit else declaring.digits[:-1]
    return replace(declaring, digits=typed[:LONGEST_PHONE])


def _press(declaring: Declaring, act: StaffAct, now_ms: int) -> Turn:
    match act:
        case StaffAct.BACK:
            return _go_back(declaring, now_ms)
        case StaffAct.CONFIRM if declaring.is_given and not declaring.is_asked:
            return _ask(declaring)
        case StaffAct.CONFIRM if is_phone(declaring.digits):
            return _give_phone(declaring, declaring.digits)
        case _:
            return declaring, ()


def _give_phone(declaring: Declaring, phone: str) -> Turn:
    if declaring.question is not None:
        return declaring, ()
    declared = msgspec.structs.replace(declaring.pending.declared, phone=phone)
    return _follow(declaring, answer(declaring.pending, declared))


def _go_back(declaring: Declaring, now_ms: int) -> Turn:
    if declaring.is_given:  # it is being kept, or could not be
        return (declaring if declaring.is_asked else None), ()
    if declaring.number == 0:
        return _follow(declaring, decline(declaring.pending))
    return replace(declaring, number=declaring.number - 1, shown_ms=now_ms), ()


def _follow(declaring: Declaring, pending: Pending) -> Turn:
    """Ask for what `pending` has come to, where it has just come to it."""
    before = declaring.pending.state
    declaring = replace(declaring, pending=pending)
    if pending.state is before:
        return declaring, ()
    return _ask(declaring)


def _ask(declaring: Declaring) -> Turn:
    pending = declaring.pending
    said: Declared | None = pending.declared if declaring.is_given else None
    call = DeclareCall(decided=pending.decided, declared=said)
    return (replace(declaring, is_asked=True) if declaring.is_given else None), (call,)
