"""Forks: one kiosk's chain told in two ways, seen from the batches alone; pure.

Within an epoch there is one chain. Two disks that both go on under it (a clone,
a copy put back by hand) give a position two entries, or two links: a fork. A
kiosk that knows it was put back names a new epoch and where it goes on: that is
a restore, and what the former epoch has beyond it is here though not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from kiosk.protocol import chain
from kiosk.protocol.batch import Batch
from kiosk.protocol.content import Act, Content

_END = 2**53
"""Beyond every position (`kiosk.protocol.batch`)."""


class Kind(StrEnum):
    """What an officer is shown."""

    FORK = "fork"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A link that some batch of the same epoch states at a position."""

    position: int
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the epoch `begins` goes on: after this link of `epoch`."""

    begins: str
    epoch: str
    position: int
    link: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An epoch as the ledger knows it: the positions it holds, and where it goes on."""

    epoch: str
    first: int
    last: int
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """History that two epochs have in common: that of `epoch`, up to `until`."""

    epoch: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found; `beyond` is the former epoch's newest position, for a restore."""

    kind: Kind
    epoch: str
    position: int
    beyond: int | None = None


class _Said(msgspec.Struct, frozen=True):
    epoch: str
    after_epoch: str
    after_position: int
    after_link: str


def find_fork(batch: Batch, head: bytes, known: Iterable[Point]) -> int | None:
    """Return the first position at which `known` points contradict `batch`."""
    ends = {batch.first - 1: batch.start, batch.first - 1 + len(batch.rows): head}
    points = list(known)
    # What stands inside costs a hash for each row, and is seldom asked.
    inside = any(point.position not in ends for point in points)
    links = list_links(batch) if inside else ends
    return min(
        (
            point.position
            for point in points
            if links.get(point.position, point.link) != point.link
        ),
        default=None,
    )


def list_links(batch: Batch) -> Mapping[int, bytes]:
    """Return the link after each position of `batch`, and the one before its first."""
    links = {batch.first - 1: batch.start}
    for position, row in enumerate(batch.rows, start=batch.first):
        commitment = chain.commit(row.salt, row.content)
        links[position] = chain.link(links[position - 1], row.entry_id, commitment)
    return links


def read_origin(facts: Content) -> Origin | None:
    """Return where an epoch goes on, from the act that begins it; None for any other."""
    if facts.act != Act.RESTORED:
        return None
    try:
        said = msgspec.json.decode(facts.text, type=_Said)
        link = bytes.fromhex(said.after_link)
    except (msgspec.MsgspecError, ValueError):
        return None
    if not 0 <= said.after_position < _END:
        return None
    return Origin(
        begins=said.epoch,
        epoch=said.after_epoch,
        position=said.after_position,
        link=link,
    )


def join(one: Known, other: Known) -> Known:
    """Return what both say of the same epoch."""
    return Known(
        epoch=one.epoch,
        first=min(one.first, other.first),
        last=max(one.last, other.last),
        origin=one.origin or other.origin,
    )


def find_shared(epoch: str, all_known: Iterable[Known]) -> Mapping[str, Shared]:
    """Return which epochs share history with `epoch`, itself among them."""
    origins = {known.epoch: known.origin for known in all_known}
    mine = _find_lineage(epoch, origins)
    shared: dict[str, Shared] = {}
    for other in {epoch, *origins, *mine}:
        theirs = _find_lineage(other, origins)
        common = [
            Shared(epoch=name, until=min(mine[name], theirs[name]))
            for name in mine.keys() & theirs.keys()
        ]
        if common:
            shared[other] = max(common, key=_by_until)
    return shared


def find_restores(all_known: Iterable[Known]) -> list[Found]:
    """Return the epochs that go on before the newest position of the one before."""
    by_name = {known.epoch: known for known in all_known}
    return [
        Found(
            kind=Kind.RESTORED,
            epoch=known.epoch,
            position=known.origin.position,
            beyond=former.last,
        )
        for known in by_name.values()
        if known.origin is not None
        and (former := by_name.get(known.origin.epoch)) is not None
        and former.last > known.origin.position
    ]


def _find_lineage(epoch: str, origins: Mapping[str, Origin | None]) -> dict[str, int]:
    """Return the epochs that `epoch` goes on from, each up to which position."""
    lineage = {epoch: _END}
    until, origin = _END, origins.get(epoch)
    while origin is not None and origin.epoch not in lineage:
        until = min(until, origin.position)
        lineage[origin.epoch] = until
        origin = origins.get(origin.epoch)
    return lineage


def _by_until(shared: Shared) -> int:
    return shared.until
