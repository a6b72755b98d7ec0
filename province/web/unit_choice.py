"""Unit choice: one unit picked in a form, by its name without accents or by its code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from kiosk.decision import LOCAL
from province.folding import fold
from province.ledger import units
from province.units import Unit
from province.web.visit import Visit

FIELD = "unit"
_MISSING = "units_pick_missing"
_SEVERAL = "units_pick_several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A unit that can be picked, told with what it lies in."""

    code: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the macro `unit_picker` shows; `label` and `fault` are keys of texts."""

    field: str = FIELD
    label: str = "units_pick"
    chosen: str = ""
    words: str = ""
    options: tuple[Option, ...] = ()
    is_cut: bool = False
    fault: str = ""


def show_choice(
    visit: Visit,
    connection: Connection,
    chosen: str = "",
    *,
    field: str = FIELD,
    label: str = "units_pick",
) -> Choice:
    """Return a picker in which the unit `chosen` is picked, or none where empty."""
    day = read_today(visit)
    options = _list_options(connection, [chosen] if chosen else [], day)
    return Choice(field=field, label=label, chosen=chosen, options=options)


def find_options(
    visit: Visit, connection: Connection, words: str, field: str
) -> Choice:
    """Return the units of the officer's own that `words` may mean."""
    day = read_today(visit)
    found = units.search(connection, words, day, visit.scope)
    return Choice(
        field=field,
        words=words,
        chosen=found[0].code if len(found) == 1 else "",
        options=_list_options(connection, [one.code for one in found], day),
        is_cut=len(found) == units.MOST_FOUND,
    )


def read_choice(
    visit: Visit,
    connection: Connection,
    *,
    field: str = FIELD,
    label: str = "units_pick",
) -> Unit | Choice:
    """Return the unit that a form picked, else the picker with what is wrong.

    What was picked counts, unless other words were typed since and no script
    looked them up: then they must name one unit.
    """
    day, fields = read_today(visit), visit.posted.fields
    code, words = fields.get(field, ""), fields.get(f"{field}_words", "")
    found = units.search(connection, words, day, visit.scope)
    picked = find_mine(visit, connection, code, day)
    if picked is not None and (not words or picked in found):
        return picked
    exact = [one for one in found if fold(words) in {fold(one.name), fold(one.code)}]
    meant = exact if len(exact) == 1 else found
    if len(meant) == 1:
        return meant[0]
    return Choice(
        field=field,
        label=label,
        words=words,
        options=_list_options(connection, [one.code for one in found], day),
        is_cut=len(found) == units.MOST_FOUND,
        fault=_SEVERAL if found else _MISSING,
    )


def find_mine(
    visit: Visit, connection: Connection, code: str, day: date
) -> Unit | None:
    """Return the unit `code` on `day`, None where it is none or not the officer's."""
    found = units.find(connection, code, day) if code else None
    if found is None or not visit.scope.contains(connection, code):
        return None
    return found


def read_today(visit: Visit) -> date:
    """Return the local day of a visit."""
    return visit.now.astimezone(LOCAL).date()


def _list_options(
    connection: Connection, codes: Iterable[str], day: date
) -> tuple[Option, ...]:
    ordered = list(codes)
    paths = units.tell_paths(connection, ordered, day)
    return tuple(Option(code=code, path=paths.get(code, code)) for code in ordered)
