"""Restore: a backup in the database's place, the one of before moved aside."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.clock import system_clock
from kiosk.commands.key_files import read_file
from kiosk.commands.lines import print_line, print_words
from kiosk.commands.passphrase import read_passphrase
from kiosk.commands.place import get_folder, name_user
from kiosk.errors import KeySlotError, OutsideError, UsageError
from kiosk.storage import generations, lock, opening, renewal, slots
from kiosk.storage.folder import Folder, find_safes
from kiosk.storage.generations import Generation
from kiosk.storage.key_slots import passphrase, province
from kiosk.storage.key_slots.key_file import KeyFile
from kiosk.storage.key_slots.safe import SlotFault, unlock
from kiosk.storage.opening import Opened
from kiosk.storage.restoring import Chosen, Restored, RestoreFault, restore
from kiosk.storage.slots import Slots
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Restore the newest backup that is sound, and print what there is then."""
    folder = get_folder(options)
    found = _find(options.from_)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with _hold_run_lock(folder):
            return _restore_first(options, folder, found)
    except OSError as error:
        raise OutsideError(
            f"Restoring to {folder.path}: {error.strerror or error}. What was moved "
            "aside is whole; mend the disk and do it again."
        ) from error


def _find(named: Path) -> Sequence[Generation]:
    """Return the backups that `named` is or holds, newest first."""
    single = Generation(path=named)
    if single.database.exists() and single.slots.exists():
        return [single]
    folders = generations.find_folders(named)
    if not folders:
        raise UsageError(
            f"Folder {named} holds no backup: put the card in, or name the folder "
            "that `kiosk backup --to` was given."
        )
    if len(folders) > 1:
        names = ", ".join(path.name for path in folders)
        raise UsageError(
            f"Folder {named} holds backups of several kiosks: name one of {names} "
            "below it with --from."
        )
    return generations.newest_first(folders[0])


@contextmanager
def _hold_run_lock(folder: Folder) -> Iterator[None]:
    try:
        with lock.hold(folder.run_lock):
            yield
    except lock.HeldError as error:
        raise OutsideError(
            f"A kiosk runs on {folder.path}: end it first. Nothing was changed."
        ) from error


def _restore_first(
    options: argparse.Namespace, folder: Folder, found: Sequence[Generation]
) -> int:
    """Restore the first sound one: an older backup is better than none."""
    ended: Restored | RestoreFault = RestoreFault.UNSOUND
    for generation in found:
        ended = _restore(options, folder, generation)
        if ended is not RestoreFault.UNSOUND:
            break
        print_words(f"kiosk: backup {generation.path} is damaged.")
    match ended:
        case Restored():
            return _tell(generation, ended)
        case RestoreFault():
            return _tell_fault(ended)


def _restore(
    options: argparse.Namespace, folder: Folder, generation: Generation
) -> Restored | RestoreFault:
    held = renewal.pick(slots.load(generation.slots), generation.database)
    key, is_ours = _open_key(options, folder, generation, held)
    statement = generations.read_statement(generation)
    return restore(
        folder,
        Chosen(
            generation=generation,
            slots=held,
            key=key,
            is_ours=is_ours,
            move_aside=options.move_aside,
        ),
        options.upgrade,
        at=system_clock()(),
        said={"who": name_user(), "backup_of": statement.made_at if statement else ""},
    )


def _open_key(
    options: argparse.Namespace, folder: Folder, generation: Generation, held: Slots
) -> tuple[bytes, bool]:
    """Return the backup's key, and whether a slot of this machine gave it."""
    opened = opening.open_key(held, find_safes(folder))
    if isinstance(opened, Opened):
        return opened.key, True
    beside = unlock(KeyFile(generation.key_file), held)
    if not isinstance(beside, SlotFault):
        return beside.key, False
    print_words("kiosk: no slot of this machine opens the backup.")
    key = _recover(options, held)
    if key is None:
        raise KeySlotError(
            "What was given opens no slot of this backup, and nothing was changed: "
            "compare the passphrase with the printed one letter by letter."
        )
    return key, False


def _recover(options: argparse.Namespace, held: Slots) -> bytes | None:
    if options.identity_file is not None:
        identity = read_file(options.identity_file).decode("ascii", "replace")
        return province.unlock(held, identity)
    return passphrase.unlock(held, read_passphrase(options.passphrase_file))


def _tell(generation: Generation, restored: Restored) -> int:
    head = restored.head
    print_line(
        {
            "restored": str(generation.path),
            "entries": head.position - head.admin,
            "pending": head.pending,
            "epoch": restored.epoch,
            "aside": str(restored.aside) if restored.aside else None,
        }
    )
    if restored.aside:
        print_words(
            f"kiosk: the database of before is in {restored.aside}, a data folder of "
            "its own: `kiosk export --format bundle --data` on it gives the province "
            "what was never sent. Do not start a kiosk on it."
        )
    print_words(
        "kiosk: keys, lists and the watch list are brought up to date by "
        "`kiosk sync`, or by a roster on a stick."
    )
    return 0


def _tell_fault(fault: RestoreFault) -> int:
    print_line({"restored": None, "reason": fault.value})
    for language in LANGUAGES:
        print_words(load_words(language).say("restore", fault.value))
    return 1 if fault is RestoreFault.AHEAD else 3
