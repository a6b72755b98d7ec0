"""HID descriptor: where the fields of a device's input reports stand (HID 1.11, 6.2.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum

LONG_ITEM = 0xFE
SIZES = (0, 1, 2, 4)
MOST_FIELDS = 4096
"""A report of ours has 62; a broken descriptor may claim billions."""

MAIN = 0


class _Item(Enum):
    """Type and tag of the items that matter."""

    INPUT = (0, 8)
    COLLECTION = (0, 10)
    USAGE_PAGE = (1, 0)
    REPORT_SIZE = (1, 7)
    REPORT_ID = (1, 8)
    REPORT_COUNT = (1, 9)
    PUSH = (1, 10)
    POP = (1, 11)
    USAGE = (2, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of an input report; `offset` and `size` in bits, without the id's byte."""

    report: int
    page: int
    usage: int
    offset: int
    size: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a descriptor says; `collections` are page and usage of each."""

    collections: tuple[tuple[int, int], ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Globals:
    page: int = 0
    size: int = 0
    count: int = 0
    report: int = 0


@dataclass(slots=True, kw_only=True)
class _State:
    now: _Globals = field(default_factory=_Globals)
    stack: list[_Globals] = field(default_factory=list)
    usages: list[tuple[int, int]] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    collections: list[tuple[int, int]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)


def describe(descriptor: bytes) -> Description:
    """Return what `descriptor` says as far as it can be read; never raises."""
    state = _State()
    for item, width, value in _split(descriptor):
        _take(state, item, width, value)
    return Description(collections=tuple(state.collections), fields=tuple(state.fields))


def _split(descriptor: bytes) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Yield each short item's type and tag, its width in bytes, and its value."""
    at = 0
    while at < len(descriptor):
        prefix = descriptor[at]
        if prefix == LONG_ITEM:
            length = descriptor[at + 1] if at + 1 < len(descriptor) else 0
            at += 3 + length
            continue
        width = SIZES[prefix & 3]
        value = int.from_bytes(descriptor[at + 1 : at + 1 + width], "little")
        yield ((prefix >> 2 & 3, prefix >> 4), width, value)
        at += 1 + width


def _take(state: _State, item: tuple[int, int], width: int, value: int) -> None:
    kind, _ = item
    match item:
        case _Item.USAGE.value:
            # A usage of four bytes brings its own page.
            page = value >> 16 if width == SIZES[-1] else state.now.page
            state.usages.append((page, value & 0xFFFF))
        case _Item.INPUT.value:
            _add_fields(state)
        case _Item.COLLECTION.value:
            state.collections += state.usages[:1]
        case _:
            _take_global(state, item, value)
    if kind == MAIN:
        state.usages.clear()


def _take_global(state: _State, item: tuple[int, int], value: int) -> None:
    match item:
        case _Item.USAGE_PAGE.value:
            state.now = replace(state.now, page=value)
        case _Item.REPORT_SIZE.value:
            state.now = replace(state.now, size=value)
        case _Item.REPORT_ID.value:
            state.now = replace(state.now, report=value)
        case _Item.REPORT_COUNT.value:
            state.now = replace(state.now, count=value)
        case _Item.PUSH.value:
            state.stack.append(state.now)
        case _Item.POP.value:
            state.now = state.stack.pop() if state.stack else state.now
        case _:
            pass


def _add_fields(state: _State) -> None:
    """Add what an Input item describes: one field a usage, the last has the rest."""
    now = state.now
    offset = state.ends.get(now.report, 0)
    state.ends[now.report] = offset + now.size * now.count
    left = now.count
    for number, (page, usage) in enumerate(state.usages[:MOST_FIELDS], 1):
        count = left if number == len(state.usages) else min(1, left)
        if not count:
            return
        state.fields.append(
            Field(
                report=now.report,
                page=page,
                usage=usage,
                offset=offset + (now.count - left) * now.size,
                size=now.size,
                count=count,
            )
        )
        left -= count
