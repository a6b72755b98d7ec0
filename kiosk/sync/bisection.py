"""Bisection: which entry the province can't take, found by halves.

A province, or a proxy before it, may turn down a whole batch for one entry in
it. Halving finds the entry. Then others are sent alone: only where one of them
is taken is the entry at fault, not the province or the way, and left out
(`kiosk.storage.attention`). After a restart all of this is done anew: what was
taken meanwhile is settled, so that it costs ten requests.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from kiosk.storage import settings
from kiosk.storage.connection import Connection
from kiosk.sync.fault import Fault
from kiosk.sync.reply import Reply, classify_status

MOST_OTHERS = 8
"""Picked by chance, and none taken: rather the province can't take any entry now."""

TIMES_IN_A_ROW = 3
"""A 5xx may pass by itself; one that comes again and again for the same batch does not."""

_SETTING = "turned_down"
_WORD = re.compile(r"[a-z][a-z_]{0,39}")
_OF_THE_BATCH = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """An answer that may be about one entry of the batch; `word` is the province's own.

    `is_size` says that a smaller batch may pass; `may_pass` that the same may, later.
    """

    word: str
    fault: Fault
    is_size: bool = False
    may_pass: bool = False


class _Problem(msgspec.Struct):
    reason: str = ""


class _TurnedDown(msgspec.Struct, frozen=True):
    first: int
    times: int


def read_objection(reply: Reply) -> Objection | None:
    """Return what `reply` objects to in a batch, None where it is about something else."""
    fault = classify_status(reply)
    if fault is None:
        return None
    is_size = reply.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    # One that says when to come again has troubles of its own.
    may_pass = 500 <= reply.status < 600 and reply.retry_after_s is None
    is_login = reply.status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED
    if is_login or not (is_size or may_pass or reply.status in _OF_THE_BATCH):
        return None
    return Objection(
        word=_read_word(reply), fault=fault, is_size=is_size, may_pass=may_pass
    )


def count_turned_down(connection: Connection, first: int) -> int:
    """Return how often in a row the batch from position `first` was turned down, with this time.

    The caller commits: one process may try once only (`kiosk sync --once`).
    """
    value = settings.get(connection, _SETTING)
    before = None if value is None else msgspec.msgpack.decode(value, type=_TurnedDown)
    is_same = before is not None and before.first == first
    times = before.times + 1 if before is not None and is_same else 1
    now = _TurnedDown(first=first, times=times)
    settings.put(connection, _SETTING, msgspec.msgpack.encode(now))
    return times


def forget_turned_down(connection: Connection) -> None:
    """Begin to count anew: a batch was taken; the caller commits."""
    settings.drop(connection, _SETTING)


def _read_word(reply: Reply) -> str:
    """Return the reason that a problem (RFC 9457) names, else the status."""
    try:
        said = msgspec.json.decode(reply.body, type=_Problem).reason
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        said = ""
    return said if _WORD.fullmatch(said) else f"http_{reply.status}"
