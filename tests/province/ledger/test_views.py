"""Tests of entries as officers see them, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from province.ledger import views
from province.ledger.arrivals import append_batch
from province.ledger.database import Database
from province.ledger.scope import Scope
from province.ledger.views import EntryView, Position, Wanted
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol


@pytest.fixture
def kiosk(ledger: Database) -> FakeKiosk:
    """Return a kiosk that may send to `ledger`."""
    made = FakeKiosk()
    enrol(ledger, made, add_point(ledger))
    return made


def list_today(
    ledger: Database,
    unit: str = "",
    after: Position | None = None,
    **terms: str,
) -> tuple[EntryView, ...]:
    with ledger.reading() as connection:
        wanted = Wanted(scope=Scope(unit=unit), period=views.find_day(NOW), **terms)
        return views.list_entries(connection, wanted, after).rows


def test_a_day_is_hanois() -> None:
    start, end = views.find_day(datetime(2026, 11, 20, 17, tzinfo=UTC))

    assert start.astimezone(UTC) == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert end - start == timedelta(days=1)


def test_a_page_follows_the_last_entry_also_within_one_moment(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    same = {"decided_at_us": int(NOW.timestamp() * 1_000_000)}
    rows = [an_entry(number, **same) for number in range(1, 56)]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    first = list_today(ledger)
    second = list_today(ledger, after=first[-1].position)

    seen = [view.position.entry_id for view in (*first, *second)]
    assert seen == sorted((row.entry_id for row in rows), reverse=True)


def test_numbers_are_masked_and_names_whole(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry()), NOW)

    (view,) = list_today(ledger)

    assert (view.name, view.document) == ("NGUYỄN VĂN MẪU", "••••••••0001")


def test_an_act_without_claims_is_shown_too(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry(1, act="void", claims={})), NOW)

    (view,) = list_today(ledger)

    assert (view.act, view.name, view.document) == ("void", "", "")


def test_a_unit_sees_its_own_entries_only(ledger: Database, kiosk: FakeKiosk) -> None:
    append_batch(ledger, kiosk.sign(an_entry()), NOW)

    assert len(list_today(ledger, unit="04")) == 1
    assert list_today(ledger, unit="05") == ()


def test_entries_are_found_by_a_name_without_accents(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    names = ("NGUYỄN VĂN MẪU", "LÊ VĂN GIẢ", "ĐẶNG THỊ THỬ")
    rows = [an_entry(n, claims={"name": name}) for n, name in enumerate(names, start=1)]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    found = [
        [view.name for view in list_today(ledger, words=words)]
        for words in ("mau van", "dang", "xyz")
    ]

    assert found == [["NGUYỄN VĂN MẪU"], ["ĐẶNG THỊ THỬ"], []]


def test_a_search_goes_on_where_its_page_ended(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    names = ("MẪU", "GIẢ")
    rows = [an_entry(n, claims={"name": names[n % 2]}) for n in range(1, 121)]
    append_batch(ledger, kiosk.sign(*rows), NOW)

    first = list_today(ledger, words="mau")
    second = list_today(ledger, words="mau", after=first[-1].position)

    assert (len(first), len(second)) == (50, 10)
    assert {view.name for view in (*first, *second)} == {"MẪU"}


def test_a_look_that_finds_nobody_yet_tells_where_the_next_goes_on(
    ledger: Database, kiosk: FakeKiosk
) -> None:
    sought, *others = (
        an_entry(n, claims={"name": "GIẢ" if n else "MẪU"})
        for n in range(views.MOST_SEARCHED + 1)
    )
    append_batch(ledger, kiosk.sign(sought, *others), NOW)
    wanted = Wanted(scope=Scope(unit=""), period=views.find_day(NOW), words="mau")

    with ledger.reading() as connection:
        first = views.list_entries(connection, wanted)
        second = views.list_entries(connection, wanted, first.end)

    assert (first.rows, first.end is None) == ((), False)
    assert ([one.name for one in second.rows], second.end) == (["MẪU"], None)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"outcome": "deny"}, 1),
        ({"direction": "out"}, 1),
        ({"point_id": "P000001"}, 3),
        ({"point_id": "P000002"}, 0),
        ({"outcome": "deny", "direction": "out"}, 0),
    ],
)
def test_entries_are_found_by_what_they_are(
    ledger: Database, kiosk: FakeKiosk, terms: dict[str, str], expected: int
) -> None:
    rows = (an_entry(1), an_entry(2, outcome="deny"), an_entry(3, direction="out"))
    append_batch(ledger, kiosk.sign(*rows), NOW)

    assert len(list_today(ledger, after=None, **terms)) == expected
