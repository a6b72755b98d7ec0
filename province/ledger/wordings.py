"""Wordings: what many entries say alike, kept once; each entry has the number of its own."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from province.ledger.entry_tables import wordings

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(tuple[str, ...]).decode

_FIND = select(wordings.c.hash, wordings.c.wording_id).where(
    wordings.c.hash.in_(bindparam("hashes", expanding=True))
)
_ADD = {
    "postgresql": postgresql.insert(wordings).on_conflict_do_nothing(),
    "sqlite": sqlite.insert(wordings).on_conflict_do_nothing(),
}
_TOGETHER = 1000
"""Hashes of one question; a batch has no more entries than some thousands."""


class Wording(NamedTuple):
    """All that an entry says in words; `reasons` is a JSON list, its texts as they can be kept.

    Of a thousand entries a gate's batch has some ten.
    """

    act: str
    direction: str
    gate: str
    outcome: str
    kind: str
    verified: bool
    reasons: str


Numbers = Mapping[Wording, int]


def find(connection: Connection, told: Iterable[Wording]) -> Numbers | None:
    """Return the number of each of `told`, None where one is not kept yet."""
    hashes = {make_hash(one): one for one in told}
    found = _read(connection, hashes)
    return found if len(found) == len(hashes) else None


def keep(connection: Connection, told: Iterable[Wording]) -> Numbers:
    """Return the number of each of `told`, and keep what is new."""
    hashes = {make_hash(one): one for one in told}
    found = _read(connection, hashes)
    missing = hashes.keys() - {make_hash(one) for one in found}
    if not missing:
        return found
    # In one order, so that two batches with the same new ones wait, and go on.
    rows = [_flatten(made, hashes[made]) for made in sorted(missing)]
    connection.execute(_ADD[connection.dialect.name], rows)
    return _read(connection, hashes)


def make_hash(wording: Wording) -> bytes:
    """Return what a wording is known by: an index takes no long texts."""
    return hashlib.sha256(_encode(wording)).digest()


def _read(
    connection: Connection, hashes: Mapping[bytes, Wording]
) -> dict[Wording, int]:
    named = list(hashes)
    return {
        hashes[made]: number
        for first in range(0, len(named), _TOGETHER)
        for made, number in connection.execute(
            _FIND, {"hashes": named[first : first + _TOGETHER]}
        )
    }


def _flatten(made: bytes, wording: Wording) -> dict[str, Any]:
    """Return the columns of a wording; `Any`: each has its own type."""
    return {**wording._asdict(), "hash": made, "reasons": _decode(wording.reasons)}
