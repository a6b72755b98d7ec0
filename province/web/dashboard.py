"""Dashboard: the figures of a unit in a period, each leading to its rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import Response
from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.figures import Figures, Ranking, compute_share, rank
from province.ledger import alarms, cases, places
from province.ledger import figures as ledger_figures
from province.ledger.cases import Notice
from province.ledger.places import CoverageLine
from province.period import Period, find_last_days, find_month, find_week
from province.rights import Right
from province.web import figure_tables, unit_map
from province.web.doors import Doors
from province.web.listing import answer_download
from province.web.page import load_sets, load_texts, render, tell_day, tell_number
from province.web.viewpoint import Viewpoint, read_viewpoint
from province.web.visit import Visit

WEEKS, MONTHS = 12, 4
"""Offered in the list of periods; an address may name any other."""
MOST_NOTICES = 5
ENDS = 5
"""Units shown as leading, and as many as lagging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A period that can be picked."""

    value: str
    text: str
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the page tells of a viewpoint."""

    view: Viewpoint
    figures: Figures
    coverage: CoverageLine
    alarms: int
    notices: Sequence[Notice]


def open_doors(doors: Doors) -> None:
    """Open the first page."""
    doors.get("/", Right.SEE_FIGURES)(show_dashboard)


def show_dashboard(visit: Visit) -> Response:
    """Show the figures of a unit in a period, or one of their tables as a file."""
    with visit.reading() as connection:
        told = _read(visit, connection)
    if told is None:
        return render("missing.html", visit, status=404)
    view, figures = told.view, told.figures
    ranking = _read_ranking(visit)
    ranked = rank(figures.by_unit, ranking)
    categories = load_sets(visit.language)["category"]
    tables = {
        "units": figure_tables.list_units(view, ranked),
        "categories": figure_tables.list_categories(view, figures, categories),
        "days": figure_tables.list_days(view, figures),
        "hours": figure_tables.list_hours(view, figures),
    }
    by_rate = [part for part in figures.by_unit if part.totals.expected]
    return answer_download(visit, *tables.values()) or render(
        "dashboard.html",
        visit,
        view=view,
        figures=figures,
        coverage=told.coverage,
        alarms=told.alarms,
        notices=told.notices[:MOST_NOTICES],
        more_notices=max(0, len(told.notices) - MOST_NOTICES),
        tables=tables,
        ranking=ranking,
        rankings=tuple(Ranking),
        options=_list_options(visit, view),
        tiles=unit_map.draw(figures.by_unit),
        space=unit_map.SPACE,
        leading=by_rate[:ENDS],
        lagging=by_rate[: -ENDS - 1 : -1],
        charts=_draw_charts(visit, told),
        link_part=figure_tables.link_part,
        tell_change=tell_change,
        tell_share=tell_share,
        compute_share=compute_share,
    )


def tell_change(change: int) -> str:
    """Return a change with its sign, the minus as typesetters write it."""
    return (
        f"{'+' if change > 0 else '−' if change < 0 else ''}{tell_number(abs(change))}"
    )


def tell_share(share: float | None) -> str:
    """Return a share in percent, empty where there is none."""
    if share is None:
        return ""
    return f"{'−' if share < 0 else ''}{tell_number(abs(round(share * 100, 1)))}%"


def _read(visit: Visit, connection: Connection) -> _Told | None:
    view = read_viewpoint(visit, connection)
    if view is None:
        return None
    return _Told(
        view=view,
        figures=ledger_figures.read(connection, view.scope, view.period, visit.now),
        coverage=places.coverage(connection, view.scope, view.period.last).total,
        alarms=sum(alarms.count_open(connection, view.scope).values()),
        notices=cases.notices(connection, view.scope),
    )


def _read_ranking(visit: Visit) -> Ranking:
    asked = visit.ask("by")
    return Ranking(asked) if asked in set(Ranking) else Ranking.RATE


def _list_options(visit: Visit, view: Viewpoint) -> tuple[Option, ...]:
    """Return the periods to pick from, with the one that is shown among them."""
    today = visit.now.astimezone(LOCAL).date()
    offered = {"": load_texts(visit.language)["dashboard_last_days"]}
    for one in _list_periods(today):
        offered[one.week or one.month] = tell_period(one, visit.language)
    value = _name_shown(visit, view.period)
    offered.setdefault(value, tell_period(view.period, visit.language))
    return tuple(
        Option(value=each, text=text, is_shown=each == value)
        for each, text in offered.items()
    )


def _name_shown(visit: Visit, shown: Period) -> str:
    """Return how the list names `shown`: on a Sunday the last days are a week too."""
    day = shown.first.isoformat() if shown.first == shown.last else "-"
    value = shown.week or shown.month or day
    is_asked = value in visit.request.query_params.values()
    return "" if shown == find_last_days(visit.now) and not is_asked else value


def tell_period(period: Period, language: str) -> str:
    """Return what `period` is called."""
    texts = load_texts(language)
    days = f"{tell_day(period.first)} – {tell_day(period.last)}"
    if period.week:
        return texts["dashboard_week"].format(number=f"{period.first:%V}", days=days)
    if period.month:
        return texts["dashboard_month"].format(month=f"{period.first:%m/%Y}")
    return tell_day(period.first) if period.first == period.last else days


def _list_periods(today: date) -> Iterator[Period]:
    for number in range(WEEKS):
        yield find_week(today - timedelta(weeks=number))
    month = find_month(today)
    for _ in range(MONTHS):
        yield month
        month = month.previous


def _draw_charts(visit: Visit, told: _Told) -> dict[str, object]:
    """Return what static/charts.js draws, of the numbers in the tables beside."""
    texts, figures, view = load_texts(visit.language), told.figures, told.view
    return {
        "days": {
            "labels": [f"{day.day:%d/%m}" for day in figures.by_day],
            "places": [figure_tables.link_day(view, day.day) for day in figures.by_day],
            "axis": texts["dashboard_day"],
            "names": [texts["dashboard_this"], texts["dashboard_before"]],
            "series": [
                [day.admitted for day in figures.by_day],
                [day.admitted for day in figures.by_day_before][: len(figures.by_day)],
            ],
        },
        "hours": {
            "labels": [f"{hour:02d}" for hour in range(24)],
            "places": [
                view.link("/figures/entries", hour=str(hour)) for hour in range(24)
            ],
            "axis": texts["dashboard_hour"],
            "names": [texts["dashboard_this"]],
            "series": [list(figures.by_hour)],
        },
    }
