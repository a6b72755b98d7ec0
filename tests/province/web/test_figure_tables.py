"""Tests of the figures as tables: what they hold, and where their rows lead."""

from datetime import date, timedelta

from province.figures import DayWork, Figures, Part, Totals
from province.ledger.scope import Scope
from province.period import find_month, find_week
from province.web import figure_tables
from province.web.viewpoint import Viewpoint
from tests.province.builders import NOW

WEEK = find_week(date(2026, 11, 9))
VIEW = Viewpoint(scope=Scope(unit="08"), period=WEEK, is_own=False)
NONE = Totals(
    points=0, suspended=0, active=0, zero=0, no_report=0, entries=0, admitted=0
)
SOME = Totals(
    points=6_128,
    suspended=28,
    active=610,
    zero=5_000,
    no_report=490,
    entries=120,
    admitted=90,
)
PART = Part(key="081", name="Xã Mẫu", totals=SOME, previous=NONE)


def some_days(first: date, count: int) -> tuple[DayWork, ...]:
    return tuple(
        DayWork(
            day=first + timedelta(days=number),
            entries=number + 1,
            admitted=number,
            refused=1,
        )
        for number in range(count)
    )


def figure(view: Viewpoint) -> Figures:
    period = view.period
    return Figures(
        unit="08",
        unit_name="Tỉnh Mẫu",
        period=period,
        until=NOW,
        totals=SOME,
        previous=NONE,
        by_unit=(PART,),
        by_category=(Part(key="market", name="", totals=SOME, previous=NONE),),
        by_day=some_days(period.first, len(period.days)),
        by_day_before=some_days(period.previous.first, len(period.previous.days)),
        by_hour=tuple(range(24)),
        complete_until=None,
        behind=0,
    )


def test_a_units_row_has_its_figures_and_leads_to_its_page() -> None:
    (row,) = figure_tables.list_units(VIEW, [PART]).rows

    expected = ("Xã Mẫu", "081", 6_128, 28, 610, 10.0, 5_000, 490, 5_490, 120, 90, 0)
    assert row.cells == (*expected, 90, None)
    assert row.place == "/?unit=081&week=2026-W46"


def test_the_units_own_row_leads_to_its_points() -> None:
    own = Part(key="08", name="", totals=SOME, previous=NONE)

    assert figure_tables.link_part(VIEW, own).startswith("/figures/registered?unit=08")


def test_a_day_stands_beside_that_of_the_period_before() -> None:
    rows = figure_tables.list_days(VIEW, figure(VIEW)).rows

    assert rows[2].cells == (date(2026, 11, 11), 3, 2, 1, 2)
    assert rows[2].place == "/figures/entries?unit=08&day=2026-11-11"


def test_a_longer_month_has_days_without_a_day_before() -> None:
    view = Viewpoint(scope=Scope(unit=""), period=find_month(WEEK.first), is_own=True)
    march = Viewpoint(
        scope=Scope(unit=""), period=find_month(date(2026, 3, 1)), is_own=True
    )

    assert figure_tables.list_days(view, figure(view)).rows[-1].cells[-1] == 29
    assert figure_tables.list_days(march, figure(march)).rows[-1].cells[-1] is None


def test_every_hour_leads_to_the_points_that_worked_in_it() -> None:
    rows = figure_tables.list_hours(VIEW, figure(VIEW)).rows

    assert rows[8].cells == ("08:00–09:00", 8)
    assert rows[8].place == "/figures/entries?unit=08&week=2026-W46&hour=8"


def test_a_category_is_told_by_its_name() -> None:
    (row,) = figure_tables.list_categories(VIEW, figure(VIEW), {"market": "Chợ"}).rows

    assert row.cells[0] == "Chợ"
    assert "category=market" in row.place
