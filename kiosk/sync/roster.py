"""Roster: taken from the province over TUF, verified beside the one in use."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
from sqlalchemy import Connection
from tuf.api.exceptions import (
    DownloadError,
    DownloadHTTPError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, Timestamp
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.errors import StorageError
from kiosk.protocol import roster as target
from kiosk.roster import Roster
from kiosk.storage import settings
from kiosk.sync.fault import Fault, FaultClass
from kiosk.sync.transport import Reply, classify_status

_SETTING = "roster"


class _StoredRoster(msgspec.Struct, frozen=True):
    version: int
    issued_at: float
    expires_at: float
    receipt_keys: tuple[bytes, ...]
    bundle_recipients: tuple[str, ...] = ()


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


def fetch(transport: Source, folder: Path, root: bytes) -> Roster | Fault:
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
        found = updater.get_targetinfo(target.TARGET)
        if found is None:
            return Fault(fault_class=FaultClass.BAD_RECEIPT, detail="no roster")
        content = Path(updater.download_target(found)).read_bytes()
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
    return _make(content, metadata)


def put(connection: Connection, roster: Roster) -> None:
    """Take `roster` into use."""
    stored = _StoredRoster(
        version=roster.version,
        issued_at=roster.issued_at.timestamp(),
        expires_at=roster.expires_at.timestamp(),
        receipt_keys=roster.receipt_keys,
        bundle_recipients=roster.bundle_recipients,
    )
    settings.put(connection, _SETTING, msgspec.msgpack.encode(stored))


def read(connection: Connection) -> Roster | None:
    """Return the roster in use, None where there is none yet."""
    value = settings.get(connection, _SETTING)
    if value is None:
        return None
    stored = msgspec.msgpack.decode(value, type=_StoredRoster)
    return Roster(
        version=stored.version,
        issued_at=datetime.fromtimestamp(stored.issued_at, UTC),
        expires_at=datetime.fromtimestamp(stored.expires_at, UTC),
        receipt_keys=stored.receipt_keys,
        bundle_recipients=stored.bundle_recipients,
    )


def _make(content: bytes, metadata: Path) -> Roster | Fault:
    decoded = target.decode(content)
    if decoded is None:
        return Fault(fault_class=FaultClass.BAD_RECEIPT, detail="roster unreadable")
    timestamp = Metadata[Timestamp].from_file(str(metadata / "timestamp.json"))
    return Roster(
        version=decoded.version,
        issued_at=datetime.fromtimestamp(decoded.issued_at, UTC),
        expires_at=timestamp.signed.expires,
        receipt_keys=decoded.receipt_keys,
        bundle_recipients=decoded.bundle_recipients,
    )
