"""Desk calls: each asks the desk one thing; the fake desk answers as the real one."""

from collections.abc import Callable
from uuid import uuid4

import msgspec
import pytest

from kiosk.desk import Reception
from kiosk.reception import (
    AlreadyInside,
    BadgeTaken,
    CheckedIn,
    Desk,
    Filled,
    Form,
    FormFault,
    NotInside,
    NotUnderstood,
    SignedOut,
    Visit,
    VisitField,
)
from kiosk.ui.desk_calls import (
    Answer,
    Badges,
    BadgesCall,
    CheckInCall,
    Earlier,
    EarlierCall,
    Everybody,
    EverybodyCall,
    Hosts,
    HostsCall,
    Inside,
    InsideCall,
    PresentCall,
    SignOutCall,
    ask,
)
from tests.builders import CARD, OTHER_CARD, a_payload
from tests.fakes import START, SteppedClock
from tests.ui.fake_desk import FakeDesk


@pytest.fixture(params=["fake", "real"])
def any_desk(request: pytest.FixtureRequest, clock: SteppedClock) -> Desk:
    if request.param == "fake":
        return FakeDesk(clock)
    real: Reception = request.getfixturevalue("desk")
    return real


def fill(desk: Desk, card: str = CARD, badge: str = "17") -> Form:
    filled = ask(desk, PresentCall(payload=a_payload(card)))
    assert isinstance(filled, Filled)
    fields = {VisitField.HOST: "Bà Ánh", VisitField.BADGE: badge}
    return msgspec.structs.replace(filled.form, fields=fields)


def check_in(desk: Desk, form: Form) -> Answer:
    return ask(desk, CheckInCall(form=form))


def begin(desk: Desk, card: str = CARD, badge: str = "17") -> Visit:
    answer = check_in(desk, fill(desk, card, badge))
    assert isinstance(answer, CheckedIn)
    return answer.visit


def test_a_card_fills_name_and_number(any_desk: Desk) -> None:
    form = fill(any_desk)
    assert (form.name, form.document) == ("Trần Thị Thử Nghiệm", "001190000123")


def test_a_check_in_is_found_inside_without_accents(any_desk: Desk) -> None:
    visit = begin(any_desk)
    found = ask(any_desk, InsideCall(search="thu ng"))
    assert found == Inside(search="thu ng", visits=(visit,), count=1)


def test_who_is_inside_is_not_checked_in_again(any_desk: Desk) -> None:
    form = fill(any_desk)
    check_in(any_desk, form)
    assert isinstance(check_in(any_desk, form), AlreadyInside)


def test_another_persons_badge_is_taken(any_desk: Desk) -> None:
    begin(any_desk)
    assert isinstance(check_in(any_desk, fill(any_desk, OTHER_CARD)), BadgeTaken)


@pytest.mark.parametrize(
    ("name", "badge", "fault"),
    [
        (" ", "1", FormFault.NAME_MISSING),
        ("x" * 201, "1", FormFault.TEXT_TOO_LONG),
        ("Lê", "1a", FormFault.BADGE_NOT_DIGITS),
    ],
)
def test_a_wrong_form_is_a_fault(
    any_desk: Desk, name: str, badge: str, fault: FormFault
) -> None:
    form = Form(name=name, document="", fields={VisitField.BADGE: badge})
    assert check_in(any_desk, form) is fault


def test_a_badge_signs_out(any_desk: Desk) -> None:
    visit = begin(any_desk)
    answer = ask(any_desk, PresentCall(payload=a_payload("17")))
    assert isinstance(answer, SignedOut)
    assert answer.visit.visit_id == visit.visit_id


def test_a_tap_signs_out_once(any_desk: Desk) -> None:
    call = SignOutCall(visit_id=begin(any_desk).visit_id)
    assert isinstance(ask(any_desk, call), SignedOut)
    assert isinstance(ask(any_desk, call), NotInside)


def test_nobody_is_signed_out_for_nobody(any_desk: Desk) -> None:
    assert ask(any_desk, SignOutCall(visit_id=uuid4())) == NotInside()


def test_a_returning_visitor_is_known(any_desk: Desk, clock: SteppedClock) -> None:
    visit = begin(any_desk)
    ask(any_desk, SignOutCall(visit_id=visit.visit_id))
    clock.advance(3600)
    filled = ask(any_desk, PresentCall(payload=a_payload(CARD)))
    assert isinstance(filled, Filled)
    assert filled.earlier is not None
    assert filled.earlier.visit_id == visit.visit_id


def test_hosts_grow(any_desk: Desk) -> None:
    begin(any_desk)
    assert ask(any_desk, HostsCall(search="anh")) == Hosts(
        search="anh", names=("Bà Ánh",)
    )


def test_a_code_of_nobody_is_not_understood(any_desk: Desk) -> None:
    answer = ask(any_desk, PresentCall(payload=a_payload("XIN CHAO")))
    assert isinstance(answer, NotUnderstood)


def _list_ids(answer: Answer) -> set[object]:
    assert isinstance(answer, Badges | Everybody | Earlier)
    return {visit.visit_id for visit in answer.visits}


@pytest.mark.parametrize(
    "make_call",
    [BadgesCall, lambda: EverybodyCall(at=START), lambda: EarlierCall(search="tran")],
)
def test_visits_are_listed(
    any_desk: Desk, make_call: Callable[[], BadgesCall | EverybodyCall | EarlierCall]
) -> None:
    visit = begin(any_desk)
    assert _list_ids(ask(any_desk, make_call())) == {visit.visit_id}
