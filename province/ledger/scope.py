"""Scope: whose rows an officer may see, as a term of every query."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, literal, select, true

from province.ledger.place_tables import unit_ancestors


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """An officer's unit with all that lies in it; empty is the whole province."""

    unit: str

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is out of it."""
        return not self.unit

    def holds(self, column: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the term that `column`, a unit's code, lies in this scope."""
        if self.is_whole:
            return true()
        below = select(unit_ancestors.c.code).where(
            unit_ancestors.c.ancestor == self.unit
        )
        # One list, not "itself or below": an OR keeps both databases from an index.
        return column.in_(below.union(select(literal(self.unit))))

    def contains(self, connection: Connection, unit: str) -> bool:
        """Say whether the unit `unit` lies in this scope."""
        if self.is_whole or unit == self.unit:
            return True
        query = select(unit_ancestors.c.code).where(
            unit_ancestors.c.ancestor == self.unit, unit_ancestors.c.code == unit
        )
        return connection.scalar(query) is not None


WHOLE = Scope(unit="")
