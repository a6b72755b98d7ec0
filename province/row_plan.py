"""Row plan: what each row of a file would do to a register, before anything is done."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from province.folding import fold
from province.headings import Heading, find_heading, name_categories
from province.place import REQUIRED, Fault, Field, Place, check, describe, make_key
from province.sheet import Line, SheetFault, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a file is held against: known places by id, and which units there are.

    `fields` are the columns that its rows may fill.
    """

    places: Mapping[str, Place]
    find_unit: Callable[[str], str | None]
    fields: Collection[Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A good row: a new place where `known` is None, else a change of that one.

    `parent` is the key of a parent that the same file adds.
    """

    line: Line
    place: Place
    known: str | None
    parent: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that is left out, and why."""

    line: Line
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlan:
    """What a file would do; `same` counts rows that say what is known already."""

    heading: tuple[str, ...]
    added: tuple[Draft, ...]
    changed: tuple[Draft, ...]
    same: int
    refused: tuple[Refused, ...]


def plan_rows(content: bytes, register: Register) -> RowPlan | SheetFault:
    """Return what the table in `content` would do to `register`, or why it is none."""
    lines = read_sheet(content)
    if isinstance(lines, SheetFault):
        return lines
    heading = find_heading(lines, register.fields, REQUIRED)
    if heading is None:
        return SheetFault.NO_HEADING
    return _Planning(register, heading).plan(lines)


class _Planning:
    """One file on its way to a plan; a later row of a place follows an earlier one."""

    def __init__(self, register: Register, heading: Heading) -> None:
        self._register = register
        self._heading = heading
        self._categories = name_categories()
        self._now = dict(register.places)
        self._ids = {place.key: known for known, place in register.places.items()}
        self._parents = {place.parent_id for place in register.places.values()} - {None}
        self._awaited: set[tuple[str, str]] = set()
        self._added: dict[tuple[str, str], Draft] = {}
        self._changed: dict[str, Draft] = {}
        self._refused: list[Refused] = []
        self._same = 0

    def plan(self, lines: Sequence[Line]) -> RowPlan:
        rows = [line for line in lines if line.number > self._heading.line.number]
        rooms = [line for line in rows if Field.PARENT in self._heading.read(line)]
        # Rooms come after what they may be rooms of.
        for line in rows:
            if Field.PARENT not in self._heading.read(line):
                self._take(line)
        for line in rooms:
            self._take(line)
        self._refused.sort(key=lambda refused: refused.line.number)
        return RowPlan(
            heading=self._heading.line.cells,
            added=tuple(self._added.values()),
            changed=tuple(self._changed.values()),
            same=self._same,
            refused=tuple(self._refused),
        )

    def _take(self, line: Line) -> None:
        said = self._heading.read(line)
        faults: list[Fault] = []
        told = self._resolve(said, faults)
        known = self._find_known(said, told, faults)
        whole = (describe(self._now[known]) | told) if known else told
        place = check(whole)
        if isinstance(place, tuple):
            named = {fault.field for fault in faults}
            faults.extend(fault for fault in place if fault.field not in named)
        parent = None
        if Field.PARENT in said and isinstance(place, Place):
            place, parent = self._join(place, known, said[Field.PARENT], faults)
        elif known and isinstance(place, Place):
            place = replace(place, parent_id=self._now[known].parent_id)
        if faults or not isinstance(place, Place):
            self._refused.append(Refused(line=line, faults=tuple(faults)))
        else:
            self._keep(Draft(line=line, place=place, known=known, parent=parent))

    def _resolve(
        self, said: Mapping[Field, str], faults: list[Fault]
    ) -> dict[Field, str]:
        """Return what a row says with codes for its unit and category."""
        told = dict(said)
        if Field.UNIT in said:
            unit = self._register.find_unit(said[Field.UNIT])
            if unit is None:
                faults.append(Fault(field=Field.UNIT, said=said[Field.UNIT]))
            told[Field.UNIT] = unit or ""
        if Field.CATEGORY in said:
            category = self._categories.get(fold(said[Field.CATEGORY]))
            if category is None:
                faults.append(Fault(field=Field.CATEGORY, said=said[Field.CATEGORY]))
            told[Field.CATEGORY] = category.value if category else ""
        return told

    def _find_known(
        self, said: Mapping[Field, str], told: Mapping[Field, str], faults: list[Fault]
    ) -> str | None:
        if Field.POINT in said:
            if said[Field.POINT] in self._now:
                return said[Field.POINT]
            faults.append(Fault(field=Field.POINT, said=said[Field.POINT]))
            return None
        key = make_key(told.get(Field.NAME, ""), told.get(Field.UNIT, ""))
        return self._ids.get(key)

    def _join(
        self, place: Place, known: str | None, said: str, faults: list[Fault]
    ) -> tuple[Place, tuple[str, str] | None]:
        """Return `place` as a room of the point that `said` names, by id or name."""
        key = make_key(said, place.unit)
        parent_id = said if said in self._now else self._ids.get(key)
        if known in self._parents or place.key in self._awaited:
            parent_id, key = None, ("", "")
        if parent_id is not None and parent_id != known:
            if self._now[parent_id].parent_id is None:
                self._parents.add(parent_id)
                return replace(place, parent_id=parent_id), None
        elif (
            key in self._added and self._added[key].parent is None and key != place.key
        ):
            self._awaited.add(key)
            return place, key
        faults.append(Fault(field=Field.PARENT, said=said))
        return place, None

    def _keep(self, draft: Draft) -> None:
        if draft.known is None:
            if draft.place.key in self._added:
                self._same += 1
            self._added[draft.place.key] = draft
        elif draft.parent is None and draft.place == self._now[draft.known]:
            self._same += 1
        else:
            if draft.known in self._changed:
                self._same += 1
            self._now[draft.known] = draft.place
            self._changed[draft.known] = draft
