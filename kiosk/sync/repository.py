"""Repository: the province's files over TUF, verified beside those in use."""

from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, TargetFile, Timestamp
from tuf.ngclient import Updater
from tuf.ngclient.fetcher import FetcherInterface

from kiosk.errors import StorageError
from kiosk.protocol import roster as target
from kiosk.roster import Roster
from kiosk.sync import lists
from kiosk.sync.fault import Distrust, Fault, FaultClass
from kiosk.sync.roster import Delivered, Source
from kiosk.sync.transport import classify_status


class _Fetcher(FetcherInterface):
    """Fetches TUF's files by paths of one province, remembering the fault that stopped it.

    The timestamp is asked for first. Where nothing was published since it was
    fetched last, that is the one request: TUF then finds all on this disk, and
    what is missing or damaged there is fetched as ever.
    """

    def __init__(self, transport: Source, metadata: Path) -> None:
        self._transport = transport
        self._metadata = metadata
        self._timestamp = b""
        self._is_same = False
        self.fault: Fault | None = None

    def look(self) -> Fault | None:
        """Ask whether anything was published; return why there is no answer."""
        held, root = (self._read(name) for name in (target.TIMESTAMP, "root.json"))
        path = f"{target.METADATA_PATH}/{target.TIMESTAMP}"
        if held:
            path += f"?{target.KNOWN}={target.hash_state(held, root)}"
        reply = self._transport.get(path)
        if isinstance(reply, Fault):
            return reply
        self._is_same = bool(held) and reply.status == HTTPStatus.NO_CONTENT
        self._timestamp = held if self._is_same else reply.body
        return None if self._is_same else classify_status(reply)

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.fault = None
        kind, name = url.rsplit("/", 2)[-2:]
        if kind == "metadata" and name == target.TIMESTAMP:
            return iter([self._timestamp])
        if self._is_same and name.endswith(".root.json"):
            raise DownloadHTTPError("nothing new", HTTPStatus.NOT_FOUND)
        reply = self._transport.get(url)
        if isinstance(reply, Fault):
            self.fault = reply
            raise DownloadError(reply.detail)
        fault = classify_status(reply)
        if fault is not None:
            # 404 is how TUF learns that there is no newer root: no fault of ours.
            is_missing = reply.status == HTTPStatus.NOT_FOUND
            self.fault = None if is_missing else fault
            raise DownloadHTTPError(fault.detail, reply.status)
        return iter([reply.body])

    def _read(self, name: str) -> bytes:
        try:
            return (self._metadata / name).read_bytes()
        except FileNotFoundError:
            return b""


def fetch(transport: Source, folder: Path, root: bytes) -> Delivered | Fault:
    """Return the province's newest roster, or why there is none that can be trusted.

    `root` is the root.json that the enrolment code named by its hash. Rolled
    back, frozen, altered and half-loaded metadata are refused by TUF, and the
    roster in use stays.

    Raises:
        StorageError: the disk does not keep TUF's files.
    """
    metadata, targets = folder / "metadata", folder / "targets"
    fetcher = _Fetcher(transport, metadata)
    try:
        for path in (metadata, targets):
            path.mkdir(parents=True, exist_ok=True)
        fault = fetcher.look()
        if fault is not None:
            return fault
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
    except (DownloadError, RepositoryError, ValueError) as error:
        return fetcher.fault or _refuse(_find_distrust(error), str(error))
    except OSError as error:
        raise StorageError(
            f"Roster folder {folder}: {error.strerror or error}. "
            "Free space on this disk, or make the folder writable."
        ) from error


def _find_distrust(error: Exception) -> Distrust:
    return next(
        (distrust for kind, distrust in _DISTRUST if isinstance(error, kind)),
        Distrust.UNREADABLE,
    )


_DISTRUST = (
    (ExpiredMetadataError, Distrust.EXPIRED),
    (BadVersionNumberError, Distrust.ROLLED_BACK),
    (UnsignedMetadataError, Distrust.NOT_SIGNED),
    (LengthOrHashMismatchError, Distrust.ALTERED),
    (DownloadLengthMismatchError, Distrust.ALTERED),
    (DownloadError, Distrust.INCOMPLETE),
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
        return _refuse(Distrust.UNREADABLE, "there is no roster that can be read")
    files = {}
    for name in target.choose_files(decoded.files):
        data = _download(updater, name)
        if data is None:
            return _refuse(Distrust.INCOMPLETE, f"{name} is named and not there")
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
    if isinstance(whole, str):
        return _refuse(Distrust.UNREADABLE, whole)
    return Delivered(head=head, files=files)


def _download(updater: _Repository, name: str) -> bytes | None:
    """Return the target `name`, from the disk where it has not changed."""
    found = updater.get_targetinfo(name)
    if found is None:
        return None
    path = updater.find_cached_target(found) or updater.download_target(found)
    return Path(path).read_bytes()


def _refuse(distrust: Distrust, detail: str) -> Fault:
    is_late = distrust is Distrust.EXPIRED  # or this machine's clock is wrong
    return Fault(
        fault_class=FaultClass.CLOCK if is_late else FaultClass.BAD_RECEIPT,
        detail=f"roster: {detail}",
        distrust=distrust,
    )
