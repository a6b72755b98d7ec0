"""Verification: whether an export is whole and unaltered, whatever kind it is."""

import csv
import hashlib
import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

import pyrage
import pyzipper

from kiosk.export.columns import HEADER
from kiosk.export.tables import ZIPPED_NAME
from kiosk.export.writing import CHUNK_BYTES, SUMS, read_sums
from kiosk.protocol import bundle
from kiosk.protocol.bundle import BundleFault, Manifest

_NAME = re.compile(r"kiosk-(K[A-Z2-7]{12})_")
_COMMENT = re.compile(rb"rows=(\d{1,12})")
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
MAX_LINE_CHARS = 1024 * 1024
"""A row has some 300."""

_UNREADABLE = (
    zipfile.BadZipFile,
    pyzipper.BadZipFile,
    zlib.error,
    csv.Error,
    EOFError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What the readers of ZIP and CSV raise for bytes that are none."""


class VerifyFault(StrEnum):
    """Why a file is no whole export, beside what a bundle can lack."""

    MISSING = "missing"
    NOT_AN_EXPORT = "not_an_export"
    NOT_LISTED = "not_listed"
    """`SHA256SUMS` beside it does not name it, so nothing can be compared."""
    ALTERED = "altered"
    WRONG_KEY = "wrong_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a check found; `reason` is None for a whole export.

    `rows` does not count admin acts. `chain` is of bundles only, as are
    `sequence` and a `kiosk_id` that is more than the file's name.
    """

    rows: int | None = None
    kiosk_id: str | None = None
    sequence: int | None = None
    chain: str | None = None
    reason: VerifyFault | BundleFault | None = None
    first: int | None = None
    """Where the first batch of a bundle starts that is not as the kiosk signed it."""

    @property
    def ok(self) -> bool:
        """Say whether the export is whole and unaltered."""
        return self.reason is None


def verify(path: Path, key: str | None = None) -> Verification:
    """Check the export at `path`; never raises for what it holds.

    `key` opens what is sealed: the age identity of a province for a bundle,
    the passphrase for a ZIP. Without it a bundle's signature, bytes and chain
    are checked by its manifest.
    """
    try:
        with path.open("rb") as file:
            start = file.read(len(bundle.MAGIC))
            if start == bundle.MAGIC:
                return _verify_bundle(file, key)
            return _verify_table(path, file, start, key)
    except OSError:
        return Verification(reason=VerifyFault.MISSING)


def _verify_bundle(file: BinaryIO, key: str | None) -> Verification:
    manifest = bundle.read_manifest(file)
    if isinstance(manifest, BundleFault):
        chain = "broken" if manifest is BundleFault.BROKEN_CHAIN else "altered"
        return Verification(chain=chain, reason=manifest)
    inside = None if key is None else _find_fault_inside(file, manifest, key)
    fault, first = (None, None) if inside is None else inside
    return Verification(
        rows=manifest.rows,
        kiosk_id=manifest.kiosk_id,
        sequence=manifest.sequence,
        chain="broken" if fault is BundleFault.BROKEN_CHAIN else "ok",
        reason=fault,
        first=first,
    )


def _find_fault_inside(
    file: BinaryIO, manifest: Manifest, key: str
) -> tuple[BundleFault, int | None] | None:
    """Return the first fault of the batches, and the position where its batch starts."""
    try:
        identity = pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        return BundleFault.WRONG_KEY, None
    with tempfile.TemporaryFile() as body:
        fault = bundle.open_body(file, manifest, identity, body)
        if fault is not None:
            return fault, None
        starts = [stated.first for stated in manifest.batches]
        for number, one in enumerate(bundle.read_batches(body, manifest)):
            if isinstance(one, BundleFault):
                return one, starts[number] if number < len(starts) else None
    return None


def _verify_table(
    path: Path, file: BinaryIO, start: bytes, key: str | None
) -> Verification:
    named = _NAME.match(path.name)
    kiosk_id = named[1] if named else None
    reason = _compare_sum(path, file)
    if reason is VerifyFault.ALTERED:
        return Verification(kiosk_id=kiosk_id, reason=reason)
    file.seek(0)
    try:
        rows = _count_rows(file, start, key)
    except _UNREADABLE:
        return Verification(kiosk_id=kiosk_id, reason=VerifyFault.NOT_AN_EXPORT)
    if isinstance(rows, VerifyFault):
        return Verification(kiosk_id=kiosk_id, reason=rows)
    return Verification(rows=rows, kiosk_id=kiosk_id, reason=reason)


def _compare_sum(path: Path, file: BinaryIO) -> VerifyFault | None:
    line = read_sums(path.with_name(SUMS)).get(path.name)
    if line is None:
        return VerifyFault.NOT_LISTED
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    return None if line.startswith(digest.hexdigest()) else VerifyFault.ALTERED


def _count_rows(file: BinaryIO, start: bytes, key: str | None) -> int | VerifyFault:
    if not start.startswith(b"PK"):
        return _count_lines(file)
    with pyzipper.AESZipFile(file) as archive:
        if ZIPPED_NAME in archive.namelist():
            return _count_zipped(archive, key)
        sheets = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
        if not sheets:
            return VerifyFault.NOT_AN_EXPORT
        return sum(_count_sheet(archive, name) for name in sheets)


def _count_lines(file: BinaryIO) -> int | VerifyFault:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        rows = csv.reader(_read_lines(text), strict=True)
        if tuple(next(rows, ())) != HEADER:
            return VerifyFault.NOT_AN_EXPORT
        return sum(1 for _ in rows)
    finally:
        text.detach()


def _read_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines; one that no export has would be read whole, be it a gigabyte."""
    while line := text.readline(MAX_LINE_CHARS):
        if len(line) == MAX_LINE_CHARS:
            raise csv.Error("line too long")
        yield line


def _count_zipped(archive: pyzipper.AESZipFile, key: str | None) -> int | VerifyFault:
    """Return the rows inside, or what the comment says of them where there is no key."""
    said = _COMMENT.fullmatch(archive.comment)
    if said is None:
        return VerifyFault.NOT_AN_EXPORT
    if key is None:
        return int(said[1])
    archive.setpassword(key.encode("utf-8"))
    try:
        member = archive.open(ZIPPED_NAME)
    except RuntimeError:
        return VerifyFault.WRONG_KEY
    with member:
        rows = _count_lines(member)
    return rows if rows == int(said[1]) else VerifyFault.NOT_AN_EXPORT


def _count_sheet(archive: pyzipper.AESZipFile, name: str) -> int:
    """Return the rows of a sheet without its header; a tag in a cell is escaped."""
    found, tail = 0, b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(CHUNK_BYTES):
            found += (tail + chunk).count(b"<row ")
            tail = chunk[-4:]
    return max(0, found - 1)
