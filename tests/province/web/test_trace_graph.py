"""Tests of the picture of a case."""

from datetime import timedelta

from province.ledger.tracing import Person
from province.stays import Sureness
from province.tracing import Met
from province.web import trace_graph
from tests.province.builders import NOW


def a_met(number: int, point: str = "P1", name: str = "LÊ VĂN GIẢ") -> Met:
    return Met(
        person=Person(person_key=number.to_bytes(16), name=name),
        point_id=point,
        point_name=f"Chợ {point}",
        since=NOW,
        overlap=timedelta(minutes=9),
        sureness=Sureness.MEDIUM,
        reasons=(),
    )


def test_each_contact_hangs_on_the_point_where_they_met() -> None:
    picture = trace_graph.draw("MẪU", [a_met(1), a_met(2), a_met(1, "P2")], 2)

    assert [node.kind for node in picture.nodes] == [
        "person",
        *["point"] * 2,
        *["contact"] * 2,
    ]
    assert [line.kind for line in picture.lines] == ["known"] * 2 + ["medium"] * 3
    assert picture.left_out == 0


def test_what_has_no_room_is_counted() -> None:
    met = [a_met(number) for number in range(50)]
    picture = trace_graph.draw("MẪU", met, 50)

    assert picture.left_out == 50 - trace_graph.MOST_PEOPLE
    assert max(node.y for node in picture.nodes) < picture.height


def test_a_long_name_is_cut_to_its_box() -> None:
    picture = trace_graph.draw("MẪU", [a_met(1, name="Ư" * 90)], 1)

    assert max(len(node.text) for node in picture.nodes) == 26


def test_who_met_nobody_stands_alone() -> None:
    picture = trace_graph.draw("MẪU", [], 0)

    assert len(picture.nodes) == 1
    assert picture.lines == ()
