"""Receipts: the province's answers, brought back on a stick, taken over."""

from dataclasses import dataclass
from pathlib import Path

from kiosk.errors import OutsideError, RefusedError
from kiosk.place import Place
from kiosk.protocol import receipts
from kiosk.protocol.receipt import Receipt, open_receipt
from kiosk.storage import outbox, roster
from kiosk.storage.outbox import Named


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a receipts file came to; taking it again gives the same and changes nothing."""

    settled: int
    refused: int
    unknown: int


def take_receipts(place: Place, path: Path) -> Settlement:
    """Settle what the receipts file at `path` answers; all of it or nothing.

    Raises:
        RefusedError: it is no receipts file of this kiosk's province for this kiosk.
        OutsideError: it can't be read.
    """
    found = [_open(place, sealed, path) for sealed in _read(path)]
    with place.database.write() as connection:
        named = [outbox.settle_named(connection, one.lines) for one in found]
    return _add(named)


def _read(path: Path) -> tuple[bytes, ...]:
    try:
        with path.open("rb") as file:
            content = file.read(receipts.MAX_BYTES)
    except OSError as error:
        raise OutsideError(
            f"Receipts file {path}: {error.strerror or error}. "
            "Put the stick in again, or name the right file."
        ) from error
    sealed = receipts.unpack(content)
    if sealed is None:
        raise RefusedError(
            f"{path} is no receipts file, or was cut off: copy it again from where "
            "`province import` wrote it. Nothing was changed."
        )
    return sealed


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
