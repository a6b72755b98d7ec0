"""Imports: a kiosk's bundle from a stick, taken in as its batches over the network are.

Everything is checked before anything is written: a bundle is taken whole or
not at all, and a second time it changes nothing.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kiosk.protocol import bundle, content, receipts
from kiosk.protocol.batch import SignedBatch
from kiosk.protocol.bundle import BundleFault, Manifest
from kiosk.protocol.content import ADMIN_ACTS
from kiosk.protocol.receipt import Status
from province.clock import Clock
from province.errors import OutsideError, RefusedError
from province.files import write_whole
from province.ingest import Ingested, Sender
from province.keys import KeyFolder
from province.ledger import kiosks
from province.ledger.arrivals import UnknownKiosk, Way, append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.publishing import Publication
from province.receipting import seal_receipt

RECEIPTS_SUFFIX = ".receipts"

_SENTENCES = {
    BundleFault.NOT_A_BUNDLE: "is no bundle of a kiosk",
    BundleFault.TRUNCATED: "was cut off: copy it again from the stick",
    BundleFault.ALTERED: "was altered after the kiosk wrote it",
    BundleFault.BAD_SIGNATURE: "is not signed by the kiosk that it names",
    BundleFault.BROKEN_CHAIN: "holds entries that do not follow each other",
    BundleFault.WRONG_KEY: "is sealed to another province's key",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the entries of a bundle, admin acts not counted."""

    accepted: int
    duplicate: int
    refused: int
    held: int
    receipts: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What an import needs of a province."""

    data: Path
    database: Database
    keys: KeyFolder
    publication: Publication
    clock: Clock


def import_bundle(office: Office, path: Path, receipts_path: Path | None) -> Imported:
    """Take in the bundle at `path` and write the receipts file.

    Raises:
        RefusedError: the bundle is not whole, not of a kiosk that is enrolled
            here, or for another province; nothing was written.
        OutsideError: a file can't be read or written.
    """
    target = receipts_path or path.with_name(path.name + RECEIPTS_SUFFIX)
    with _open_bundle(path) as file, tempfile.TemporaryFile(dir=office.data) as body:
        manifest = _check(office, path, file, body)
        for found in bundle.read_batches(body, manifest):
            if isinstance(found, BundleFault):
                raise _refuse(path, found)
        batches = bundle.read_batches(body, manifest)
        taken = [_take(office, path, found) for found in batches]
    _write_receipts(target, [sealed for _, sealed in taken])
    return _count([statuses for statuses, _ in taken], target)


@contextmanager
def _open_bundle(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise OutsideError(
            f"The bundle '{path}' can't be read: {error.strerror}. "
            "Put the stick in again, or name the right file."
        ) from error
    with file:
        yield file


def _check(office: Office, path: Path, file: BinaryIO, body: BinaryIO) -> Manifest:
    """Return the manifest of a bundle for this province, its body opened into `body`."""
    manifest = bundle.read_manifest(file)
    if isinstance(manifest, BundleFault):
        raise _refuse(path, manifest)
    if office.publication.read_root(manifest.province.hex()) is None:
        raise RefusedError(
            f"The bundle '{path}' is for another province "
            f"('{manifest.province_name}'). Nothing was written; take it there."
        )
    sender = _find_sender(office, path, manifest)
    if sender.public_key != manifest.public_key:
        raise _refuse(path, BundleFault.BAD_SIGNATURE)
    fault = _open_body(office.keys, file, manifest, body)
    if fault is not None:
        raise _refuse(path, fault)
    return manifest


def _open_body(
    keys: KeyFolder, file: BinaryIO, manifest: Manifest, body: BinaryIO
) -> BundleFault | None:
    """Open the body with the key it is sealed to: that of now, or one of before."""
    start = file.tell()
    fault = None
    for identity in keys.load_identities():
        file.seek(start)
        fault = bundle.open_body(file, manifest, identity, body)
        if fault is not BundleFault.WRONG_KEY:
            return fault
    return fault


def _find_sender(office: Office, path: Path, manifest: Manifest) -> Sender:
    with office.database.reading() as connection:
        sender = kiosks.find_sender(connection, manifest.kiosk_id)
    if sender is None:
        raise _refuse_unknown(path, manifest.kiosk_id)
    return sender


def _take(
    office: Office, path: Path, found: SignedBatch | BundleFault
) -> tuple[list[Status], bytes]:
    """Keep one batch; return what became of its entries and the signed receipt."""
    if isinstance(found, BundleFault):  # the file changed under us
        raise _refuse(path, found)
    received_at = office.clock()
    match append_batch(office.database, found, received_at, way=Way.STICK):
        case UnknownKiosk(kiosk_id=kiosk_id):
            raise _refuse_unknown(path, kiosk_id)
        case Ingested() as ingested:
            sealed = seal_receipt(office.keys, found, ingested, to_us(received_at))
            return _list_statuses(found, ingested), sealed


def _list_statuses(signed: SignedBatch, ingested: Ingested) -> list[Status]:
    pairs = zip(signed.batch.rows, ingested.lines, strict=True)
    return [line.status for row, line in pairs if not _is_admin(row.content)]


def _is_admin(encoded: bytes) -> bool:
    facts = content.decode(encoded)
    return facts is not None and facts.act in ADMIN_ACTS


def _write_receipts(path: Path, sealed: list[bytes]) -> None:
    try:
        write_whole(path, receipts.pack(sealed))
    except OSError as error:
        raise OutsideError(
            f"The entries are kept, but the receipts file '{path}' can't be written: "
            f"{error.strerror}. Give another one with --receipt and import again."
        ) from error


def _count(taken: list[list[Status]], target: Path) -> Imported:
    statuses = [status for one in taken for status in one]
    return Imported(
        accepted=statuses.count(Status.ACCEPTED),
        duplicate=statuses.count(Status.DUPLICATE),
        refused=statuses.count(Status.REFUSED),
        held=statuses.count(Status.HELD),
        receipts=target,
    )


def _refuse(path: Path, fault: BundleFault) -> RefusedError:
    return RefusedError(f"'{path}' {_SENTENCES[fault]}. Nothing was written.")


def _refuse_unknown(path: Path, kiosk_id: str) -> RefusedError:
    return RefusedError(
        f"The bundle '{path}' is of the kiosk {kiosk_id}, which is not enrolled here. "
        "Nothing was written; enrol the kiosk, or take the bundle to its province."
    )
