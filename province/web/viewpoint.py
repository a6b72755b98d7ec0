"""Viewpoint: the unit and the period that an address asks figures of."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from sqlalchemy import Connection, exists, or_, select

from province.ledger.place_tables import unit_ancestors
from province.ledger.scope import Scope
from province.ledger.tables import points
from province.period import Period, parse_period
from province.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewpoint:
    """The units that are looked at, within the officer's own, and when."""

    scope: Scope
    period: Period
    is_own: bool

    def link(self, path: str, **more: str) -> str:
        """Return the address of `path` for this unit and period; `more` wins."""
        return self.link_at(path, self.period, **more)

    def link_at(self, path: str, period: Period, **more: str) -> str:
        """Return the address of `path` for this unit in another period."""
        unit = {} if self.is_own else {"unit": self.scope.unit}
        named = unit | _name_period(period) | more
        return f"{path}?{urlencode({key: one for key, one in named.items() if one})}"


@lru_cache(maxsize=256)
def _name_period(period: Period) -> dict[str, str]:
    """Return its parameters; a page has 400 links, of a few periods."""
    return period.query


def read_viewpoint(visit: Visit, connection: Connection) -> Viewpoint | None:
    """Return what is asked for, None for a unit that is none or not the officer's."""
    unit = visit.ask("unit") or visit.visitor.unit
    is_own = unit == visit.visitor.unit
    if not is_own and not (
        visit.scope.contains(connection, unit) and _is_known(connection, unit)
    ):
        return None
    period = parse_period(visit.request.query_params, visit.now)
    return Viewpoint(scope=Scope(unit=unit), period=period, is_own=is_own)


def _is_known(connection: Connection, unit: str) -> bool:
    """Say whether `unit` is of a tree, or a point was put there without one."""
    query = select(
        or_(
            exists().where(unit_ancestors.c.code == unit),
            exists().where(points.c.unit == unit),
        )
    )
    return bool(connection.scalar(query))
