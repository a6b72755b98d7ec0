"""Desk declaring: which question the desk asks a visitor, and what was said so far; no Qt."""

from dataclasses import dataclass, field, replace

import msgspec

from kiosk.declaration import (
    LONGEST_PHONE,
    Declaration,
    Declared,
    PhoneRule,
    Question,
    is_complete,
    is_phone,
)
from kiosk.ui.staff.taps import AnswerTap, DeclarationTap, PhoneSkip, PhoneTap

GUARD_MS = 400
"""A second tap of the same finger answers no question that has just come up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDeclaring:
    """What is asked before a visit begins; nothing of it is kept until it does.

    `number` counts the questions from 0, each shown since `shown_ms`; the
    telephone comes after the last.
    """

    declaration: Declaration
    shown_ms: int
    number: int = 0
    declared: Declared = field(default_factory=Declared)
    digits: str = ""

    @property
    def question(self) -> Question | None:
        """Return the question that is shown, None where the telephone is."""
        questions = self.declaration.questions
        return questions[self.number] if self.number < len(questions) else None

    @property
    def is_complete(self) -> bool:
        """Say whether everything was answered."""
        return is_complete(self.declaration, self.declared)


def answer(
    declaring: DeskDeclaring, tapped: DeclarationTap, now_ms: int
) -> DeskDeclaring:
    """Return the declaration after somebody answered, or typed a digit."""
    match tapped:
        case AnswerTap(is_yes=is_yes):
            return _answer(declaring, now_ms, is_yes=is_yes)
        case PhoneTap(digit=digit) if declaring.question is None:
            before = declaring.digits
            typed = before + digit if digit else before[:-1]
            return replace(declaring, digits=typed[:LONGEST_PHONE])
        case PhoneSkip() if declaring.declaration.phone is PhoneRule.OPTIONAL:
            return _give_phone(declaring, "")
        case _:
            return declaring


def confirm(declaring: DeskDeclaring) -> DeskDeclaring:
    """Return the declaration with the telephone that was typed, where it is one."""
    if not is_phone(declaring.digits):
        return declaring
    return _give_phone(declaring, declaring.digits)


def go_back(declaring: DeskDeclaring, now_ms: int) -> DeskDeclaring | None:
    """Return the question before, None before the first: then the form is shown."""
    if declaring.number == 0:
        return None
    return replace(declaring, number=declaring.number - 1, shown_ms=now_ms)


def _answer(declaring: DeskDeclaring, now_ms: int, *, is_yes: bool) -> DeskDeclaring:
    question, said = declaring.question, declaring.declared
    if question is None or now_ms - declaring.shown_ms < GUARD_MS:
        return declaring
    declared = msgspec.structs.replace(
        said, answers={**said.answers, question.name: is_yes}
    )
    number = declaring.number + 1
    return replace(declaring, declared=declared, number=number, shown_ms=now_ms)


def _give_phone(declaring: DeskDeclaring, phone: str) -> DeskDeclaring:
    if declaring.question is not None:
        return declaring
    return replace(
        declaring, declared=msgspec.structs.replace(declaring.declared, phone=phone)
    )
