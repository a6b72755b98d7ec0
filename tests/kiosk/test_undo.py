"""A check-in or sign-out is taken back within half a minute, and only once."""

from uuid import uuid4

import pytest

from kiosk.desk import Reception
from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.reception import (
    UNDO_WITHIN,
    CheckedIn,
    Form,
    NotUndone,
    SignedOut,
    Undone,
    Visit,
)
from tests.builders import CARD, a_payload
from tests.fakes import SteppedClock

LIMIT_S = UNDO_WITHIN.total_seconds()


def let_in(desk: Reception) -> Visit:
    answer = desk.check_in(Form(name="Lê Văn Giả", document="", fields={}))
    assert isinstance(answer, CheckedIn)
    return answer.visit


def test_a_sign_out_that_is_undone_leaves_the_visitor_inside(desk: Reception) -> None:
    visit = let_in(desk)
    left = desk.sign_out(visit.visit_id)
    assert isinstance(left, SignedOut)
    undone = desk.undo(left.entry_id)
    assert undone == Undone(visit=visit, direction=Direction.OUT)
    assert list(desk.find_inside("", limit=9)) == [visit]


@pytest.mark.parametrize(("after_s", "inside"), [(LIMIT_S, 0), (LIMIT_S + 1, 1)])
def test_an_undo_has_its_time(
    desk: Reception, clock: SteppedClock, after_s: float, inside: int
) -> None:
    visit = let_in(desk)
    clock.advance(after_s)
    desk.undo(visit.visit_id)
    assert desk.count_inside() == inside


def test_an_act_is_undone_once(desk: Reception) -> None:
    visit = let_in(desk)
    desk.undo(visit.visit_id)
    assert desk.undo(visit.visit_id) == NotUndone()


def test_nothing_is_undone_for_nobody(desk: Reception) -> None:
    assert desk.undo(uuid4()) == NotUndone()


def test_a_sign_out_of_somebody_from_the_gate_is_undone(
    desk: Reception, lane: Lane
) -> None:
    came = lane.present(a_payload(CARD))
    assert isinstance(came, Decided)
    left = desk.sign_out(came.entry_id)
    assert isinstance(left, SignedOut)
    assert isinstance(desk.undo(left.entry_id), Undone)
    assert isinstance(desk.sign_out(came.entry_id), SignedOut)
