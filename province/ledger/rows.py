"""Rows: new entries as the ledger's columns hold them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from province.ingest import NewEntry
from province.ledger.columns import clean, to_us
from province.ledger.loading import Loader, Value
from province.ledger.tables import admin_log, entries

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
        "document",
        "name",
        "claims",
        "refers",
        "visit",
        "text",
        "status",
        "commitment",
        "salt",
        "content",
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
        "text",
        "status",
        "commitment",
        "salt",
        "content",
    ),
)

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
        return self.batch_id, self.kiosk_id, self.point_id, self.received_at_us


def flatten(
    new: Iterable[NewEntry], placed: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[Value, ...]]:
    """Yield the columns of `ENTRIES` but the shared ones (`Origin`).

    `placed` are those of `_PLACED` by position, where a clock is doubtful; `Any`
    because each column has its own type.
    """
    cleaned, written = _Cleaned(), _Written()
    for entry in new:
        facts, row = entry.content, entry.row
        document, name, claims = _split(facts.claims)
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
            document,
            name,
            claims,
            facts.refers or None,
            _write_clean(facts.visit) if facts.visit else None,
            cleaned[facts.text],
            entry.status.value,
            entry.commitment,
            row.salt,
            row.content,
            *(_UNDOUBTED if told is None else _flatten_placed(told)),
        )


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


def flatten_acts(acts: Iterable[NewEntry]) -> Iterator[tuple[Value, ...]]:
    """Yield the columns of `ADMIN_LOG` but the shared ones."""
    for entry in acts:
        facts, row = entry.content, entry.row
        yield (
            row.entry_id,
            entry.position,
            clean(facts.act),
            facts.decided_at_us,
            facts.refers or None,
            clean(facts.text),
            entry.status.value,
            entry.commitment,
            row.salt,
            row.content,
        )


def _flatten_placed(placed: Mapping[str, Any]) -> tuple[Value, ...]:
    at = placed["placed_at"]
    return (
        placed["boot"],
        placed["monotonic_ms"],
        None if at is None else to_us(at),
        placed["placing"],
    )


def _split(claims: dict[str, str]) -> tuple[str | None, str | None, str]:
    """Return what has a column of its own, and the JSON of the rest."""
    rest = claims.copy()
    document, name = rest.pop("document", None), rest.pop("name", None)
    return (
        None if document is None else clean(document),
        None if name is None else clean(name),
        _write_clean(rest),
    )


def _write_clean(value: Mapping[str, str] | Sequence[str]) -> str:
    """Return the JSON of `value`, cleaned; only texts that need it are looked at."""
    written = _encode(value).decode()
    if _NUL not in written:
        return written
    if isinstance(value, Mapping):
        return _encode({clean(k): clean(v) for k, v in value.items()}).decode()
    return _encode([clean(one) for one in value]).decode()
