"""Keys: the slots that open the database, listed, added, removed, recovered."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import get_folder
from kiosk.errors import KeySlotError, OutsideError, UsageError
from kiosk.storage import slots
from kiosk.storage.folder import Folder
from kiosk.storage.slots import SlotKind, Slots


def run(options: argparse.Namespace) -> int:
    """Do what was asked and print the slots as they are then.

    A key file beside the database is weak: who has the disk has both.
    """
    folder = get_folder(options)
    try:
        held = _VERBS[options.verb](options, folder)
    except OSError as error:
        raise OutsideError(
            f"Key slots {folder.slots}: {error.strerror or error}. "
            "Mend the disk or its permissions and do it again."
        ) from error
    print_line(
        {
            "slots": [
                {"kind": slot.kind.value, "weak": slot.kind is SlotKind.KEY_FILE}
                for slot in held.slots
            ]
        }
    )
    return 0


def _list(options: argparse.Namespace, folder: Folder) -> Slots:
    del options
    return slots.load(folder.slots)


def _add(options: argparse.Namespace, folder: Folder) -> Slots:
    """Make a recovery passphrase, said once: in a new file, or to whoever looks on."""
    held = slots.load(folder.slots)
    key = slots.open_with_key_file(held, folder.key_file)
    passphrase = slots.make_passphrase()
    changed = slots.put_passphrase(held, key, passphrase)
    written: Path | None = options.passphrase_file
    if written is not None:
        _write(written, passphrase)
    try:
        slots.save(changed, folder.slots)
    except OSError:
        if written is not None:
            written.unlink()  # it would open nothing
        raise
    if written is None:
        print_words(passphrase)
    print_words(
        "Print it, lock it away, keep no copy on this machine. "
        "An earlier recovery passphrase opens nothing any more."
    )
    return changed


def _remove(options: argparse.Namespace, folder: Folder) -> Slots:
    """Take one slot away, once it is certain that this machine still opens the database."""
    held = slots.load(folder.slots)
    kind = _read_kind(options.slot, held)
    if kind is SlotKind.KEY_FILE:
        raise UsageError(
            "Slot 'key_file' is the one that this machine starts with, so it stays: "
            "to make it anew use `kiosk keys recover`."
        )
    slots.open_with_key_file(held, folder.key_file)
    changed = slots.remove(held, kind)
    slots.save(changed, folder.slots)
    return changed


def _recover(options: argparse.Namespace, folder: Folder) -> Slots:
    """Open the key by the recovery passphrase and make this machine's own slot anew."""
    held = slots.load(folder.slots)
    key = slots.open_with_passphrase(held, _read_passphrase(options.passphrase_file))
    if key is None:
        raise KeySlotError(
            "The recovery passphrase opens no slot of this database, which was not "
            "touched: compare it with the printed one letter by letter."
        )
    changed = slots.put_key_file(held, key, folder.key_file)
    slots.save(changed, folder.slots)
    return changed


_VERBS: Mapping[str, Callable[[argparse.Namespace, Folder], Slots]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "recover": _recover,
}


def _read_kind(name: str | None, held: Slots) -> SlotKind:
    kinds = [slot.kind for slot in held.slots]
    for kind in kinds:
        if kind == name:
            return kind
    what = f"Slot {name!r} is not there" if name else "There is no name of a slot"
    raise UsageError(
        f"{what}: `kiosk keys remove NAME` takes one of {', '.join(kinds)}."
    )


def _read_passphrase(path: Path | None) -> str:
    if path is None:
        return _ask()
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(
            f"Passphrase file {path} can't be read: {error}. "
            "Leave --passphrase-file out to type the passphrase."
        ) from error


def _ask() -> str:
    """Return what is typed, unseen where there is a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass("Recovery passphrase: ")
    return sys.stdin.readline().strip()


def _write(path: Path, passphrase: str) -> None:
    """Write a new file, its owner's alone; a file that is there already stays as it is."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(passphrase + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise UsageError(
            f"Passphrase file {path} is there already and may hold the one that counts: "
            "name a new file. No slot was changed."
        ) from error
    except OSError as error:
        raise OutsideError(
            f"Passphrase file {path}: {error.strerror or error}. No slot was changed."
        ) from error
