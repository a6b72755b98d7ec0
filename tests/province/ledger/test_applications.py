"""Tests of places that ask for a point, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from province.ledger import applications
from province.ledger.applications import Application
from province.ledger.database import Database
from province.ledger.points import find_point
from province.ledger.scope import WHOLE, Scope
from tests.province.builders import NOW, add_point
from tests.province.ledger.places import PLACE


def ask(ledger: Database, name: str = PLACE.name, unit: str = "04") -> Application:
    with ledger.writing() as connection:
        place = replace(PLACE, name=name, unit=unit)
        number = applications.apply(connection, place, NOW)
        assert number is not None
        found = applications.look_up(connection, number)
    assert found is not None
    return found


def test_an_application_keeps_what_was_asked(ledger: Database) -> None:
    asked = ask(ledger)

    assert (asked.place, asked.answer, asked.applied_at) == (PLACE, None, NOW)


def test_a_number_is_long_and_another_each_time(ledger: Database) -> None:
    numbers = {ask(ledger).application_id for _ in range(5)}

    assert len(numbers) == 5
    assert all(len(number.replace("-", "")) == 16 for number in numbers)


def test_a_number_is_known_however_it_is_typed(ledger: Database) -> None:
    asked = ask(ledger)
    typed = asked.application_id.lower().replace("-", " ")

    with ledger.reading() as connection:
        assert applications.look_up(connection, typed) == asked


def test_an_approved_place_is_a_point(ledger: Database) -> None:
    asked = ask(ledger)
    with ledger.writing() as connection:
        point_id = applications.approve(connection, asked, by="lan", now=NOW)
        assert point_id is not None
        point = find_point(connection, WHOLE, point_id)
        answered = applications.look_up(connection, asked.application_id)

    assert point is not None
    assert point.place == PLACE
    assert answered == replace(
        asked, answer="approved", decided_at=NOW, decided_by="lan", point_id=point_id
    )


def test_the_first_answer_stays(ledger: Database) -> None:
    asked = ask(ledger)
    with ledger.writing() as connection:
        assert applications.refuse(connection, asked, "xa", by="lan", now=NOW)
        assert applications.approve(connection, asked, by="minh", now=NOW) is None
        again = applications.refuse(connection, asked, "b", by="minh", now=NOW)
        answered = applications.look_up(connection, asked.application_id)

    assert answered is not None
    assert (again, answered.reason, answered.decided_by) == (False, "xa", "lan")


def test_a_unit_sees_who_asks_for_a_point_of_its_own(ledger: Database) -> None:
    here, there = ask(ledger), ask(ledger, unit="05")
    mine = Scope(unit="04")

    with ledger.reading() as connection:
        listed = applications.list_applications(connection, mine, is_open=True)
        other = applications.find_application(connection, mine, there.application_id)
        waiting = applications.count_open(connection, mine)

    assert (listed, other, waiting) == ([here], None, 1)


@pytest.mark.parametrize("is_open", [True, False])
def test_those_who_waited_longest_come_first_page_by_page(
    ledger: Database, *, is_open: bool
) -> None:
    asked = sorted(
        (ask(ledger, name) for name in "ABC"), key=lambda a: a.application_id
    )
    with ledger.writing() as connection:
        if not is_open:
            for one in asked:
                applications.refuse(connection, one, "x", by="lan", now=NOW)
        found = []
        after = (NOW - timedelta(seconds=1), "")
        for _ in asked:
            (one,) = applications.list_applications(
                connection, WHOLE, is_open=is_open, after=after, limit=1
            )
            found.append(one.application_id)
            after = (one.applied_at, one.application_id)

    assert found == [one.application_id for one in asked]


def test_points_of_the_same_name_and_unit_are_shown(ledger: Database) -> None:
    add_point(ledger, "Quan Mau")
    add_point(ledger, "Quán Mẫu", unit="05")
    asked = ask(ledger)

    with ledger.reading() as connection:
        found = applications.list_namesakes(connection, WHOLE, asked)

    assert found == [("P000001", "Quan Mau")]
