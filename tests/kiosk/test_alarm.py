"""A roll call lists everybody inside, and goes on with its ticks after a restart."""

from datetime import timedelta

import pytest

from kiosk.alarm import call_roll
from kiosk.desk import Reception
from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.place import Place
from kiosk.reception import GATE_REACH, ROLL_KEPT, Form, Roll
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.guards import LogWatch


def let_in(desk: Reception, name: str) -> None:
    desk.check_in(Form(name=name, document="", fields={}))


def pass_gate(lane: Lane, number: int, direction: Direction = Direction.IN) -> None:
    lane.present(a_payload(a_card(number), direction=direction, gate="G"))


def read_names(roll: Roll) -> list[str]:
    return sorted(visit.name for visit in roll.visits)


def test_a_roll_call_has_the_desks_visitors_and_who_came_by_the_gate(
    desk: Reception, lane: Lane, clock: SteppedClock
) -> None:
    let_in(desk, "Lê Văn Giả")
    for number in (1, 2):
        pass_gate(lane, number)
    pass_gate(lane, 2, Direction.OUT)
    assert read_names(desk.call_roll(clock().wall)) == ["Lê Văn Giả", "Người Thử Số 1"]


def test_a_visitor_who_also_passes_the_gate_is_called_once(
    desk: Reception, lane: Lane, clock: SteppedClock
) -> None:
    form = Form(name="Người Thử Số 1", document="001090000001", fields={})
    desk.check_in(form)
    pass_gate(lane, 1)
    assert read_names(desk.call_roll(clock().wall)) == ["Người Thử Số 1"]


@pytest.mark.parametrize(("late_s", "called"), [(0, 1), (1, 0)])
def test_who_came_by_the_gate_long_ago_is_not_called(
    desk: Reception, lane: Lane, clock: SteppedClock, late_s: int, called: int
) -> None:
    pass_gate(lane, 1)
    clock.advance(GATE_REACH.total_seconds() + late_s)
    assert len(desk.call_roll(clock().wall).visits) == called


def test_a_restart_loses_neither_list_nor_ticks(
    desk: Reception, lane: Lane, place: Place, clock: SteppedClock
) -> None:
    let_in(desk, "Lê Văn Giả")
    pass_gate(lane, 1)
    begun = desk.call_roll(clock().wall)
    seen = frozenset({begun.visits[0].visit_id})
    desk.keep_seen(seen)
    let_in(desk, "Người Đến Sau")
    clock.advance(600)
    again = call_roll(place.database, lane, clock().wall)
    assert (read_names(again), again.taken_at) == (read_names(begun), begun.taken_at)
    assert again.seen == seen


def test_a_roll_call_that_ended_is_not_gone_on_with(
    desk: Reception, clock: SteppedClock
) -> None:
    desk.call_roll(clock().wall)
    desk.end_roll()
    let_in(desk, "Lê Văn Giả")
    assert read_names(desk.call_roll(clock().wall)) == ["Lê Văn Giả"]


def test_a_roll_call_of_long_ago_is_not_gone_on_with(
    desk: Reception, clock: SteppedClock
) -> None:
    desk.call_roll(clock().wall)
    clock.advance((ROLL_KEPT + timedelta(seconds=1)).total_seconds())
    assert desk.call_roll(clock().wall).taken_at == clock().wall


def test_a_full_disk_keeps_nobody_from_being_called(
    desk: Reception, place: Place, clock: SteppedClock, log_watch: LogWatch
) -> None:
    let_in(desk, "Lê Văn Giả")
    with place.database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON settings "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    log_watch.expect("kiosk.alarm", "roll call not kept")
    assert read_names(desk.call_roll(clock().wall)) == ["Lê Văn Giả"]
