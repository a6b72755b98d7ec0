"""Rekeying: a new database key, whole through a power cut at any moment."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from kiosk.errors import KeySlotError, OutsideError, StorageError, UsageError
from kiosk.storage import (
    copying,
    entries,
    filling,
    formats,
    lock,
    opening,
    renewal,
    slots,
)
from kiosk.storage.connection import Connection
from kiosk.storage.database import Database
from kiosk.storage.filling import Filled
from kiosk.storage.folder import Folder, find_safes
from kiosk.storage.key_slots import passphrase, province
from kiosk.storage.key_slots.safe import Safe
from kiosk.storage.slots import SlotKind, Slots

BUSY_TIMEOUT_MS = 2_000
"""How long another program may take to close the database."""


class Step(StrEnum):
    """What is done, in this order; a cut after each leaves a kiosk that opens."""

    COPIED = "copied"
    """Every page is beside the database under the new key, durable and read back."""
    NOTED = "noted"
    """The slots hold both keys."""
    RENAMED = "renamed"
    """The copy has the database's name."""
    SETTLED = "settled"
    """The slots hold the new key only."""
    TIDIED = "tidied"
    """The secrets of the old key are forgotten."""


def _go_on(_: Step) -> None:
    """Do nothing between two steps."""


def rekey(
    folder: Folder,
    new_passphrase: str,
    *,
    recipient: str = "",
    safes: Sequence[Safe] | None = None,
    on_step: Callable[[Step], None] = _go_on,
) -> Slots:
    """Give the database a new key and every slot its new wrapping; return the slots.

    A passphrase slot is `new_passphrase`'s afterwards. The province's is sealed
    to whom it was, or to `recipient` where an earlier version did not note it.

    Raises:
        OutsideError: a kiosk runs, or another program has the database open.
        KeySlotError, UsageError: a slot can't be made anew; nothing was changed.
        StorageError: the disk is full or fails; the database is as it was.
    """
    used = find_safes(folder) if safes is None else safes
    with slots.hold(folder.slots), _hold_run_lock(folder):
        held = renewal.settle(folder.sides)
        old = opening.require_key(held, used, folder.slots).key
        new = slots.make_key(formats.find(old))
        filled = _rewrap(held, new, used, new_passphrase, recipient)
        with _open_alone(folder, old) as connection:
            _copy(folder, connection, new)
            on_step(Step.COPIED)
            noted = msgspec.structs.replace(held, next=filled.slots)
            slots.save(noted, folder.slots)
            on_step(Step.NOTED)
        folder.sides.copy.replace(folder.database)
        slots.sync_folder(folder.path)
        on_step(Step.RENAMED)
        slots.save(filled.slots, folder.slots)
        on_step(Step.SETTLED)
        filling.tidy(filled, used)
        on_step(Step.TIDIED)
    return filled.slots


def _rewrap(
    held: Slots, key: bytes, safes: Sequence[Safe], new_passphrase: str, recipient: str
) -> Filled:
    """Return every slot of `held` for the new key; its secrets lie beside the old ones."""
    target = slots.make_slots(key)
    for slot in held.slots:
        if slot.kind is SlotKind.PASSPHRASE:
            target = slots.put(target, passphrase.fill(key, new_passphrase))
        elif slot.kind is SlotKind.PROVINCE:
            sealed = province.fill(key, _require_recipient(slot.recipient or recipient))
            target = slots.put(target, sealed)
    filled = filling.fill_all(held, target, key, safes)
    if isinstance(filled, Filled):
        return filled
    said = ", ".join(f"'{kind}' ({fault})" for kind, fault in filled.items())
    raise KeySlotError(
        f"Slot {said} can't be given the new key now, and nothing was changed: make it "
        "open again, or take it away by `kiosk keys remove`."
    )


def _require_recipient(recipient: str) -> str:
    if recipient:
        return recipient
    raise UsageError(
        "Slot 'province' was made by an earlier version, which did not note to whom: "
        "give --recipient with the public half of the province's `recovery` key "
        "(`province keys list`). Nothing was changed."
    )


@contextmanager
def _hold_run_lock(folder: Folder) -> Iterator[None]:
    try:
        with lock.hold(folder.run_lock):
            slots.give_to_owner(folder.run_lock)
            yield
    except lock.HeldError as error:
        raise OutsideError(
            f"A kiosk runs on {folder.path}: end it first. Nothing was changed."
        ) from error


@contextmanager
def _open_alone(folder: Folder, key: bytes) -> Iterator[Connection]:
    """Open the database such that nobody else has it open, and its WAL is in it."""
    database = Database(folder.database, key.hex(), may_make=False)
    with closing(database), database.hold() as connection:
        alone = connection.driver
        try:
            alone.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("PRAGMA journal_mode = DELETE")
        except sqlcipher.OperationalError as error:
            raise OutsideError(
                f"Another program has the database {folder.database} open: end it "
                "and do it again. Nothing was changed."
            ) from error
        yield connection


def _copy(folder: Folder, connection: Connection, new: bytes) -> None:
    """Write every page under the new key, and read them all back."""
    copy = folder.sides.copy
    try:
        head = entries.read_head(connection)
        copying.copy(connection, new.hex(), copy)
        slots.give_to_owner(copy)
        is_sound = copying.is_sound(copy, new.hex(), head)
    except (OSError, sqlcipher.Error) as error:
        renewal.drop_copy(folder.sides)
        raise StorageError(
            f"Database {folder.database} could not be copied under its new key: {error}. "
            "It is as it was; make room on the disk and do it again."
        ) from error
    if not is_sound:
        renewal.drop_copy(folder.sides)
        raise StorageError(
            f"The copy of {folder.database} under its new key did not read back. The "
            "database is as it was; look at the disk with `kiosk doctor`."
        )
