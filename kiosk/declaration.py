"""Declaration: what a point asks of who goes in, and what an answer leads to; pure."""

import re
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from kiosk.outcome import Outcome
from kiosk.reason import Reason

LONGEST_PHONE = 17
"""Digits: 00, and the 15 of the longest number of ITU-T E.164."""

_PHONE = re.compile(r"0[35789][0-9]{8}|02[0-9]{9}|00[1-9][0-9]{6,14}")
"""A mobile number, one of a house, and one of abroad with its country's code."""

_FINDINGS: Mapping[Outcome, Reason] = {
    Outcome.CHECK: Reason.ANSWER_TO_CHECK,
    Outcome.DENY: Reason.ANSWER_NOT_ACCEPTED,
}


class PhoneRule(StrEnum):
    """Whether a telephone number is asked for."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question of yes or no, in two languages; `yes` and `no` say what each leads to.

    `name` is how an entry calls it.
    """

    name: str
    vi: str
    en: str
    yes: Outcome = Outcome.CHECK
    no: Outcome = Outcome.ALLOW


class Declaration(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, one after the other, and the telephone number at the end."""

    questions: tuple[Question, ...] = ()
    phone: PhoneRule = PhoneRule.NO

    @property
    def asks(self) -> bool:
        """Say whether anything is asked at all."""
        return bool(self.questions) or self.phone is not PhoneRule.NO


NOTHING_ASKED = Declaration()


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What a person said: an answer for each question's name.

    `phone` is None until one was given, and empty where it was left out.
    """

    answers: Mapping[str, bool] = msgspec.field(default_factory=dict)
    phone: str | None = None


def is_phone(text: str) -> bool:
    """Say whether `text` can be a telephone number, Vietnamese or with 00 before it."""
    return _PHONE.fullmatch(text) is not None


def is_complete(declaration: Declaration, declared: Declared) -> bool:
    """Say whether everything that must be answered is."""
    if any(one.name not in declared.answers for one in declaration.questions):
        return False
    if declaration.phone is PhoneRule.NO:
        return True
    if declared.phone == "":
        return declaration.phone is PhoneRule.OPTIONAL
    return declared.phone is not None and is_phone(declared.phone)


def find_reasons(declaration: Declaration, declared: Declared) -> tuple[Reason, ...]:
    """Return what the answers speak against, each reason once."""
    led = {
        question.yes if declared.answers[question.name] else question.no
        for question in declaration.questions
    }
    return tuple(reason for outcome, reason in _FINDINGS.items() if outcome in led)


def write_answers(declaration: Declaration, declared: Declared) -> str:
    """Return the answers as an entry keeps them: `fever=no; travel=yes`."""
    return "; ".join(
        f"{question.name}={'yes' if declared.answers[question.name] else 'no'}"
        for question in declaration.questions
    )
