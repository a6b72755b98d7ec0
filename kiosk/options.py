"""Options: what the command line may say, and nothing of what it does."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from kiosk.version import VERSION

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse names it nowhere else


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what the command line says.

    A gate waits for `run`: it is read without the descriptions of 20 other
    commands, which take as long as opening the database.
    """
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] == "run":
        parser, commands = _begin()
        _add_run(commands)
        return parser.parse_args(words)
    return make_parser().parse_args(words)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands (cli.md)."""
    parser, commands = _begin()
    _add_run(commands)
    _add_check(commands)
    _add_read(commands)
    _add_enrol(commands)
    _add_sync(commands)
    _add_entry_acts(commands)
    _add_export(commands)
    _add_roster(commands)
    _add_backup(commands)
    _add_plain(commands)
    return parser


def _begin() -> tuple[argparse.ArgumentParser, _Commands]:
    """Return a parser that knows no command yet, and what takes them."""
    parser = argparse.ArgumentParser(
        prog="kiosk", description="Checkpoint kiosk: reads, decides, keeps, sends."
    )
    parser.add_argument("--version", action="version", version=VERSION)
    parser.add_argument("--verbose", action="store_true", help="log to stderr")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    return parser, commands


def _add(commands: _Commands, name: str, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text)
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="state folder (the platform's own)"
    )
    return command


def _add_policy(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--policy", type=Path, metavar="FILE", help="in place of the machine's own"
    )


def _add_run(commands: _Commands) -> None:
    run = _add(commands, "run", "the kiosk")
    _add_policy(run)
    run.add_argument(
        "--headless", action="store_true", help="no window, print decisions"
    )
    run.add_argument(
        "--serial",
        action="append",
        default=[],
        metavar="PATH|usb:VID:PID[,BAUD][,in|out][,GATE]",
        help="a serial reader; may be given several times",
    )
    for name, form, text in (
        ("evdev", "PATH", "a reader that types, for us alone (Linux)"),
        ("hidraw", "PATH", "a reader in HID POS mode (Linux)"),
        ("rawinput", "usb:VID:PID", "a reader that types, told apart (Windows)"),
    ):
        run.add_argument(
            f"--{name}",
            action="append",
            default=[],
            metavar=f"{form}[,in|out][,GATE]",
            help=text,
        )
    run.add_argument(
        "--camera",
        action="append",
        default=[],
        metavar="N|FILE[,in|out][,GATE]",
        help="a camera, a video or a stream; may be given several times",
    )
    run.add_argument("--replay", type=Path, metavar="FILE", help="payloads, one a line")
    run.add_argument("--wedge", action="store_true", help="the keyboard wedge (window)")
    run.add_argument("--direction", choices=("in", "out"), help="of readers not named")
    run.add_argument("--gate", help="of readers not named")
    run.add_argument("--no-sync", action="store_true", help="send nothing")
    run.add_argument("--windowed", action="store_true", help="not full screen")
    run.add_argument("--unmasked", action="store_true", help="whole numbers in output")
    run.add_argument(
        "--exit-when-idle", type=float, metavar="SECONDS", help="end when nothing comes"
    )


def _add_check(commands: _Commands) -> None:
    check = _add(commands, "check", "what a payload on stdin is; nothing is stored")
    check.add_argument("source", nargs="?", choices=("-",), default="-")
    check.add_argument("--at", metavar="ISO8601", help="decide as of this time")
    check.add_argument("--trust", action="append", default=[], metavar="FILE")
    check.add_argument("--jsonl", action="store_true", help="one JSON object a line")
    check.add_argument(
        "--unmasked", action="store_true", help="whole numbers in output"
    )


def _add_read(commands: _Commands) -> None:
    read = commands.add_parser("read", help="the codes in pictures and PDF pages")
    read.add_argument("images", nargs="+", metavar="IMAGE", help="or a folder of them")
    read.add_argument("--decoder", choices=("auto", "zxing", "zbar"), default="auto")
    read.add_argument("--all", action="store_true", help="every code, not the first")


def _add_enrol(commands: _Commands) -> None:
    enrol = _add(commands, "enrol", "enrol with the province's one-time code")
    _add_policy(enrol)
    enrol.add_argument(
        "code", nargs="?", metavar="CODE", help="else the policy's enrol_code_file"
    )
    enrol.add_argument("--recovery-out", type=Path, metavar="FILE")
    by_file = enrol.add_mutually_exclusive_group()
    by_file.add_argument(
        "--request",
        type=Path,
        metavar="OUT",
        help="ask by a file, with CODE or without",
    )
    by_file.add_argument(
        "--file", type=Path, metavar="ANSWER", help="the province's answer to it"
    )
    enrol.add_argument(
        "--fingerprint", metavar="TEXT", help="as the province shows it; with --file"
    )


def _add_sync(commands: _Commands) -> None:
    sync = _add(commands, "sync", "move batches and the roster")
    _add_policy(sync)
    sync.add_argument("--once", action="store_true", help="until nothing is pending")
    sync.add_argument(
        "--resend",
        action="store_true",
        help="what was refused too, and what stands in the way",
    )


def _add_entry_acts(commands: _Commands) -> None:
    void = _add(commands, "void", "record that an entry does not count")
    void.add_argument("entry", metavar="ENTRY")
    void.add_argument("--reason", required=True, metavar="TEXT")
    settle = _add(commands, "settle", "record how staff settled a CHECK")
    settle.add_argument("entry", metavar="ENTRY")
    settle.add_argument("act", choices=("admitted", "turned_away"))


def _add_export(commands: _Commands) -> None:
    export = _add(commands, "export", "write entries to a folder or stick, verified")
    export.add_argument("--to", type=Path, required=True, metavar="DIR")
    export.add_argument(
        "--format", choices=("csv", "xlsx", "zip", "bundle"), default="csv"
    )
    export.add_argument(
        "--from", dest="from_", metavar="D", help="first day, such as 2026-11-01"
    )
    export.add_argument("--until", metavar="D", help="last day, all of it")
    export.add_argument(
        "--unsent", action="store_true", help="only what the province has not confirmed"
    )
    verify = _add(
        commands, "verify", "check an export or bundle, or the kiosk's whole chain"
    )
    verify.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="else the chain of --data"
    )
    verify.add_argument(
        "--key", type=Path, metavar="FILE", help="what opens it, to look inside"
    )
    receipts = _add(commands, "receipts", "settle from the province's receipts file")
    receipts.add_argument("file", type=Path, metavar="FILE")


def _add_roster(commands: _Commands) -> None:
    roster = _add(commands, "roster", "take keys, lists and policy; print what is used")
    _add_policy(roster)
    roster.add_argument(
        "--from", dest="from_", metavar="DIR|URL", help="what the province exported"
    )
    trust = _add(commands, "trust", "keys that are believed besides the roster's")
    trust.add_argument("verb", choices=("add", "list", "remove"))
    trust.add_argument("key", nargs="?", metavar="FILE", help="or a key's name")
    trust.add_argument("--issuer", default="", metavar="NAME")
    trust.add_argument("--scope", metavar="health,pass,identity,travel")
    trust.add_argument(
        "--opening", action="store_true", help="an AES key that opens identities"
    )


def _add_backup(commands: _Commands) -> None:
    backup = _add(commands, "backup", "a verified copy on a card, also while it runs")
    _add_policy(backup)
    backup.add_argument(
        "--to", type=Path, metavar="DIR", help="else the setting backup_dir"
    )
    backup.add_argument(
        "--with-key-file", action="store_true", help="who has the card has all of it"
    )
    restore = _add(commands, "restore", "put a backup in the database's place")
    restore.add_argument(
        "--from", dest="from_", type=Path, required=True, metavar="DIR"
    )
    restore.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="the recovery passphrase (else stdin), where no slot of this machine opens it",
    )
    restore.add_argument(
        "--identity-file",
        type=Path,
        metavar="FILE",
        help="the province's recovery key instead",
    )
    restore.add_argument(
        "--move-aside",
        action="store_true",
        help="also where the database here has entries that the backup lacks",
    )


def _add_keys(commands: _Commands) -> None:
    keys = _add(commands, "keys", "key slots, and the database's key itself")
    keys.add_argument("verb", choices=("list", "add", "remove", "recover", "rekey"))
    keys.add_argument(
        "slot",
        nargs="?",
        metavar="NAME",
        help="of `add` (passphrase), `remove`: credential, keyring, key_file, "
        "passphrase, province",
    )
    keys.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="`add` and `rekey` write it, `recover` reads it (else stderr, stdin)",
    )
    keys.add_argument(
        "--identity-file",
        type=Path,
        metavar="FILE",
        help="of `recover`: the province's offline recovery key",
    )
    keys.add_argument(
        "--recipient",
        default="",
        metavar="age1…",
        help="of `add province`, `rekey`: the public half of that key",
    )


def _add_plain(commands: _Commands) -> None:
    _add(commands, "status", "health, also beside a running kiosk")
    salvage = _add(
        commands, "salvage", "recover what a damaged disk left; asks, reports"
    )
    _add_policy(salvage)
    salvage.add_argument(
        "--report", type=Path, metavar="FILE", help="what was recovered, and what not"
    )
    purge = _add(commands, "purge", "retention now; it runs by itself every night")
    _add_policy(purge)
    purge.add_argument("--dry-run", action="store_true", help="say it, change nothing")
    _add_keys(commands)
    pin = _add(commands, "pin", "the admin's PIN")
    pin.add_argument("verb", choices=("reset",), help="forget it: F10 asks for a new")
    doctor = _add(
        commands, "doctor", "test readers, disk, clock, key, network and more"
    )
    _add_policy(doctor)
    doctor.add_argument("--screen-only", action="store_true", help=argparse.SUPPRESS)
    doctor.add_argument("--camera-only", help=argparse.SUPPRESS)
    hosts = _add(commands, "hosts", "whom visitors come to see")
    hosts.add_argument("verb", choices=("import",))
    hosts.add_argument("file", type=Path, metavar="FILE", help="CSV, UTF-8 or UTF-16")
    _add(commands, "words", "the closed sets, with a sentence each")
