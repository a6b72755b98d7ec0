"""Summaries: months of points and days of units, kept equal to sums of `point_days`.

Whoever changes `point_days` says so here, in the same transaction.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from province.ledger.place_tables import HOURS, point_days
from province.ledger.summary_tables import BY_DAY, point_months, unit_days
from province.period import Period, find_month

_INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_Columns = Mapping[str, ColumnElement[Any]]
"""By name; `Any` as columns are of several types."""

_TOTALS = ("entries", "admitted")
_UNIT_FIGURES = ("entries", "admitted", "refused", *HOURS)


def put(connection: Connection, changes: Iterable[Mapping[str, Any]]) -> None:
    """Add what was added to days of points; `Any` is a figure, `its_day` or `its_point`.

    A day has its row by now, and is told in the unit of that. The order is that of the
    days: whoever else changes them locks the same rows in the same order.
    """
    dialect = connection.dialect.name
    rows = [{**row, "its_month": row["its_day"].replace(day=1)} for row in changes]
    for row in rows:
        connection.execute(_make_put_month(dialect, row["its_day"].day), row)
    connection.execute(_make_put_unit(dialect), rows)
    _drop_empty(connection, rows)


@contextmanager
def in_step(connection: Connection, term: ColumnElement[bool]) -> Iterator[None]:
    """Keep summaries in step with what is done to the days of points of `term` meanwhile."""
    before = _list_months(connection, term)
    _add(connection, term, before, -1)
    yield
    after = _list_months(connection, term)
    _add(connection, term, after, 1)
    for month in sorted({*before, *after}, key=lambda one: one.first):
        _drop_empty_of(connection, month)


def rebuild(connection: Connection) -> None:
    """Sum all up anew; nothing else may write meanwhile."""
    connection.execute(delete(point_months))
    connection.execute(delete(unit_days))
    _add(connection, true(), _list_months(connection, true()), 1)


def is_near(first: date, last: date) -> ColumnElement[bool]:
    """Say whether a month of a point has any of the days from `first` to `last`."""
    return point_months.c.month.between(first.replace(day=1), last)


def count_in(period: Period, name: str) -> ColumnElement[int]:
    """Return what a month of a point has of the figure `name` on the days of `period`.

    Between its first month and its last there are whole ones, however many.
    """
    table = point_months.c
    ends = dict.fromkeys((find_month(period.first), find_month(period.last)))
    whens = [(table.month == one.first, _add_days(period, one, name)) for one in ends]
    whole = table.month.between(period.first, period.last), table[name]
    return case(*whens, whole, else_=0)


def _add_days(period: Period, month: Period, name: str) -> ColumnElement[int]:
    """Return the sum of the days of `month` that lie in `period`.

    Written out: a sum of columns, as SQLAlchemy has it, takes longer than the query.
    """
    first, last = max(month.first, period.first), min(month.last, period.last)
    is_whole = (first, last) == (month.first, month.last)
    names = (name,) if is_whole else BY_DAY[name][first.day - 1 : last.day]
    return literal_column(
        " + ".join(f"{point_months.name}.{one}" for one in names), Integer
    )


def list_whole_months(period: Period) -> tuple[Period, ...]:
    """Return the months that lie in `period` from their first day to their last."""
    return tuple(
        month
        for month in _list_months_of(period.first, period.last)
        if period.first <= month.first and month.last <= period.last
    )


def _list_months(
    connection: Connection, term: ColumnElement[bool]
) -> tuple[Period, ...]:
    """Return the months that the days of `term` lie in."""
    days = connection.scalars(select(point_days.c.day).where(term).distinct())
    firsts = {day.replace(day=1) for day in days}
    return tuple(find_month(first) for first in sorted(firsts))


def _list_months_of(first: date, last: date) -> Iterator[Period]:
    month = find_month(first)
    while month.first <= last:
        yield month
        month = find_month(month.last + timedelta(days=1))


def _add(
    connection: Connection,
    term: ColumnElement[bool],
    months: Iterable[Period],
    times: int,
) -> None:
    """Add the days of `term` to their summaries, `times` 1 or -1."""
    done = point_days.c
    for month in months:
        within = term & done.day.between(month.first, month.last)
        by_day: _Columns = {
            column: case((done.day == month.days[number], done[name]), else_=0)
            for name, columns in BY_DAY.items()
            for number, column in enumerate(columns[: len(month.days)])
        }
        plain: _Columns = {name: done[name] for name in (*_TOTALS, *HOURS)}
        key: _Columns = {"month": literal(month.first, done.day.type)}
        key = {**key, **{name: done[name] for name in ("point_id", "unit")}}
        _add_sums(connection, point_months, key, {**plain, **by_day}, times, within)
        key = {name: done[name] for name in ("day", "unit")}
        figures: _Columns = {name: done[name] for name in _UNIT_FIGURES}
        _add_sums(connection, unit_days, key, figures, times, within)


def _add_sums(
    connection: Connection,
    table: Table,
    key: Mapping[str, ColumnElement[Any]],
    figures: Mapping[str, ColumnElement[int]],
    times: int,
    term: ColumnElement[bool],
) -> None:
    """Add sums of days to `table`; `Any` as the key's columns are of several types."""
    sums = (cast(func.sum(one) * times, Integer) for one in figures.values())
    columns = [key[name] for name in key if name != "month"]
    found = select(*key.values(), *sums).where(term).group_by(*columns)
    adding = _INSERT[connection.dialect.name](table).from_select(
        [*key, *figures], found
    )
    connection.execute(_add_up(adding, table, figures))


def _add_up(adding: Any, table: Table, names: Iterable[str]) -> Any:
    """Return the insert that adds to a row that is there; `Any`: each dialect's own."""
    return adding.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={name: table.c[name] + adding.excluded[name] for name in names},
    )


@cache
def _make_put_month(dialect: str, day: int) -> Any:
    """Return what adds to the day `day` of a month; `Any`: each dialect's own insert."""
    figures = {name: _bind(name) for name in (*_TOTALS, *HOURS)}
    figures |= {BY_DAY[name][day - 1]: _bind(name) for name in _TOTALS}
    adding = _INSERT[dialect](point_months).values(
        month=bindparam("its_month", type_=point_months.c.month.type),
        point_id=bindparam("its_point", type_=point_months.c.point_id.type),
        unit=_select_unit(),
        **figures,
    )
    return _add_up(adding, point_months, figures)


@cache
def _make_put_unit(dialect: str) -> Any:
    """Return what adds to the day of a unit; `Any`: each dialect's own insert."""
    figures = {name: _bind(name) for name in _UNIT_FIGURES}
    adding = _INSERT[dialect](unit_days).values(
        day=bindparam("its_day", type_=unit_days.c.day.type),
        unit=_select_unit(),
        **figures,
    )
    return _add_up(adding, unit_days, figures)


def _bind(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Integer())


def _select_unit() -> ColumnElement[str]:
    """Return the unit of the day that was put: a move may have come between."""
    done = point_days.c
    return (
        select(done.unit)
        .where(
            done.day == bindparam("its_day", type_=done.day.type),
            done.point_id == bindparam("its_point", type_=done.point_id.type),
        )
        .scalar_subquery()
    )


def _drop_empty(connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
    """Drop what has no entry any more, where something was taken; `Any` as in `put`."""
    taken = [row for row in rows if row["entries"] < 0]
    if taken:
        connection.execute(_DROP_MONTH, taken)
        connection.execute(_DROP_UNIT, taken)


def _drop_empty_of(connection: Connection, month: Period) -> None:
    connection.execute(
        delete(point_months).where(
            point_months.c.month == month.first, point_months.c.entries == 0
        )
    )
    connection.execute(
        delete(unit_days).where(
            unit_days.c.day.between(month.first, month.last), unit_days.c.entries == 0
        )
    )


_DROP_MONTH = delete(point_months).where(
    point_months.c.month == bindparam("its_month"),
    point_months.c.point_id == bindparam("its_point"),
    point_months.c.entries == 0,
)
_DROP_UNIT = delete(unit_days).where(
    unit_days.c.day == bindparam("its_day"), unit_days.c.entries == 0
)
