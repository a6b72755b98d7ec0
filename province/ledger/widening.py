"""Widening: the scope that holds everything, known for what it is."""

from sqlalchemy import Connection, or_, select

from province.ledger.place_tables import point_units
from province.ledger.scope import WHOLE, Scope
from province.ledger.tables import points


def widen(connection: Connection, scope: Scope) -> Scope:
    """Return the whole province where no point has ever lain out of `scope`.

    So it is for a province's own officers. No row need then be asked for its unit, and
    SQLite, which starts from a scope's points where there is one, starts from the day.
    """
    if scope.is_whole:
        return scope
    # Where points have lain first: no wall stands before it, and one row outside is
    # enough. Of the points a wall shows only those inside, all of which are asked then.
    outside = (
        select(table.c.unit).where(~scope.holds(table.c.unit)).exists()
        for table in (point_units, points)
    )
    return scope if connection.scalar(select(or_(*outside))) else WHOLE
