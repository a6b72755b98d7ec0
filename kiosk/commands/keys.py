"""Keys: the slots that open the database, listed, added, removed, recovered, and the key made anew."""

import argparse
import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.passphrase import read_passphrase
from kiosk.commands.place import get_folder
from kiosk.errors import KeySlotError, KioskError, OutsideError, UsageError
from kiosk.storage import locksmith, renewal, slots
from kiosk.storage.folder import Folder
from kiosk.storage.key_slots import passphrase, province
from kiosk.storage.rekeying import rekey
from kiosk.storage.slots import RECOVERY, SlotKind

_PAPER = (
    "Print it, lock it away, keep no copy on this machine. "
    "An earlier recovery passphrase opens nothing any more."
)


def run(options: argparse.Namespace) -> int:
    """Do what was asked and print the slots as they are then.

    A key file beside the database is weak: who has the disk has both.
    """
    folder = get_folder(options)
    try:
        _VERBS[options.verb](options, folder)
        listed = locksmith.look(folder)
    except OSError as error:
        raise OutsideError(
            f"Key slots {folder.slots}: {error.strerror or error}. "
            "Mend the disk or its permissions and do it again."
        ) from error
    print_line(
        {
            "slots": [
                {"kind": one.kind.value, "weak": one.is_weak, "opens": one.opens}
                for one in listed
            ]
        }
    )
    return 0


def _list(options: argparse.Namespace, folder: Folder) -> None:
    """Do nothing: what there is gets printed anyhow."""
    del options, folder


def _add(options: argparse.Namespace, folder: Folder) -> None:
    kind = _read_kind(options.slot or SlotKind.PASSPHRASE)
    if kind is SlotKind.PASSPHRASE:
        _add_passphrase(options, folder)
    elif kind is SlotKind.PROVINCE:
        locksmith.add_province(folder, options.recipient)
    else:
        held = locksmith.add(folder, kind)
        if kind is not SlotKind.KEY_FILE and SlotKind.KEY_FILE in held.kinds:
            print_words(_say_spare(is_recoverable=bool(held.kinds & {*RECOVERY})))


def _add_passphrase(options: argparse.Namespace, folder: Folder) -> None:
    """Make a recovery passphrase, said once: in a new file, or to whoever looks on."""
    text = passphrase.make()
    with _written(options.passphrase_file, text, folder):
        locksmith.add_passphrase(folder, text)
    if options.passphrase_file is None:
        print_words(text)
    print_words(_PAPER)


def _remove(options: argparse.Namespace, folder: Folder) -> None:
    """Take one slot away, once it is certain that this machine still opens the database."""
    held = slots.load(folder.slots)
    names = ", ".join(kind for kind in SlotKind if kind in held.kinds)
    if options.slot not in held.kinds:
        what = (
            f"Slot '{options.slot}' is not there" if options.slot else "No slot named"
        )
        raise UsageError(f"{what}: `kiosk keys remove NAME` takes one of {names}.")
    locksmith.remove(folder, SlotKind(options.slot))


def _recover(options: argparse.Namespace, folder: Folder) -> None:
    """Open the key from paper, or by the province's, and make this machine's slots anew."""
    if options.identity_file is not None:
        identity = _read_identity(options.identity_file)
        done = locksmith.recover(folder, lambda held: province.unlock(held, identity))
        what = "The recovery identity", "ask the province for the key of this kiosk's"
    else:
        text = read_passphrase(options.passphrase_file)
        done = locksmith.recover(folder, lambda held: passphrase.unlock(held, text))
        what = "The recovery passphrase", "compare it letter by letter with the printed"
    if done is None:
        raise KeySlotError(
            f"{what[0]} opens no slot of this database, which was not touched: "
            f"{what[1]} one."
        )


def _rekey(options: argparse.Namespace, folder: Folder) -> None:
    """Give the database a new key; what is on paper has to be printed again."""
    text = passphrase.make()
    has_paper = SlotKind.PASSPHRASE in slots.load(folder.slots).kinds
    if not has_paper:
        rekey(folder, text, recipient=options.recipient)
        print_words("kiosk: the database has a new key.")
        return
    if options.passphrase_file is None:
        print_words(f"{text}\nkiosk: it counts once this command has ended well.")
    with _written(options.passphrase_file, text, folder):
        rekey(folder, text, recipient=options.recipient)
    print_words(f"kiosk: the database has a new key, and a new passphrase. {_PAPER}")


_VERBS: Mapping[str, Callable[[argparse.Namespace, Folder], None]] = {
    "list": _list,
    "add": _add,
    "remove": _remove,
    "recover": _recover,
    "rekey": _rekey,
}


def _read_kind(name: str) -> SlotKind:
    try:
        return SlotKind(name)
    except ValueError as error:
        names = ", ".join(SlotKind)
        raise UsageError(
            f"Slot {name!r} is not one that there is: `kiosk keys add NAME` takes one "
            f"of {names}."
        ) from error


def _say_spare(*, is_recoverable: bool) -> str:
    if is_recoverable:
        return (
            "kiosk: the key file beside the database is weak and needed no more: "
            "`kiosk keys remove key_file` takes it away."
        )
    return (
        "kiosk: the key file beside the database is weak. Print a recovery passphrase "
        "(`kiosk keys add`), then `kiosk keys remove key_file` takes it away."
    )


def _read_identity(path: Path) -> str:
    """Return the age identity in a file, whose other lines are comments."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(
            f"Identity file {path} can't be read: {error}. Nothing was changed."
        ) from error
    return next((line for line in lines if line and not line.startswith("#")), "")


@contextlib.contextmanager
def _written(path: Path | None, text: str, folder: Folder) -> Iterator[None]:
    """Have the passphrase in its file before it counts; it goes where it came not to that."""
    if path is not None:
        _write(path, text)
    try:
        yield
    except (OSError, KioskError):
        if path is not None and not _counts(text, folder):
            path.unlink()  # it would open nothing
        raise


def _counts(text: str, folder: Folder) -> bool:
    held = renewal.pick(slots.load(folder.slots), folder.database)
    return passphrase.unlock(held, text) is not None


def _write(path: Path, text: str) -> None:
    """Write a new file, its owner's alone; a file that is there already stays as it is."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text + "\n")
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
