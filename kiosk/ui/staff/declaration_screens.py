"""Declaration screens: a question, or the telephone's keys, as values; no Qt."""

from dataclasses import dataclass

from kiosk.credentials.credential import Claim
from kiosk.declaration import Declaration, Declared, PhoneRule, Question
from kiosk.ui.buttons import Button, NoteShown, Weight
from kiosk.ui.staff.declaration_flow import Declaring, may_confirm
from kiosk.ui.staff.taps import AnswerTap, PhoneSkip, PhoneTap, StaffAct, StaffPress
from kiosk.ui.taps import Press
from kiosk.ui.texts import Texts

_BACK = StaffPress(act=StaffAct.BACK)
_LEAVE = "staff.declare.leave"
_DIGITS = "123456789"
_GROUPS = (4, 7)
"""Where a number of ten digits is written with a space: 0912 345 678."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScreen:
    """One question, in the first language and below it in the other."""

    title: str
    step: str
    who: str
    first: str
    second: str
    answers: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneScreen:
    """A telephone number is typed."""

    title: str
    step: str
    hint: str
    typed: str
    keys: tuple[Button, ...]
    note: NoteShown | None
    buttons: tuple[Button, ...]


DeclarationScreen = QuestionScreen | PhoneScreen


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked next, of whom, by the gate or the desk.

    `back` and `confirm` are their taps, `leave` what going back from the first is called.
    """

    declaration: Declaration
    declared: Declared
    question: Question | None
    number: int
    digits: str
    who: str
    back: StaffPress | Press
    leave: str
    confirm: StaffPress | Press
    may_confirm: bool


def compose_declaration(
    declaring: Declaring, texts: Texts, note: NoteShown | None
) -> DeclarationScreen:
    """Return what is asked now; once all was answered, that it is being kept."""
    if declaring.is_given:
        return _compose_end(declaring, texts, note)
    asking = Asking(
        declaration=declaring.pending.asked.declaration,
        declared=declaring.pending.declared,
        question=declaring.question,
        number=declaring.number,
        digits=declaring.digits,
        who=_find_name(declaring),
        back=_BACK,
        leave=_LEAVE,
        confirm=StaffPress(act=StaffAct.CONFIRM),
        may_confirm=may_confirm(declaring),
    )
    return compose_asking(asking, texts, note)


def compose_asking(
    asking: Asking, texts: Texts, note: NoteShown | None
) -> DeclarationScreen:
    """Return the question that is asked now, or the telephone's keys."""
    if asking.question is None:
        return _compose_phone(asking, texts, note)
    return _compose_question(asking, asking.question, texts, note)


def _compose_question(
    asking: Asking, question: Question, texts: Texts, note: NoteShown | None
) -> QuestionScreen:
    is_first = texts.language == "vi"
    first, second = question.vi, question.en
    said = asking.declared.answers.get(question.name)
    answers = (False, True)
    return QuestionScreen(
        title=texts.say("staff.declare.title"),
        step=_tell_step(asking, texts),
        who=asking.who,
        first=first if is_first else second,
        second=second if is_first else first,
        answers=tuple(
            Button(
                text=texts.say(f"staff.declare.{'yes' if is_yes else 'no'}"),
                tap=AnswerTap(is_yes=is_yes),
                weight=Weight.KEY,
                is_on=said is is_yes,
            )
            for is_yes in answers
        ),
        note=note,
        buttons=(_show_back(asking, texts),),
    )


def _compose_end(
    declaring: Declaring, texts: Texts, note: NoteShown | None
) -> QuestionScreen:
    again = Button(
        text=texts.say("staff.declare.again"),
        tap=StaffPress(act=StaffAct.CONFIRM),
        weight=Weight.PRIMARY,
    )
    leave = Button(text=texts.say(_LEAVE), tap=_BACK)
    key = "keeping" if declaring.is_asked else "not_kept"
    return QuestionScreen(
        title=texts.say("staff.declare.title"),
        step="",
        who=_find_name(declaring),
        first=texts.say(f"staff.declare.{key}"),
        second="",
        answers=(),
        note=note,
        buttons=() if declaring.is_asked else (leave, again),
    )


def _compose_phone(asking: Asking, texts: Texts, note: NoteShown | None) -> PhoneScreen:
    rule = asking.declaration.phone
    keys = [_show_key(digit, digit) for digit in (*_DIGITS, "0")]
    erase = _show_key(texts.say("staff.declare.erase"), "")
    skip = Button(text=texts.say("staff.declare.skip"), tap=PhoneSkip())
    confirm = Button(
        text=texts.say("staff.button.confirm"),
        tap=asking.confirm,
        weight=Weight.PRIMARY,
        is_enabled=asking.may_confirm,
    )
    may_skip = rule is PhoneRule.OPTIONAL and not asking.digits
    return PhoneScreen(
        title=texts.say("staff.declare.phone"),
        step=_tell_step(asking, texts),
        hint=texts.say(f"staff.declare.phone_{rule}"),
        typed=_group(asking.digits),
        keys=(*keys[:9], erase, keys[9], skip if may_skip else confirm),
        note=note,
        buttons=(_show_back(asking, texts),),
    )


def _show_key(text: str, digit: str) -> Button:
    return Button(text=text, tap=PhoneTap(digit=digit), weight=Weight.KEY)


def _show_back(asking: Asking, texts: Texts) -> Button:
    if asking.number == 0:
        return Button(text=texts.say(asking.leave), tap=asking.back)
    return Button(text=texts.say("staff.declare.back"), tap=asking.back)


def _tell_step(asking: Asking, texts: Texts) -> str:
    declaration = asking.declaration
    asks_phone = declaration.phone is not PhoneRule.NO
    count = len(declaration.questions) + asks_phone
    return texts.say(
        "staff.declare.step", number=str(asking.number + 1), count=str(count)
    )


def _find_name(declaring: Declaring) -> str:
    return declaring.pending.decided.decision.claims.get(Claim.NAME, "")


def _group(digits: str) -> str:
    first, second = _GROUPS
    parts = (digits[:first], digits[first:second], digits[second:])
    return " ".join(part for part in parts if part)
