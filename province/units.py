"""Units: administrative units as a tree with validity, and what became of them; pure."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_DAY = date(1970, 1, 1)
"""Of units that have always been there, as far as this server is concerned."""
_DAY = timedelta(days=1)
_CODE = re.compile(r"[0-9]{1,12}")
"""Digits, as points, officers' accounts and the state's own codes have them."""
_TYPES = (
    "Tỉnh",
    "Thành phố",
    "Quận",
    "Huyện",
    "Thị xã",
    "Thị trấn",
    "Xã",
    "Phường",
    "Đặc khu",
)


class Level(StrEnum):
    """Levels of the nation; own units may name others."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit from its first day until the day before `valid_until`; None: still."""

    code: str
    name: str
    level: str
    parent: str | None = None
    valid_from: date = FIRST_DAY
    valid_until: date | None = None

    @property
    def last_day(self) -> date | None:
        """Return the last day on which there was this unit; None: still."""
        return None if self.valid_until is None else self.valid_until - _DAY

    def is_valid(self, day: date) -> bool:
        """Say whether there is this unit on `day`."""
        return self.valid_from <= day and (
            self.valid_until is None or day < self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What became of a unit on a day: one row for each that got a part of it."""

    old_code: str
    new_code: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Units with what became of them."""

    units: tuple[Unit, ...]
    successions: tuple[Succession, ...] = ()


def is_code(text: str) -> bool:
    """Say whether `text` can be a unit's code: 04, 02545, or an own one such as 9001."""
    return _CODE.fullmatch(text) is not None


def find_ancestors(tree: Tree) -> dict[str, set[str]]:
    """Return what each unit has ever lain in, itself included.

    A unit also lies in what all of its successors lie in: one that was merged
    whole into another is seen by that one's officers, one that was divided only
    by those above all its parts. A code that went on to name another unit is
    told apart until the end.
    """
    by_code = _group(tree.units)
    parents = {unit: _find_parents(unit, by_code) for unit in tree.units}
    told: dict[str, list[Succession]] = {}
    for one in tree.successions:
        told.setdefault(one.old_code, []).append(one)
    successors = {unit: _find_successors(unit, by_code, told) for unit in tree.units}
    ancestors = {unit: {unit.code} for unit in tree.units}
    # The least sets that fit: each round goes one level up, until nothing is new.
    while _grow(ancestors, parents, successors):
        continue
    by_name: dict[str, set[str]] = {}
    for unit, above in ancestors.items():
        by_name.setdefault(unit.code, set()).update(above)
    return by_name


def _group(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    by_code: dict[str, list[Unit]] = {}
    for unit in units:
        by_code.setdefault(unit.code, []).append(unit)
    return by_code


def _find_parents(unit: Unit, by_code: Mapping[str, Sequence[Unit]]) -> list[Unit]:
    above = by_code.get(unit.parent, ()) if unit.parent else ()
    return [one for one in above if _overlaps(unit, one)]


def _find_successors(
    unit: Unit,
    by_code: Mapping[str, Sequence[Unit]],
    successions: Mapping[str, Sequence[Succession]],
) -> list[Unit]:
    return [
        after
        for one in successions.get(unit.code, ())
        if one.day == unit.valid_until
        for after in by_code.get(one.new_code, ())
        if after.is_valid(one.day)
    ]


def _grow(
    ancestors: dict[Unit, set[str]],
    parents: Mapping[Unit, Sequence[Unit]],
    successors: Mapping[Unit, Sequence[Unit]],
) -> bool:
    """Add to each unit what those around it lie in; say whether anything was new."""
    is_new = False
    for unit, known in ancestors.items():
        before = len(known)
        for parent in parents[unit]:
            known.update(ancestors[parent])
        if successors[unit]:
            known.update(
                set.intersection(*(ancestors[one] for one in successors[unit]))
            )
        is_new = is_new or len(known) > before
    return is_new


def list_faults(units: Iterable[Unit]) -> Iterator[tuple[Unit, str]]:
    """Yield what is wrong in a tree of units, with a sentence each."""
    by_code = _group(units)
    for versions in by_code.values():
        versions.sort(key=_by_day)
        for unit, following in zip(versions, [*versions[1:], None], strict=True):
            sentence = _judge(unit, following, by_code)
            if sentence:
                yield unit, sentence


def _judge(
    unit: Unit, following: Unit | None, by_code: Mapping[str, Sequence[Unit]]
) -> str:
    until = unit.valid_until
    if until is not None and until <= unit.valid_from:
        return f"The unit '{unit.code}' ends on {until}, before it begins."
    if following is not None and (until is None or following.valid_from < until):
        return (
            f"The unit '{unit.code}' begins again on {following.valid_from}, before "
            f"it has ended: give the row of {unit.valid_from} a valid_until."
        )
    if unit.parent is None:
        return ""
    if not _find_parents(unit, by_code):
        return (
            f"The unit '{unit.code}' lies in '{unit.parent}', of which nothing is "
            f"known at that time: load it, or name it in the same file."
        )
    if _is_in_itself(unit, by_code):
        return f"The unit '{unit.code}' lies in itself."
    return ""


def _overlaps(one: Unit, other: Unit) -> bool:
    return (other.valid_until is None or one.valid_from < other.valid_until) and (
        one.valid_until is None or other.valid_from < one.valid_until
    )


def _is_in_itself(unit: Unit, by_code: Mapping[str, Sequence[Unit]]) -> bool:
    seen: set[Unit] = set()
    above = _find_parents(unit, by_code)
    while above:
        here = above.pop()
        if here.code == unit.code:
            return True
        if here not in seen:
            seen.add(here)
            above += _find_parents(here, by_code)
    return False


def tell_path(names: Sequence[str]) -> str:
    """Return a unit with those above it, as an address is written: the smallest first."""
    return ", ".join([*names[:1], *(_lower_type(name) for name in names[1:])])


def _lower_type(name: str) -> str:
    is_typed = any(name.startswith(f"{one} ") for one in _TYPES)
    return name[0].lower() + name[1:] if is_typed else name


def _by_day(unit: Unit) -> date:
    return unit.valid_from
