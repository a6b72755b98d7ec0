"""Publishing: the roster as a TUF repository of files that kiosks verify.

DATA/roster/metadata/   1.root root N.targets N.snapshot timestamp (.json)
DATA/roster/targets/    SHA256.roster.json, and so each file that it names
"""

import fcntl
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from kiosk.protocol import roster, signature
from kiosk.protocol.roster import RosterTarget
from province.contents import NO_CONTENTS, Contents
from province.errors import OutsideError
from province.files import write_whole
from province.keys import KeyFolder, KeyName

DUE_AFTER = timedelta(days=1)
TIMESTAMP_LIFE = timedelta(days=60)
"""How long a kiosk without news goes on without a warning (signed-codes.md 3)."""
ONLINE_LIFE = timedelta(days=365)
ROOT_LIFE = timedelta(days=3650)
"""Root is signed offline; a kiosk in a drawer for years must still find its way."""

_Role = TypeVar("_Role", Root, Targets, Snapshot, Timestamp)
_NAME = re.compile(r"[0-9a-z]+(\.[0-9a-z-]+){1,2}", re.ASCII)
_ONLINE = (KeyName.TARGETS, KeyName.SNAPSHOT, KeyName.TIMESTAMP)


class Publication:
    """The roster's repository under DATA/roster; `gather` says what it carries."""

    def __init__(
        self,
        folder: Path,
        keys: KeyFolder,
        gather: Callable[[], Contents] = lambda: NO_CONTENTS,
    ) -> None:
        self._metadata = folder / "roster" / "metadata"
        self._targets = folder / "roster" / "targets"
        self._lock_path = folder / "roster" / ".lock"
        self._keys = keys
        self._gather = gather

    def publish_if_due(self, now: datetime) -> bool:
        """Publish where nothing is, or it is a day old, or what it says has changed."""
        try:
            self._metadata.mkdir(parents=True, exist_ok=True)
            self._targets.mkdir(exist_ok=True)
            with self._lock():
                contents = self._gather()
                if not self._is_due(now, contents):
                    return False
                self._publish(now, contents)
                return True
        except OSError as error:
            raise OutsideError(
                f"The roster can't be written to '{self._metadata.parent}': "
                f"{error.strerror}. Mend its rights or make room."
            ) from error

    def publish_change(self, now: datetime) -> bool:
        """Publish what has changed, where a roster was ever published."""
        return self.read_version() > 0 and self.publish_if_due(now)

    def export(self, target: Path) -> int:
        """Copy what kiosks ask for into `target`; return the version.

        The timestamp comes last: a copy that was cut off is an older roster.
        """
        try:
            with self._lock():
                version = self.read_version()
                for name in self._list_current(version):
                    path = target / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_whole(path, (self._metadata.parent / name).read_bytes())
                return version
        except OSError as error:
            raise OutsideError(
                f"The roster can't be copied to '{target}': {error.strerror}. "
                "Mend its rights or give a folder on another stick."
            ) from error

    def read_version(self) -> int:
        """Return the version that is published, 0 where none is."""
        timestamp = self._read_timestamp()
        return 0 if timestamp is None else timestamp.version

    def hash_root(self) -> bytes | None:
        """Return SHA-256 of the current root.json, None before the first publication."""
        path = self._metadata / "root.json"
        if not path.exists():
            return None
        return hashlib.sha256(path.read_bytes()).digest()

    def hash_state(self) -> str:
        """Return what a kiosk that has the newest roster says that it knows."""
        timestamp, root = (
            self.read_metadata(name) for name in (roster.TIMESTAMP, "root.json")
        )
        return roster.hash_state(timestamp or b"", root or b"")

    def read_metadata(self, name: str) -> bytes | None:
        """Return the metadata file `name`, None where there is none."""
        return _read(self._metadata, name)

    def read_target(self, name: str) -> bytes | None:
        """Return the target file `name`, None where there is none."""
        return _read(self._targets, name)

    def read_root(self, sha256: str) -> bytes | None:
        """Return the root.json with this hash (hex), None where there is none."""
        for path in self._metadata.glob("*.root.json"):
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest() == sha256:
                return content
        return None

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with self._lock_path.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _list_current(self, version: int) -> list[str]:
        """Return every file of `version` below DATA/roster, the timestamp last."""
        roots = sorted(path.name for path in self._metadata.glob("*.root.json"))
        signed = (f"{version}.targets.json", f"{version}.snapshot.json")
        names = self._read_targets(version)
        return [
            *(
                f"targets/{file.hashes['sha256']}.{name}"
                for name, file in names.items()
            ),
            *(f"metadata/{name}" for name in (*roots, *signed, "timestamp.json")),
        ]

    def _is_due(self, now: datetime, contents: Contents) -> bool:
        timestamp = self._read_timestamp()
        if timestamp is None:
            return True
        issued_at = timestamp.expires - TIMESTAMP_LIFE
        old = now - issued_at >= DUE_AFTER
        return old or self._has_changed(timestamp.version, contents)

    def _has_changed(self, version: int, contents: Contents) -> bool:
        targets = self._read_targets(version)
        if roster.TARGET not in targets:
            return True
        head = targets.pop(roster.TARGET).hashes["sha256"]
        content = self.read_target(f"{head}.{roster.TARGET}")
        published = None if content is None else roster.decode(content)
        said = {name: file.hashes["sha256"] for name, file in targets.items()}
        if published is None or said != _hash_files(contents.files):
            return True
        return published != self._make_target(
            contents, version=published.version, issued_at=published.issued_at
        )

    def _read_targets(self, version: int) -> dict[str, TargetFile]:
        """Return the files of `version` by name, none where it can't be read."""
        path = self._metadata / f"{version}.targets.json"
        try:
            signed = Metadata[Targets].from_bytes(path.read_bytes()).signed
        except (RepositoryError, OSError):
            return {}
        return dict(signed.targets)

    def _make_target(
        self, contents: Contents, *, version: int, issued_at: int
    ) -> RosterTarget:
        return RosterTarget(
            version=version,
            issued_at=issued_at,
            receipt_keys=self._list_receipt_keys(),
            bundle_recipients=self._keys.list_bundle_recipients(),
            files=tuple(sorted(contents.files)),
            watch=contents.watch,
        )

    def _list_receipt_keys(self) -> tuple[bytes, ...]:
        return (signature.get_public_bytes(self._keys.load(KeyName.RECEIPT)),)

    def _read_timestamp(self) -> Timestamp | None:
        path = self._metadata / "timestamp.json"
        if not path.exists():
            return None
        try:
            return Metadata[Timestamp].from_file(str(path)).signed
        except RepositoryError as error:
            raise OutsideError(
                f"'{path}' is damaged: {error}. Bring DATA/roster back from a backup."
            ) from error

    def _publish(self, now: datetime, contents: Contents) -> None:
        """Write a new version; the timestamp comes last and makes it the current one."""
        if not (self._metadata / "root.json").exists():
            self._write_root(now)
        version = self.read_version() + 1
        head = self._make_target(
            contents, version=version, issued_at=int(now.timestamp())
        )
        files = {**contents.files, roster.TARGET: roster.encode(head)}
        later = now + ONLINE_LIFE
        written = {name: self._write_target(name, files[name]) for name in files}
        targets = Targets(version, expires=later, targets=written)
        snapshot = Snapshot(
            version, expires=later, meta={"targets.json": MetaFile(version)}
        )
        timestamp = Timestamp(
            version, expires=now + TIMESTAMP_LIFE, snapshot_meta=MetaFile(version)
        )
        self._write(f"{version}.targets.json", Metadata(targets), KeyName.TARGETS)
        self._write(f"{version}.snapshot.json", Metadata(snapshot), KeyName.SNAPSHOT)
        self._write("timestamp.json", Metadata(timestamp), KeyName.TIMESTAMP)

    def _write_root(self, now: datetime) -> None:
        root = Root(expires=now + ROOT_LIFE, consistent_snapshot=True)
        for name in (KeyName.ROOT, *_ONLINE):
            public = CryptoSigner(self._keys.load(name)).public_key
            root.add_key(public, name.value)
        signed = Metadata(root)
        self._write("1.root.json", signed, KeyName.ROOT)
        self._write("root.json", signed, KeyName.ROOT)

    def _write_target(self, name: str, content: bytes) -> TargetFile:
        target = TargetFile.from_data(name, content, ["sha256"])
        path = self._targets / f"{target.hashes['sha256']}.{name}"
        if not path.exists():
            write_whole(path, content)
        return target

    def _write(self, name: str, metadata: Metadata[_Role], key: KeyName) -> None:
        metadata.sign(CryptoSigner(self._keys.load(key)))
        write_whole(self._metadata / name, metadata.to_bytes(JSONSerializer()))


def _hash_files(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def _read(folder: Path, name: str) -> bytes | None:
    """Read a published file; names with a path in them are no names."""
    if not _NAME.fullmatch(name):
        return None
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        return None
