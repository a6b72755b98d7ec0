"""What a declaration needs, what its answers lead to, and how an entry keeps them."""

import pytest

from kiosk.declaration import (
    LONGEST_PHONE,
    NOTHING_ASKED,
    Declaration,
    Declared,
    PhoneRule,
    Question,
    find_reasons,
    is_complete,
    is_phone,
    write_answers,
)
from kiosk.outcome import Outcome
from kiosk.reason import Reason

FEVER = Question(name="fever", vi="Có sốt không?", en="Any fever?")
AWAY = Question(name="away", vi="Cách ly?", en="Quarantine?", yes=Outcome.DENY)
TRUE = Question(
    name="true", vi="Đúng chứ?", en="True?", yes=Outcome.ALLOW, no=Outcome.CHECK
)
ALL = Declaration(questions=(FEVER, AWAY, TRUE))


def said(*, fever: bool = False, away: bool = False, true: bool = True) -> Declared:
    return Declared(answers={"fever": fever, "away": away, "true": true})


@pytest.mark.parametrize(
    ("declared", "reasons"),
    [
        (said(), ()),
        (said(fever=True), (Reason.ANSWER_TO_CHECK,)),
        (said(fever=True, true=False), (Reason.ANSWER_TO_CHECK,)),
        (said(away=True), (Reason.ANSWER_NOT_ACCEPTED,)),
        (
            said(fever=True, away=True),
            (Reason.ANSWER_TO_CHECK, Reason.ANSWER_NOT_ACCEPTED),
        ),
    ],
)
def test_each_answer_leads_where_its_question_says(
    declared: Declared, reasons: tuple[Reason, ...]
) -> None:
    assert find_reasons(ALL, declared) == reasons


def test_the_answers_are_kept_by_the_questions_names_in_their_order() -> None:
    assert write_answers(ALL, said(away=True)) == "fever=no; away=yes; true=yes"


def test_every_question_must_be_answered() -> None:
    assert not is_complete(ALL, Declared(answers={"fever": False, "away": False}))
    assert is_complete(ALL, said())


@pytest.mark.parametrize(
    ("rule", "phone", "complete"),
    [
        (PhoneRule.NO, None, True),
        (PhoneRule.OPTIONAL, None, False),
        (PhoneRule.OPTIONAL, "", True),
        (PhoneRule.OPTIONAL, "0912345678", True),
        (PhoneRule.OPTIONAL, "0912", False),
        (PhoneRule.REQUIRED, "", False),
        (PhoneRule.REQUIRED, "0912345678", True),
    ],
)
def test_a_telephone_number_is_whole_or_left_out_where_it_may_be(
    rule: PhoneRule,
    phone: str | None,
    complete: bool,  # noqa: FBT001 - of the table above
) -> None:
    assert is_complete(Declaration(phone=rule), Declared(phone=phone)) is complete


@pytest.mark.parametrize(
    "text",
    ["0912345678", "0381234567", "02438251234", "0085620123456", "0019175550123"],
)
def test_a_number_of_the_country_or_of_abroad_is_one(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "912345678",
        "0112345678",
        "09123456789",
        "091234567",
        "09123456a8",
        "00",
        "0" * LONGEST_PHONE,
        "00" + "1" * 16,
    ],
)
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    assert not is_phone(text)


def test_a_declaration_of_nothing_asks_nothing() -> None:
    assert not NOTHING_ASKED.asks
    assert Declaration(phone=PhoneRule.OPTIONAL).asks
    assert ALL.asks
