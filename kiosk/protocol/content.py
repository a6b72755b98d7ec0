"""Content: an entry's facts in their canonical encoding, the bytes the chain commits to.

A msgpack array in the order of the fields below, maps sorted by key, no
optional field: the same facts are always the same bytes.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

CONTENT_VERSION = 1


class Act(StrEnum):
    """What an entry records."""

    PRESENTED = "presented"
    """A code was held up and decided."""
    VOID = "void"
    """The entry in `refers` does not count; `text` says why."""
    ADMITTED = "admitted"
    """Staff let the CHECK in `refers` pass."""
    TURNED_AWAY = "turned_away"
    """Staff refused the CHECK in `refers`."""
    CLOSED = "closed"
    """The visit that began with `refers` was ended by the night rule: nobody was seen to leave."""
    EXPORTED = "exported"
    """Somebody exported entries; `text` is JSON of who, what and how many. An admin act."""
    PIN_CHANGED = "pin_changed"
    """The admin's PIN was set or changed; `text` is JSON of where. An admin act."""
    PIN_REFUSED = "pin_refused"
    """So many wrong PINs that a wait began; `text` is JSON of both. An admin act."""
    PIN_RESET = "pin_reset"
    """A forgotten PIN was taken away or replaced; `text` is JSON of who and by what. An admin act."""
    PURGED = "purged"
    """Contents past their retention were destroyed; `text` is JSON of how many. An admin act."""
    RESTORED = "restored"
    """A new epoch began: from a backup, after damage, or on another machine; `text` is JSON of
    which epoch it follows and what is missing. An admin act."""


ADMIN_ACTS = frozenset(
    {
        Act.EXPORTED,
        Act.PIN_CHANGED,
        Act.PIN_REFUSED,
        Act.PIN_RESET,
        Act.PURGED,
        Act.RESTORED,
    }
)
"""Acts of the admin log: chained and sent like entries, counted in neither `entries` nor `rows`."""


class Content(msgspec.Struct, array_like=True, frozen=True, kw_only=True, gc=False):
    """The facts of one entry as they travel and are committed to.

    The garbage collector need not look at it: nothing it holds leads back, and an
    export of 100,000 is 3 % faster for it.

    Times are microseconds since 1970 UTC; `monotonic_ms` counts within `boot`.
    `act`, `clock`, `direction`, `outcome`, `kind`, `reasons` and the keys of
    `claims` are closed sets, kept as text here so that an older province can
    still keep an entry of a newer kiosk. `outcome`, `kind` and `direction` are
    empty where an act has none. `refers` is the id of another entry, or empty.
    `visit` holds what reception wrote down (`kiosk.reception.VisitField`),
    empty where there is no visit.
    """

    version: int
    act: str
    decided_at_us: int
    monotonic_ms: int
    boot: str
    clock: str
    direction: str
    gate: str
    outcome: str
    kind: str
    verified: bool
    reasons: tuple[str, ...]
    claims: dict[str, str]
    refers: bytes
    text: str
    visit: dict[str, str] = {}


_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_DECODER = msgspec.msgpack.Decoder(Content)
_FAULTS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def encode(content: Content) -> bytes:
    """Return the canonical bytes of `content`."""
    return _ENCODER.encode(content)


def decode(data: bytes) -> Content | None:
    """Return the content that `data` encodes, None where it encodes none."""
    try:
        return _DECODER.decode(data)
    except _FAULTS:
        return None


def decode_all(several: Iterable[bytes]) -> list[Content] | None:
    """Return what each of `several` encodes, None where one encodes none."""
    try:
        return [*map(_DECODER.decode, several)]
    except _FAULTS:
        return None
