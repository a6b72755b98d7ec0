"""Tests of the forms on which points are registered and changed."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from province.folding import fold
from province.ledger.columns import EPOCH
from province.ledger.place_tables import point_units, units
from province.ledger.points import find_point
from province.ledger.scope import WHOLE
from province.place import Place
from province.services import Services
from tests.province.builders import add_point
from tests.province.web.clerk import open_office

GOOD = {"name": "Chợ Mẫu", "category": "market", "unit_words": "04"}


def read_place(services: Services, point_id: str = "P000001") -> Place:
    with services.database.reading() as connection:
        point = find_point(connection, WHOLE, point_id)
    assert point is not None
    return point.place


def add_unit(services: Services, code: str, name: str) -> None:
    with services.database.writing() as connection:
        connection.execute(
            insert(units).values(
                code=code,
                valid_from=EPOCH.date(),
                name=name,
                folded=fold(name),
                level="commune",
            )
        )


def test_a_point_is_registered_with_all_that_is_told(services: Services) -> None:
    clerk = open_office(services)
    told = {"gates": "Cổng 1; Cổng 2", "expected_daily": "1.200", "address": "Số 1"}

    done = clerk.send("/points/new", **GOOD, **told, contact_phone="0912 000 001")

    assert done.headers["Location"] == "/points/P000001?told=added"
    assert "Đã thêm điểm kiểm soát" in clerk.read(done.headers["Location"])
    place = read_place(services)
    assert (place.gates, place.expected_daily) == (("Cổng 1", "Cổng 2"), 1200)
    assert place.contact_phone == "0912000001"


def test_each_fault_stands_beside_its_field_and_nothing_is_lost(
    services: Services,
) -> None:
    clerk = open_office(services)

    done = clerk.send("/points/new", name="", category="x", address="Số 1", gates="A")

    assert done.status_code == 422
    for field in ("name", "category"):
        assert f'id="{field}-fault"' in done.text
    assert 'aria-describedby="name-fault" aria-invalid="true"' in done.text
    assert 'value="Số 1"' in done.text
    assert "<span" not in clerk.read("/points").partition("<tbody>")[2][:40]


def test_a_unit_is_picked_by_its_name_where_the_tree_is_known(
    services: Services,
) -> None:
    add_unit(services, "02476", "Xã Tân Trào")
    clerk = open_office(services)

    wrong = clerk.send("/points/new", **GOOD | {"unit_words": "99"})
    right = clerk.send("/points/new", **GOOD | {"unit_words": "tan trao"})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert read_place(services).unit == "02476"


def test_a_point_can_not_be_put_into_another_unit(services: Services) -> None:
    add_point(services.database, unit="05")
    clerk = open_office(services, "clerk", "05")

    added = clerk.send("/points/new", **GOOD)
    moved = clerk.send("/points/P000001/edit", **GOOD)

    assert (added.status_code, moved.status_code) == (422, 422)
    assert read_place(services).unit == "05"


def test_a_point_that_moves_keeps_the_unit_of_earlier_days(services: Services) -> None:
    add_point(services.database, unit="05")
    clerk = open_office(services)

    clerk.send("/points/P000001/edit", **GOOD)

    assert read_place(services).unit == "04"
    with services.database.reading() as connection:
        rows = connection.execute(select(point_units.c.valid_from, point_units.c.unit))
        assert sorted(map(tuple, rows)) == [
            (EPOCH.date(), "05"),
            (date(2026, 11, 20), "04"),
        ]


@pytest.mark.parametrize("parent", ["P000001", "P000003", "P999999"])
def test_a_parent_stands_by_itself(services: Services, parent: str) -> None:
    for name in ("Sở", "Trạm", "Phòng"):
        add_point(services.database, name, "04")
    clerk = open_office(services)
    clerk.send("/points/P000003/edit", **GOOD | {"name": "Phòng", "parent": "p000002"})
    assert read_place(services, "P000003").parent_id == "P000002"

    done = clerk.send("/points/P000001/edit", **GOOD | {"parent": parent})

    assert (done.status_code, 'id="parent-fault"' in done.text) == (422, True)


def test_a_form_without_the_page_s_token_changes_nothing(services: Services) -> None:
    clerk = open_office(services)

    done = clerk.client.post("/points/new", data=GOOD | {"form_token": "0" * 64})

    assert done.status_code == 403
    assert "P000001" not in clerk.read("/points")


@pytest.mark.parametrize("role", ["health", "auditor"])
def test_who_may_only_look_is_refused(services: Services, role: str) -> None:
    add_point(services.database)
    clerk = open_office(services, role)

    assert "/points/new" not in clerk.read("/points")
    assert clerk.get("/points/new").status_code == 403
    assert clerk.send("/points/P000001/suspend", reason="a").status_code == 403
