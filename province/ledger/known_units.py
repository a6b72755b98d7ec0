"""Known units: which units a form or a file may name, within an officer's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from province.folding import fold
from province.ledger.place_tables import units
from province.ledger.scope import Scope
from province.place import is_unit

_LENGTHS = (2, 3, 5)
"""Codes of provinces, districts and communes: a spreadsheet drops zeros in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnits:
    """The units within a scope; `names` is None where no tree was loaded.

    Without a tree every code is believed to be a unit within the whole
    province, and an officer of a unit has that unit alone.
    """

    scope: Scope
    names: Mapping[str, str] | None
    codes_by_name: Mapping[str, str]

    def find(self, said: str) -> str | None:
        """Return the code that `said` is or names, None where there is none in scope."""
        if self.names is None:
            mine = is_unit(said) and (self.scope.is_whole or said == self.scope.unit)
            return said if mine else None
        if said in self.names:
            return said
        if is_unit(said):
            padded = (said.zfill(n) for n in _LENGTHS if n > len(said))
            return next((code for code in padded if code in self.names), None)
        return self.codes_by_name.get(fold(said))

    def tell(self, code: str) -> str:
        """Return the name of the unit `code`, or the code where it has none."""
        return (self.names or {}).get(code, code)


def read_known(connection: Connection, scope: Scope) -> KnownUnits:
    """Return the units in force within `scope`."""
    query = (
        select(units.c.code, units.c.name, units.c.folded)
        .where(units.c.valid_until.is_(None), scope.holds(units.c.code))
        .order_by(units.c.code)
    )
    rows = connection.execute(query).all()
    if not rows and connection.scalar(select(units.c.code).limit(1)) is None:
        return KnownUnits(scope=scope, names=None, codes_by_name={})
    by_name: dict[str, str] = {}
    twice = set()
    for code, _, folded in rows:
        if by_name.setdefault(folded, code) != code:
            twice.add(folded)
    return KnownUnits(
        scope=scope,
        names={code: name for code, name, _ in rows},
        codes_by_name={
            name: code for name, code in by_name.items() if name not in twice
        },
    )
