"""Nation: the country's units before and since 1 July 2025, out of the assets."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from importlib.resources import files

from province.units import FIRST_DAY, Level, Succession, Tree, Unit

REFORM = date(2025, 7, 1)
"""NQ 202/2025/QH15: 34 provinces, and no districts."""
_LEVELS = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
"""By the digits of the statistics office's codes."""

_Row = dict[str, str]


class Part(StrEnum):
    """Which of the nation's units are meant."""

    NEW = "new"
    OLD = "old"
    BOTH = "both"


def read_nation(part: Part = Part.BOTH, province: str = "") -> Tree:
    """Return the nation's units; of one `province` its own and what became a part of it."""
    new, old = list(_read("new.tsv")), list(_read("old.tsv"))
    if province:
        befores = {row["code"] for row in old if row["successors"] == province}
        new, old = list(_cut(new, {province})), list(_cut(old, befores))
    units: list[Unit] = []
    if part is not Part.NEW:
        units += [_make(row, until=REFORM) for row in old]
    if part is not Part.OLD:
        units += [_make(row, since=REFORM) for row in new]
    successions = () if part is Part.NEW else tuple(_succeed(old))
    return Tree(units=tuple(units), successions=successions)


def list_provinces() -> dict[str, str]:
    """Return the names of today's provinces by their codes."""
    return {row["code"]: row["name"] for row in _read("new.tsv") if not row["parent"]}


def _read(name: str) -> Iterator[_Row]:
    text = (files("assets") / "units" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _cut(rows: Iterable[_Row], tops: set[str]) -> Iterator[_Row]:
    """Yield what lies in `tops`; what a row lies in stands before it."""
    within = set(tops)
    for row in rows:
        if row["code"] in within or row["parent"] in within:
            within.add(row["code"])
            yield row


def _make(row: _Row, *, since: date = FIRST_DAY, until: date | None = None) -> Unit:
    return Unit(
        code=row["code"],
        name=row["name"],
        level=_LEVELS[len(row["code"])],
        parent=row["parent"] or None,
        valid_from=since,
        valid_until=until,
    )


def _succeed(rows: Iterable[_Row]) -> Iterator[Succession]:
    for row in rows:
        for after in filter(None, row["successors"].split(",")):
            yield Succession(old_code=row["code"], new_code=after, day=REFORM)
