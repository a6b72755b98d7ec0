"""Verify: check an export or bundle, on any machine."""

import argparse
from pathlib import Path

from kiosk.commands.lines import print_line, print_words
from kiosk.errors import UsageError
from kiosk.export.verification import verify
from kiosk.words import LANGUAGES, load_words


def run(options: argparse.Namespace) -> int:
    """Print what the check found; exit 1 where the file is not whole."""
    found = verify(options.file, None if options.key is None else _read(options.key))
    reason = None if found.reason is None else found.reason.value
    print_line(
        {
            "ok": found.ok,
            "rows": found.rows,
            "kiosk_id": found.kiosk_id,
            "sequence": found.sequence,
            "chain": found.chain,
            "reason": reason,
        }
    )
    if reason is not None:
        for language in LANGUAGES:
            print_words(load_words(language).say("verification", reason))
    return 0 if found.ok else 1


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
