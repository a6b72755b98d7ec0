"""Rows: new entries as the ledger's columns hold them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from province.ingest import EntryStatus, NewEntry
from province.ledger.columns import clean, to_kiosk_number, to_us
from province.ledger.copying import Value
from province.ledger.loading import Loader, cut
from province.ledger.tables import admin_log, entries
from province.ledger.vault import Place, Sealer

_SHARED = ("batch_id", "kiosk_id", "point_id", "received_at")
_PLACED = ("boot", "monotonic_ms", "placed_at", "placing")

ENTRIES = Loader(
    entries,
    (
        *_SHARED,
        "entry_id",
        "position",
        "act",
        "decided_at",
        "direction",
        "gate",
        "outcome",
        "kind",
        "verified",
        "reasons",
        "refers",
        "is_visit",
        "status",
        "commitment",
        "sealed",
        *_PLACED,
    ),
)
ADMIN_LOG = Loader(
    admin_log,
    (
        *_SHARED,
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

_STATUSES = {status: status.value for status in EntryStatus}
"""An enum's own `value` takes 0.1 µs."""
_UNDOUBTED = (None,) * len(_PLACED)

_NUL = "\\u0000"
"""How JSON says it; a backslash before a `u` of the text itself is a false alarm."""

_encode = msgspec.json.Encoder().encode


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
        kiosk = to_kiosk_number(self.kiosk_id)
        return self.batch_id, kiosk, self.point_id, self.received_at_us


def flatten(
    new: Iterable[NewEntry],
    placed: Mapping[int, Mapping[str, Any]],
    sealer: Sealer,
) -> Iterator[tuple[Value, ...]]:
    """Yield the columns of `ENTRIES` but the shared ones (`Origin`).

    `placed` are those of `_PLACED` by position, where a clock is doubtful; `Any`
    because each column has its own type.
    """
    cleaned, written = _Cleaned(), _Written()
    for entry, sealed in _seal(new, sealer):
        facts, row = entry.content, entry.row
        told = placed.get(entry.position)
        yield (
            row.entry_id,
            entry.position,
            cleaned[facts.act],
            facts.decided_at_us,
            cleaned[facts.direction],
            cleaned[facts.gate],
            cleaned[facts.outcome],
            cleaned[facts.kind],
            facts.verified,
            written[facts.reasons],
            facts.refers or None,
            True if facts.visit else None,
            _STATUSES[entry.status],
            entry.commitment,
            sealed,
            *(_UNDOUBTED if told is None else _flatten_placed(told)),
        )


def _seal(new: Iterable[NewEntry], sealer: Sealer) -> Iterator[tuple[NewEntry, bytes]]:
    """Yield each entry and what it says, sealed, a piece at a time as they are asked for."""
    for piece in cut(new):
        sealed = sealer.seal_rows(Place.ENTRY, [entry.row for entry in piece])
        yield from zip(piece, sealed, strict=True)


class _Cleaned(dict[str, str]):
    """Texts as they can be kept; most entries of a batch say the same few."""

    def __missing__(self, text: str) -> str:
        self[text] = clean(text)
        return self[text]


class _Written(dict[tuple[str, ...], str]):
    """Lists of texts as JSON."""

    def __missing__(self, texts: tuple[str, ...]) -> str:
        self[texts] = _write_clean(texts)
        return self[texts]


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
