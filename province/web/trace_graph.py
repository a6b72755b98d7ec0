"""Trace graph: a case as a picture in three columns: the person, the points, the contacts; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from province.tracing import Met

_T = TypeVar("_T")

MOST_POINTS = 12
MOST_PEOPLE = 30
ROW = 34
TOP = 40
WIDTH = 900
_COLUMNS = (20, 300, 640)
_BOX = 230
_LETTERS = 26
"""As wide as a box: 26 letters of 13 units in Noto Sans."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box of the picture with what stands in it; `kind` is its class in the style sheet."""

    kind: str
    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line from one box to another; `kind` says how sure it is."""

    kind: str
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Boxes and lines; `left_out` are contacts for whom there was no room."""

    width: int
    height: int
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def draw(person: str, met: Sequence[Met], people: int) -> Picture:
    """Return the picture of whom `person` met, the longest first."""
    point_ids = _list_first((one.point_id for one in met), MOST_POINTS)
    shown = [one for one in met if one.point_id in point_ids]
    keys = _list_first((one.person.person_key for one in shown), MOST_PEOPLE)
    height = TOP + ROW * max(1, len(point_ids), len(keys))
    names = {one.point_id: one.point_name for one in shown}
    labels = {one.person.person_key: _label(one) for one in shown}
    person_y = (TOP + height) // 2
    point_y = _spread(point_ids, height)
    key_y = _spread(keys, height)
    lines = [
        _connect("known", 0, person_y, 1, point_y[point_id]) for point_id in point_ids
    ]
    lines += [
        _connect(
            one.sureness.code,
            1,
            point_y[one.point_id],
            2,
            key_y[one.person.person_key],
        )
        for one in shown
        if one.person.person_key in key_y
    ]
    nodes = [
        Node(kind="person", x=_COLUMNS[0], y=person_y, text=_cut(person)),
        *(
            Node(kind="point", x=_COLUMNS[1], y=point_y[one], text=_cut(names[one]))
            for one in point_ids
        ),
        *(
            Node(kind="contact", x=_COLUMNS[2], y=key_y[one], text=_cut(labels[one]))
            for one in keys
        ),
    ]
    return Picture(
        width=WIDTH,
        height=height + ROW,
        nodes=tuple(nodes),
        lines=tuple(lines),
        left_out=max(0, people - len(keys)),
    )


def _list_first(values: Iterable[_T], most: int) -> list[_T]:
    return list(dict.fromkeys(values))[:most]


def _spread(values: Sequence[_T], height: int) -> dict[_T, int]:
    step = (height - TOP) / max(1, len(values))
    return {
        value: round(TOP + step * (place + 0.5)) for place, value in enumerate(values)
    }


def _connect(kind: str, left: int, y1: int, right: int, y2: int) -> Line:
    return Line(kind=kind, x1=_COLUMNS[left] + _BOX, y1=y1, x2=_COLUMNS[right], y2=y2)


def _label(one: Met) -> str:
    return one.person.name or one.person.document or "?"


def _cut(text: str) -> str:
    return text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1]}…"
