"""Receipts: the province's answers, brought back on a stick, taken over."""

import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.clock import to_us
from kiosk.errors import OutsideError, RefusedError
from kiosk.place import Place
from kiosk.protocol import receipts
from kiosk.protocol.receipt import Receipt, open_receipt
from kiosk.storage import outbox, roster, signed_heads
from kiosk.storage.outbox import Named

LINES_AT_ONCE = 100
"""Entries settled by one write: some 5 ms that a decision may wait."""

REST = 2
"""A rest is so many times the write before it: a person waits for the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a receipts file came to; taking it again gives the same and changes nothing."""

    settled: int
    refused: int
    unknown: int


def take_receipts(place: Place, path: Path) -> Settlement:
    """Settle what the receipts file at `path` answers.

    It is copied and checked whole before any of it counts, so that a stick may
    go at any moment; then each piece is settled by a short write, which the
    gate does not feel. Where that is ended in between, taking the file again
    settles the rest.

    Raises:
        RefusedError: it is no receipts file of this kiosk's province for this kiosk.
        OutsideError: it can't be read.
    """
    with tempfile.TemporaryFile(dir=place.folder.path) as kept:
        _copy(place, path, kept)
        named = [
            one
            for sealed in _read(kept, path)
            for one in _settle(place, _open(place, sealed, path), sealed)
        ]
    return _add(named)


def _copy(place: Place, path: Path, kept: BinaryIO) -> None:
    """Copy the file off its stick as it is checked; what is none is refused at once."""
    try:
        with path.open("rb") as file:
            kept.write(receipts.MAGIC)
            for sealed in _read(file, path):
                _open(place, sealed, path)
                kept.write(receipts.frame(sealed))
                if file.tell() > receipts.MAX_BYTES:
                    raise _refuse(path)
            kept.write(receipts.END)
    except OSError as error:
        raise OutsideError(
            f"Receipts file {path}: {error.strerror or error}. Put the stick in "
            "again, or name the right file; a disk that is full needs room first."
        ) from error


def _read(file: BinaryIO, path: Path) -> Iterator[bytes]:
    file.seek(0)
    for sealed in receipts.read(file):
        if sealed is None:
            raise _refuse(path)
        yield sealed


def _refuse(path: Path) -> RefusedError:
    return RefusedError(
        f"{path} is no receipts file, or was cut off: copy it again from where "
        "`province import` wrote it. Nothing was changed."
    )


def _settle(place: Place, found: Receipt, sealed: bytes) -> Iterator[Named]:
    """Settle the lines of one receipt, and keep it for the head that it countersigns."""
    for at in range(0, len(found.lines), LINES_AT_ONCE):
        began_s = time.monotonic()
        with place.database.write() as connection:
            named = outbox.settle_named(connection, found.lines[at:][:LINES_AT_ONCE])
        threading.Event().wait((time.monotonic() - began_s) * REST)
        yield named
    with place.database.read() as connection:
        last = signed_heads.find_new(connection, found)
    if last is not None:
        now_us = to_us(place.now().wall)
        with place.database.write() as connection:
            signed_heads.keep(connection, found, sealed, last=last, now_us=now_us)


def _open(place: Place, sealed: bytes, path: Path) -> Receipt:
    with place.database.read() as connection:
        current = roster.read_head(connection)
    opened = open_receipt(sealed, () if current is None else current.receipt_keys)
    if opened is None:
        raise RefusedError(
            f"{path} was altered, or signed by another province than this kiosk's: "
            "nothing was changed. Ask the province for the file again."
        )
    if opened.kiosk_id != place.identity.kiosk_id:
        raise RefusedError(
            f"{path} answers the kiosk {opened.kiosk_id}, and this one is "
            f"{place.identity.kiosk_id}: take it to that one. Nothing was changed."
        )
    return opened


def _add(named: list[Named]) -> Settlement:
    return Settlement(
        settled=sum(one.settled for one in named),
        refused=sum(one.refused for one in named),
        unknown=sum(one.unknown for one in named),
    )
