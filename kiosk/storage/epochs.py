"""Epochs: the chain goes on under another name after a restore, a recovery or a move."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.clock import Instant
from kiosk.protocol.content import Act
from kiosk.storage import admin_log, checkpoints, entries, settings
from kiosk.storage.checkpoints import Occasion
from kiosk.storage.connection import Connection
from kiosk.storage.settings import Identity


class Cause(StrEnum):
    """Why a new epoch began."""

    BACKUP = "backup"
    """The database is a backup's: what came after it was kept elsewhere, or lost."""
    SALVAGE = "salvage"
    """The database was damaged; what could be read is here."""
    MACHINE = "machine"
    """The database wakes up on another machine: it may be a copy."""


def begin(
    connection: Connection, cause: Cause, said: Mapping[str, object], *, at: Instant
) -> Identity:
    """Begin a new epoch after the head as it is; the caller commits.

    Positions and links go on, so the province sees where the old epoch forks.
    The act `restored` is the new epoch's first entry.
    """
    before = settings.read_identity(connection)
    head = entries.read_head(connection)
    identity = settings.renew_epoch(connection)
    told = {
        "epoch": identity.epoch,
        "cause": cause.value,
        "after_epoch": before.epoch,
        "after_position": head.position,
        "after_link": head.link.hex(),
    }
    admin_log.append(connection, Act.RESTORED, {**told, **said}, at=at)
    now_us = int(at.wall.timestamp() * 1_000_000)
    checkpoints.put(connection, identity, Occasion.EPOCH, now_us)
    return identity
