"""A form stands for its code, or for what was typed, and is checked before."""

import pytest

from kiosk.credentials.classify import classify
from kiosk.credentials.credential import Claim, Credential, Kind
from kiosk.decision import Outcome
from kiosk.guest import (
    clean,
    fill_form,
    find_fault,
    let_out,
    read_badge,
    understand,
)
from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.reception import Form, FormFault, VisitField
from tests.builders import CARD, a_payload


def a_form(name: str = "Lê Văn Giả", document: str = "", **fields: str) -> Form:
    return Form(
        name=name,
        document=document,
        fields={VisitField(field): text for field, text in fields.items()},
    )


def a_filled_form(text: str = CARD) -> Form:
    payload = a_payload(text)
    credential = classify(payload)
    assert isinstance(credential, Credential)
    return fill_form(payload, credential)


def test_a_form_is_cleaned_and_its_empty_fields_go() -> None:
    form = clean(a_form("  Lê  Văn Giả\t", " 12 ", host=" Bà  An ", company="  "))
    assert (form.name, form.document, dict(form.fields)) == (
        "Lê Văn Giả",
        "12",
        {VisitField.HOST: "Bà An"},
    )


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        (a_form(""), FormFault.NAME_MISSING),
        (a_form("A" * 200), None),
        (a_form("A" * 201), FormFault.TEXT_TOO_LONG),
        (a_form(document="1" * 201), FormFault.TEXT_TOO_LONG),
        (a_form(purpose="A" * 201), FormFault.TEXT_TOO_LONG),
        (a_form(badge="0123456789"), None),
        (a_form(badge="12A"), FormFault.BADGE_NOT_DIGITS),
        (a_form(badge="١٢"), FormFault.BADGE_NOT_DIGITS),
        (a_form(badge="1 2"), FormFault.BADGE_NOT_DIGITS),
    ],
)
def test_what_can_not_be_taken_is_named(form: Form, fault: FormFault | None) -> None:
    assert find_fault(form) == fault


def test_a_name_of_200_composed_letters_passes() -> None:
    assert find_fault(clean(a_form("e\u0302\u0301" * 200))) is None


@pytest.mark.parametrize(
    ("text", "badge"),
    [("17", "17"), (" 007\r", "007"), ("1a", None), ("", None), ("١٢", None)],
)
def test_a_badge_is_digits_only(text: str, badge: str | None) -> None:
    assert read_badge(a_payload(text)) == badge


def test_a_presented_card_fills_name_and_number() -> None:
    form = a_filled_form()
    assert (form.name, form.document) == ("Trần Thị Thử Nghiệm", "001190000123")


def test_an_untouched_form_stands_for_its_card() -> None:
    credential = understand(a_filled_form(), DEFAULT_POLICY)
    assert (credential.kind, credential.holder) == (Kind.CCCD, "001190000123")


def test_a_changed_name_is_not_said_to_be_on_the_card() -> None:
    form = a_filled_form()
    changed = a_form("Trần Thị Khác", form.document)
    credential = understand(changed, DEFAULT_POLICY)
    assert (credential.kind, credential.verified) == (Kind.MANUAL, False)
    assert credential.claims == {
        Claim.NAME: "Trần Thị Khác",
        Claim.DOCUMENT: "001190000123",
    }


def test_a_card_that_the_point_does_not_accept_is_written_down() -> None:
    policy = Policy(accepted=frozenset({Kind.QD1405}))
    assert understand(a_filled_form(), policy).kind is Kind.MANUAL


@pytest.mark.parametrize(
    ("document", "holder"),
    [
        ("001 190 000 123", "001190000123"),
        ("B-1234567", "typed:b1234567"),
        ("012345678", "typed:012345678"),
        ("", None),
    ],
)
def test_a_typed_personal_number_is_the_same_holder_as_the_card(
    document: str, holder: str | None
) -> None:
    assert understand(a_form(document=document), DEFAULT_POLICY).holder == holder


def test_who_is_inside_is_always_let_out() -> None:
    decision = let_out(Kind.CCCD, {Claim.NAME: "Lê Văn Giả"})
    assert (decision.outcome, decision.reasons) == (Outcome.ALLOW, ())
