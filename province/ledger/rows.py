"""Rows: new entries as the ledger's columns hold them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Any

import msgspec

from province.ingest import EntryStatus, NewEntry
from province.ledger.columns import clean, to_kiosk_number, to_us
from province.ledger.entry_tables import entries
from province.ledger.loading import PIECE, Loader
from province.ledger.piece import Alike, Column, Piece, Value, compare
from province.ledger.tables import admin_log
from province.ledger.vault import Place, Sealer
from province.ledger.wordings import Numbers, Wording

_SHARED = ("batch_id", "point_id")
_PLACED = ("received_at", "boot", "monotonic_ms", "placed_at", "placing")

ENTRIES = Loader(
    entries,
    (
        *_SHARED,
        "entry_id",
        "position",
        "decided_at",
        "wording_id",
        "refers",
        "is_visit",
        "is_held",
        "sealed",
        *_PLACED,
    ),
)
ADMIN_LOG = Loader(
    admin_log,
    (
        *_SHARED,
        "kiosk_id",
        "received_at",
        "entry_id",
        "position",
        "act",
        "decided_at",
        "refers",
        "status",
        "commitment",
        "sealed",
    ),
)

_UNDOUBTED = (None,) * len(_PLACED)
_TELL_HELD = {EntryStatus.ACCEPTED: None, EntryStatus.HELD: True}
_pick_words = attrgetter(*Wording._fields)

_NUL = "\\u0000"
"""How JSON says it; a backslash before a `u` of the text itself is a false alarm."""

_encode = msgspec.json.Encoder().encode

Words = tuple[Any, ...]
"""The fields of `Wording` as an entry has them; `Any`: texts, a truth and a list of texts."""
LookUp = Callable[[Iterable[Wording]], Numbers | None]
"""Of `province.ledger.wordings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What all entries of a batch have in common."""

    batch_id: int
    kiosk_id: str
    point_id: str
    received_at_us: int

    @property
    def values(self) -> tuple[Value, ...]:
        """Return the columns of `_SHARED`."""
        return self.batch_id, self.point_id

    @property
    def act_values(self) -> tuple[Value, ...]:
        """Return those that admin acts have in common."""
        return *self.values, to_kiosk_number(self.kiosk_id), self.received_at_us


def number(new: Iterable[NewEntry], look_up: LookUp) -> list[int] | None:
    """Return the number of what each entry says, None where `look_up` finds not all.

    They say the same few things, which are told apart once.
    """
    places: defaultdict[Words, int] = defaultdict(count().__next__)
    said = [places[_pick_words(one.content)] for one in new]
    asked = [*map(_clean_words, places)]
    kept = look_up(dict.fromkeys(asked))
    if kept is None:
        return None
    numbers = [kept[wording] for wording in asked]
    return [numbers[place] for place in said]


def flatten(
    new: Sequence[NewEntry],
    placed: Mapping[int, Mapping[str, Any]],
    sealer: Sealer,
    numbers: Sequence[int],
    received_at_us: int,
    size: int = PIECE,
) -> Iterator[Piece]:
    """Yield the columns of `ENTRIES` but the shared ones (`Origin`), `size` rows at a time.

    `placed` are those of `_PLACED` by position, where a clock is doubtful; `Any`
    because each column has its own type. `numbers` are those of `number`. A piece
    is made as it is asked for.
    """
    for start in range(0, len(new), size):
        entries_now = new[start : start + size]
        rows = [one.row for one in entries_now]
        facts = [one.content for one in entries_now]
        decided = [one.decided_at_us for one in facts]
        positions = [one.position for one in entries_now]
        yield Piece(
            len(rows),
            (
                [row.entry_id for row in rows],
                positions,
                decided,
                numbers[start : start + size],
                compare([one.refers or None for one in facts]),
                compare([True if one.visit else None for one in facts]),
                compare([_TELL_HELD[one.status] for one in entries_now]),
                sealer.seal_rows(Place.ENTRY, rows),
                *_place(positions, decided, placed, received_at_us),
            ),
        )


def _place(
    positions: Sequence[int],
    decided: Sequence[int],
    placed: Mapping[int, Mapping[str, Any]],
    received_at_us: int,
) -> Iterable[Column]:
    """Return the columns of `_PLACED`, which nearly every entry leaves empty."""
    if not placed and max(decided) <= received_at_us:
        return map(Alike, _UNDOUBTED)
    late = (received_at_us, *_UNDOUBTED[1:])
    told = [
        (received_at_us, *_flatten_placed(placed[position]))
        if position in placed
        else (late if decided_us > received_at_us else _UNDOUBTED)
        for position, decided_us in zip(positions, decided, strict=True)
    ]
    return map(compare, zip(*told, strict=True))


def _clean_words(words: Words) -> Wording:
    act, direction, gate, outcome, kind = map(clean, words[:5])
    *_, verified, reasons = words
    written = _write_clean(reasons)
    return Wording(act, direction, gate, outcome, kind, verified, written)


def flatten_acts(
    acts: Iterable[NewEntry], sealer: Sealer
) -> Iterator[tuple[Value, ...]]:
    """Yield the columns of `ADMIN_LOG` but the shared ones."""
    for entry in acts:
        facts, row = entry.content, entry.row
        yield (
            row.entry_id,
            entry.position,
            clean(facts.act),
            facts.decided_at_us,
            facts.refers or None,
            entry.status.value,
            entry.commitment,
            sealer.seal_content(Place.ACT, row.entry_id, row.salt, row.content),
        )


def _flatten_placed(placed: Mapping[str, Any]) -> tuple[Value, ...]:
    at = placed["placed_at"]
    return (
        placed["boot"],
        placed["monotonic_ms"],
        None if at is None else to_us(at),
        placed["placing"],
    )


def _write_clean(texts: tuple[str, ...]) -> str:
    """Return the JSON of `texts`, cleaned; only those that need it are looked at."""
    written = _encode(texts).decode()
    if _NUL not in written:
        return written
    return _encode([clean(one) for one in texts]).decode()
