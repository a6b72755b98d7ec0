"""Tests of the register of points, on both databases."""

import pytest

from province.category import Category
from province.ledger import points
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.points import Place
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


def test_points_are_numbered_in_turn(ledger: Database) -> None:
    ids = [add_point(ledger, name) for name in ("A", "B")]

    assert ids == ["P000001", "P000002"]


def test_a_place_is_trimmed_and_nfc() -> None:
    place = points.check_place(" Chợ Lo\u031b\u0301n ", "market", "04")

    assert place == Place(name="Chợ Lớn", category=Category.MARKET, unit="04")


@pytest.mark.parametrize(
    ("name", "category", "unit"),
    [
        ("", "market", "04"),
        ("A", "shop", "04"),
        ("A", "market", "4a"),
        ("A\0", "market", "4"),
    ],
)
def test_what_is_no_place_is_told(name: str, category: str, unit: str) -> None:
    assert isinstance(points.check_place(name, category, unit), str)


def test_a_point_shows_the_contact_and_backlog_of_all_its_kiosks(
    ledger: Database,
) -> None:
    point = add_point(ledger)
    for seed in (1, 2):
        kiosk = FakeKiosk(seed)
        enrol(ledger, kiosk, point)
        append_batch(ledger, kiosk.sign(an_entry(seed), an_entry(seed + 10)), NOW)

    with ledger.reading() as connection:
        (view,) = points.list_points(connection, unit="")

    assert (view.kiosks, view.last_contact, view.pending) == (2, NOW, 4)


def test_a_point_that_nobody_heard_of_has_no_backlog_to_tell(ledger: Database) -> None:
    enrol(ledger, FakeKiosk(), add_point(ledger))

    with ledger.reading() as connection:
        (view,) = points.list_points(connection, unit="")

    assert (view.kiosks, view.last_contact, view.pending) == (1, None, None)


def test_a_unit_sees_its_own_points_only(ledger: Database) -> None:
    add_point(ledger, "A", unit="04")
    add_point(ledger, "B", unit="05")

    with ledger.reading() as connection:
        names = [view.name for view in points.list_points(connection, unit="05")]

    assert names == ["B"]


def test_the_next_page_follows_the_last_id(ledger: Database) -> None:
    for name in "ABC":
        add_point(ledger, name)

    with ledger.reading() as connection:
        later = points.list_points(connection, unit="", after="P000001")

    assert [view.name for view in later] == ["B", "C"]
