"""Watch commands: what `province watch` does, and what it answers."""

import argparse
from collections.abc import Callable, Mapping
from datetime import datetime

from kiosk.credentials.credential import mask
from province import watching
from province.ledger.database import Database

EXIT_NO = 1

Answer = Callable[[Mapping[str, object]], None]
Tell = Callable[[str], None]


def change(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> tuple[dict[str, object], int]:
    """Change the list as `options` ask; return the answer and the exit code."""
    match options.action:
        case "add":
            added = watching.add_document(database, options.document, now)
            return {"added": int(added), "known": int(not added)}, 0
        case "remove":
            removed = watching.remove_document(database, options.document)
            return {"removed": int(removed)}, 0 if removed else EXIT_NO
        case _:
            return _import(database, options, now, tell)


def show(database: Database, options: argparse.Namespace, answer: Answer) -> None:
    """Answer with every document on the list, masked unless asked for whole."""
    for document, added_at in watching.list_documents(database):
        shown = document if options.unmasked else mask(document)
        answer({"document": shown, "added_at": added_at.isoformat()})


def _import(
    database: Database, options: argparse.Namespace, now: datetime, tell: Tell
) -> tuple[dict[str, object], int]:
    done = watching.import_documents(database, options.file, now)
    for one in done.refused:
        tell(f"Line {one.line}: {one.sentence}")
    refused = len(done.refused)
    code = EXIT_NO if refused else 0
    return {"added": done.added, "known": done.known, "refused": refused}, code
