"""Roster: taken from the province over TUF, verified beside the one in use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection
from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, TargetFile, Timestamp
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.errors import StorageError
from kiosk.protocol import roster as target
from kiosk.roster import Roster
from kiosk.storage import roster as stored
from kiosk.sync import lists
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, classify_status


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What TUF brought: the roster without its lists, and the files they are in."""

    head: Roster
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


class Source(Protocol):
    """Where the province's files come from; a `Transport` is one."""

    def get(self, path: str) -> Reply | Fault:
        """Return what GET on `path` answers."""


class _Fetcher(FetcherInterface):
    """Fetches TUF's files by paths of one province, remembering the fault that stopped it."""

    def __init__(self, transport: Source) -> None:
        self._transport = transport
        self.fault: Fault | None = None

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.fault = None
        reply = self._transport.get(url)
        if isinstance(reply, Fault):
            self.fault = reply
            raise DownloadError(reply.detail)
        fault = classify_status(reply)
        if fault is not None:
            # 404 is how TUF learns that there is no newer root: no fault of ours.
            self.fault = None if reply.status == _NOT_FOUND else fault
            raise DownloadHTTPError(fault.detail, reply.status)
        return iter([reply.body])


_NOT_FOUND = 404


def fetch(transport: Source, folder: Path, root: bytes) -> Delivered | Fault:
    """Return the province's newest roster, or why there is none that can be trusted.

    `root` is the root.json that the enrolment code named by its hash. Rolled
    back, frozen, altered and half-loaded metadata are refused by TUF, and the
    roster in use stays.

    Raises:
        StorageError: the disk does not keep TUF's files.
    """
    metadata, targets = folder / "metadata", folder / "targets"
    fetcher = _Fetcher(transport)
    try:
        for path in (metadata, targets):
            path.mkdir(parents=True, exist_ok=True)
        updater = Updater(
            str(metadata),
            target.METADATA_PATH + "/",
            str(targets),
            target.TARGETS_PATH + "/",
            fetcher=fetcher,
            bootstrap=root,
        )
        updater.refresh()
        return _read(updater, metadata)
    except ExpiredMetadataError as error:
        return Fault(fault_class=FaultClass.CLOCK, detail=f"roster: {error}")
    except (DownloadError, RepositoryError, ValueError) as error:
        return fetcher.fault or Fault(
            fault_class=FaultClass.BAD_RECEIPT, detail=f"roster: {error}"
        )
    except OSError as error:
        raise StorageError(
            f"Roster folder {folder}: {error.strerror or error}. "
            "Free space on this disk, or make the folder writable."
        ) from error


def take(connection: Connection, delivered: Delivered) -> None:
    """Take what was delivered into use, all of it or nothing.

    A policy that this program does not understand is left out whole: the last
    good one stays, and why is told by `status`.
    """
    stored.put(
        connection,
        delivered.head,
        delivered.files,
        policy_fault=lists.find_policy_fault(delivered.files),
    )


class _Repository(Protocol):
    """What of TUF's `Updater` is used once it has verified the metadata."""

    def get_targetinfo(self, target_path: str, /) -> TargetFile | None:
        """Return what is signed of a target, None where there is none."""

    def find_cached_target(self, targetinfo: TargetFile, /) -> str | None:
        """Return where the target is on this disk already."""

    def download_target(self, targetinfo: TargetFile, /) -> str:
        """Return where the target was written to."""


def _read(updater: _Repository, metadata: Path) -> Delivered | Fault:
    content = _download(updater, target.TARGET)
    decoded = None if content is None else target.decode(content)
    if decoded is None:
        return _refuse("there is no roster that can be read")
    files = {}
    for name in target.choose_files(decoded.files):
        data = _download(updater, name)
        if data is None:
            return _refuse(f"{name} is named and not there")
        files[name] = data
    timestamp = Metadata[Timestamp].from_file(str(metadata / "timestamp.json"))
    head = Roster(
        version=decoded.version,
        issued_at=datetime.fromtimestamp(decoded.issued_at, UTC),
        expires_at=timestamp.signed.expires,
        receipt_keys=decoded.receipt_keys,
        bundle_recipients=decoded.bundle_recipients,
        watch=decoded.watch,
    )
    whole = lists.fill(head, files)
    return (
        _refuse(whole) if isinstance(whole, str) else Delivered(head=head, files=files)
    )


def _download(updater: _Repository, name: str) -> bytes | None:
    """Return the target `name`, from the disk where it has not changed."""
    found = updater.get_targetinfo(name)
    if found is None:
        return None
    path = updater.find_cached_target(found) or updater.download_target(found)
    return Path(path).read_bytes()


def _refuse(detail: str) -> Fault:
    return Fault(fault_class=FaultClass.BAD_RECEIPT, detail=f"roster: {detail}")
