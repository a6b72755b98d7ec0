"""Who is inside is known by the visit, and by the gate where there is none."""

import pytest

from kiosk.lane import Lane
from kiosk.payload import Direction
from kiosk.presentation import Decided
from kiosk.storage import admission, inside, visits
from kiosk.storage.database import Database
from kiosk.storage.visits import Visitor
from tests.builders import CARD, a_payload


def a_visitor(*, holder: bytes | None = None, code: bytes | None = None) -> Visitor:
    return Visitor(person=b"p", holder=holder, code=code, badge="", name="Lê Văn Giả")


def admit(lane: Lane, direction: Direction) -> bytes:
    presentation = lane.present(a_payload(direction=direction))
    assert isinstance(presentation, Decided)
    return presentation.entry_id.bytes


def test_who_came_in_by_the_gate_is_inside_without_fields(
    lane: Lane, database: Database
) -> None:
    entry_id = admit(lane, Direction.IN)
    holder = lane.hash(CARD[:12].encode())
    with database.read() as connection:
        found = inside.find_own(connection, a_visitor(holder=holder))
        assert found == inside.find_admission(connection, entry_id)
    assert found is not None
    assert (found.name, dict(found.fields)) == ("Trần Thị Thử Nghiệm", {})


def test_who_went_out_by_the_gate_is_not_inside(lane: Lane, database: Database) -> None:
    came, left = (admit(lane, way) for way in (Direction.IN, Direction.OUT))
    with database.read() as connection:
        assert inside.find_admission(connection, came) is None
        assert inside.find_admission(connection, left) is None


@pytest.mark.parametrize(
    "visitor", [a_visitor(), a_visitor(holder=b"h"), a_visitor(code=b"c")]
)
def test_nobody_is_inside_of_an_empty_place(
    database: Database, visitor: Visitor
) -> None:
    with database.read() as connection:
        assert inside.find_own(connection, visitor) is None
        assert inside.find_admission(connection, b"x") is None


def test_people_of_the_gate_and_unnamed_visitors_are_counted(
    lane: Lane, database: Database
) -> None:
    admit(lane, Direction.IN)
    with database.write() as connection:
        unnamed, named = a_visitor(code=b"c"), a_visitor(holder=b"at a gate too")
        visits.begin(connection, unnamed, position=7, visit_id=b"7", came_at_us=0)
        visits.begin(connection, named, position=8, visit_id=b"8", came_at_us=0)
        assert admission.count_inside(connection) == 2
    admit(lane, Direction.OUT)
    with database.read() as connection:
        assert admission.count_inside(connection) == 1
