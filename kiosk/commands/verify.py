"""Verify: check an export or bundle on any machine, or the whole chain of a kiosk."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from kiosk.commands.lines import print_line, print_words
from kiosk.commands.place import open_to_look
from kiosk.errors import UsageError
from kiosk.export.verification import verify
from kiosk.storage import chain_check, outbox
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Print what the check found; exit 1 where something is not whole."""
    if options.file is None:
        return _verify_chain(options)
    found = verify(options.file, None if options.key is None else _read(options.key))
    answer = {
        "ok": found.ok,
        "rows": found.rows,
        "kiosk_id": found.kiosk_id,
        "sequence": found.sequence,
        "chain": found.chain,
        "reason": None if found.reason is None else found.reason.value,
        "first": _describe(found.first, None),
    }
    return _tell(answer, "verification")


def _verify_chain(options: argparse.Namespace) -> int:
    with open_to_look(options) as place, place.database.read() as connection:
        found = chain_check.check(connection, place.identity)
        sequence = outbox.read_next_sequence(connection) - 1
    answer = {
        "ok": found.state.is_whole,
        "rows": found.rows,
        "kiosk_id": place.identity.kiosk_id,
        "sequence": sequence,
        "chain": found.state.value,
        "reason": None if found.state.is_whole else found.state.value,
        "first": _describe(found.position, found.entry_id),
        "countersigned": found.countersigned,
    }
    return _tell(answer, "chain")


def _describe(position: int | None, entry_id: bytes | None) -> dict[str, object] | None:
    if position is None:
        return None
    is_id = entry_id is not None and len(entry_id) == 16
    return {
        "position": position,
        "entry_id": str(UUID(bytes=entry_id)) if is_id else None,
    }


def _tell(answer: Mapping[str, object], words: str) -> int:
    print_line(answer)
    if answer["reason"] is not None:
        for language in LANGUAGES:
            print_words(load_words(language).say(words, str(answer["reason"])))
    return 0 if answer["ok"] else 1


def _read(path: Path) -> str:
    """Return the first line that is no remark."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"Key file {path}: {error}. Give a file that holds the province's age "
            "identity, or the passphrase of a ZIP."
        ) from error
    return next((line.strip() for line in lines if line and line[0] != "#"), "")
