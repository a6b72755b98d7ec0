"""Checkpoints: what this kiosk signed of its chain, so that a shorter one shows."""

from enum import StrEnum
from typing import Any

import msgspec

from kiosk.protocol import checkpoint
from kiosk.protocol.checkpoint import Checkpoint
from kiosk.storage import entries
from kiosk.storage.connection import Connection
from kiosk.storage.settings import Identity
from kiosk.storage.statement import Statement

_DAY_US = 86_400 * 1_000_000
_PUT = Statement(
    "INSERT INTO checkpoints (epoch, position, occasion, made_at_us, note) "
    "VALUES (:epoch, :position, :occasion, :made_at_us, :note)"
)
_LIST = "SELECT epoch, position, occasion, made_at_us, note FROM checkpoints "
_READ_LAST = Statement(_LIST + "ORDER BY number DESC LIMIT 1")
_LIST_ALL = Statement(_LIST + "ORDER BY number")
_DROP_LAST = Statement(
    "DELETE FROM checkpoints WHERE number = (SELECT max(number) FROM checkpoints)"
)


class Occasion(StrEnum):
    """Why a checkpoint was made."""

    BATCH = "batch"
    EXPORT = "export"
    SHIFT = "shift"
    """The kiosk was ended, or the night came."""
    EPOCH = "epoch"
    """A restore, a recovery or another machine: the chain goes on under another name."""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """A checkpoint that was kept; `note` is the signed text."""

    epoch: str
    position: int
    occasion: str
    made_at_us: int
    note: str


def put(
    connection: Connection, identity: Identity, occasion: Occasion, now_us: int
) -> Noted:
    """Sign the head as it is and keep the note; the caller commits.

    A batch's or a shift's note takes the place of the last one where that was
    made for the same on the same day (UTC): a newer head holds the older one, and
    the notes must not grow with every batch.
    """
    _drop_older(connection, occasion, now_us)
    head = entries.read_head(connection)
    noted = Noted(
        epoch=identity.epoch,
        position=head.position,
        occasion=occasion.value,
        made_at_us=now_us,
        note=checkpoint.sign(
            Checkpoint(
                origin=f"{identity.kiosk_id}/{identity.epoch}",
                size=head.position,
                head=head.link,
            ),
            identity.private_key,
        ),
    )
    _PUT.run(
        connection,
        {
            "epoch": noted.epoch,
            "position": noted.position,
            "occasion": noted.occasion,
            "made_at_us": noted.made_at_us,
            "note": noted.note,
        },
    )
    return noted


def read_last(connection: Connection) -> Noted | None:
    """Return the newest checkpoint, None before the first."""
    row = _READ_LAST.find(connection)
    return None if row is None else _make(row)


def list_all(connection: Connection) -> list[Noted]:
    """Return every checkpoint, oldest first."""
    return [_make(row) for row in _LIST_ALL.list(connection)]


def _drop_older(connection: Connection, occasion: Occasion, now_us: int) -> None:
    last = read_last(connection)
    if last is None or occasion not in {Occasion.BATCH, Occasion.SHIFT}:
        return
    is_same_day = last.made_at_us // _DAY_US == now_us // _DAY_US
    if last.occasion == occasion and is_same_day:
        _DROP_LAST.run(connection)


def _make(row: tuple[Any, ...]) -> Noted:
    """Return the checkpoint of one row; columns end at SQL."""
    epoch, position, occasion, made_at_us, note = row
    return Noted(
        epoch=epoch,
        position=position,
        occasion=occasion,
        made_at_us=made_at_us,
        note=note,
    )
