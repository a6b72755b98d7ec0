"""Figure tables: the figures of a period as tables of a page."""

from collections.abc import Iterable, Mapping
from datetime import date

from province.figures import Figures, Part, compute_share
from province.period import Period
from province.web.listing import Column, Kind, Listing, Row
from province.web.page import Cell
from province.web.viewpoint import Viewpoint

Names = Mapping[str, str]

_SHARES = (
    ("dashboard_points", Kind.NUMBER),
    ("dashboard_suspended", Kind.NUMBER),
    ("dashboard_active", Kind.NUMBER),
    ("dashboard_rate_percent", Kind.NUMBER),
    ("dashboard_zero", Kind.NUMBER),
    ("dashboard_no_report", Kind.NUMBER),
    ("dashboard_silent", Kind.NUMBER),
    ("dashboard_entries", Kind.NUMBER),
    ("dashboard_admitted", Kind.NUMBER),
    ("dashboard_admitted_before", Kind.NUMBER),
    ("dashboard_change", Kind.NUMBER),
    ("dashboard_change_percent", Kind.NUMBER),
)
_SHARE_COLUMNS = tuple(Column(key=key, kind=kind) for key, kind in _SHARES)


def list_units(view: Viewpoint, parts: Iterable[Part]) -> Listing:
    """Return the table of units, in the order of `parts`."""
    return Listing(
        name="dashboard_by_unit",
        columns=(
            Column(key="dashboard_unit"),
            Column(key="dashboard_code"),
            *_SHARE_COLUMNS,
        ),
        rows=[
            Row(
                cells=(part.name, part.key, *_tell(part)),
                place=link_part(view, part),
            )
            for part in parts
        ],
    )


def list_categories(view: Viewpoint, figures: Figures, names: Names) -> Listing:
    """Return the table of categories, called by their `names`."""
    return Listing(
        name="dashboard_by_category",
        columns=(Column(key="dashboard_category"), *_SHARE_COLUMNS),
        rows=[
            Row(
                cells=(names.get(part.key, part.key), *_tell(part)),
                place=view.link("/figures/registered", category=part.key),
            )
            for part in figures.by_category
        ],
    )


def list_days(view: Viewpoint, figures: Figures) -> Listing:
    """Return the table of the period's days, each beside that of the period before."""
    before = [day.admitted for day in figures.by_day_before]
    return Listing(
        name="dashboard_by_day",
        columns=(
            Column(key="dashboard_day", kind=Kind.DAY),
            Column(key="dashboard_entries", kind=Kind.NUMBER),
            Column(key="dashboard_admitted", kind=Kind.NUMBER),
            Column(key="dashboard_refused", kind=Kind.NUMBER),
            Column(key="dashboard_admitted_before", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(
                    day.day,
                    day.entries,
                    day.admitted,
                    day.refused,
                    before[number] if number < len(before) else None,
                ),
                place=link_day(view, day.day),
            )
            for number, day in enumerate(figures.by_day)
        ],
    )


def list_hours(view: Viewpoint, figures: Figures) -> Listing:
    """Return the table of the hours of a day."""
    return Listing(
        name="dashboard_by_hour",
        columns=(
            Column(key="dashboard_hour"),
            Column(key="dashboard_admitted", kind=Kind.NUMBER),
        ),
        rows=[
            Row(
                cells=(tell_hour(hour), admitted),
                place=view.link("/figures/entries", hour=str(hour)),
            )
            for hour, admitted in enumerate(figures.by_hour)
        ],
    )


def link_part(view: Viewpoint, part: Part) -> str:
    """Return where the figures of a unit's part are; its points, where it is the whole."""
    if part.key == view.scope.unit:
        return view.link("/figures/registered")
    return view.link("/", unit=part.key)


def link_day(view: Viewpoint, day: date) -> str:
    """Return where the points are that had entries on `day`."""
    return view.link_at("/figures/entries", Period(first=day, last=day))


def tell_hour(hour: int) -> str:
    """Return the hour of a day from its beginning to its end."""
    return f"{hour:02d}:00–{hour + 1:02d}:00"


def _tell(part: Part) -> tuple[Cell, ...]:
    totals, before = part.totals, part.previous
    return (
        totals.points,
        totals.suspended,
        totals.active,
        _percent(totals.rate),
        totals.zero,
        totals.no_report,
        totals.silent,
        totals.entries,
        totals.admitted,
        before.admitted,
        part.change,
        _percent(compute_share(part.change, before.admitted)),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 1)
