"""Publishing: the roster as a TUF repository of files that kiosks verify.

DATA/roster/metadata/   1.root root N.targets N.snapshot timestamp (.json)
DATA/roster/targets/    SHA256.roster.json, and so each file that it names
"""

import fcntl
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
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

from kiosk.protocol import roster
from kiosk.protocol.roster import RosterTarget
from province import root
from province.contents import NO_CONTENTS, Contents
from province.errors import KeyFileError, OutsideError
from province.files import write_whole
from province.keys import KeyFolder, KeyName

DUE_AFTER = timedelta(days=1)
TIMESTAMP_LIFE = timedelta(days=60)
"""How long a kiosk without news goes on without a warning (signed-codes.md 3)."""
ONLINE_LIFE = timedelta(days=365)

_Role = TypeVar("_Role", Root, Targets, Snapshot, Timestamp)
_NAME = re.compile(r"[0-9a-z]+(\.[0-9a-z-]+){1,2}", re.ASCII)
_ROOT = "root.json"


class Publication:
    """The roster's repository under DATA/roster; `gather` says what it carries.

    `turn` keeps other machines of the same ledger from publishing meanwhile.
    """

    def __init__(
        self,
        folder: Path,
        keys: KeyFolder,
        gather: Callable[[], Contents] = lambda: NO_CONTENTS,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._metadata = folder / "roster" / "metadata"
        self._targets = folder / "roster" / "targets"
        self._lock_path = folder / "roster" / ".lock"
        self._keys = keys
        self._gather = gather
        self._turn = turn

    def publish_if_due(self, now: datetime) -> bool:
        """Publish where nothing is, or it is a day old, or what it says has changed."""
        with self._writing(), self._turn(), self._lock():
            contents = self._gather()
            if not self._is_due(now, contents):
                return False
            self._publish(now, contents)
            return True

    def follow_keys(
        self, new: root.Keys, signer: Ed25519PrivateKey, now: datetime
    ) -> None:
        """Let `new` keys sign from now on: a new root, and a version that they sign.

        What was cut off between the two is published again when it is due: at once.
        """
        with self._writing(), self._turn(), self._lock():
            contents, held = self._gather(), self._read_root()
            followed = root.make_next(held, new, signer, now)
            self._write(f"{followed.signed.version}.root.json", followed)
            self._write(_ROOT, followed)
            self._publish(now, contents)

    def names_key(self, name: KeyName, key: Ed25519PrivateKey) -> bool:
        """Say whether `key` is one that the root lets sign for `name`."""
        key_id = CryptoSigner(key).public_key.keyid
        return root.names(self._read_root(), name, key_id)

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

    def read_current(self) -> dict[str, bytes]:
        """Return what `export` copies, by its names, for a kiosk without a network."""
        with self._lock():
            names = self._list_current(self.read_version())
            return {name: (self._metadata.parent / name).read_bytes() for name in names}

    def date_version(self, version: int) -> datetime | None:
        """Return when `version` was published, None for one that is not here."""
        content = self.read_metadata(f"{version}.snapshot.json")
        if content is None:
            return None
        try:
            return Metadata[Snapshot].from_bytes(content).signed.expires - ONLINE_LIFE
        except RepositoryError:
            return None

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
    def _writing(self) -> Iterator[None]:
        try:
            self._metadata.mkdir(parents=True, exist_ok=True)
            self._targets.mkdir(exist_ok=True)
            yield
        except OSError as error:
            raise OutsideError(
                f"The roster can't be written to '{self._metadata.parent}': "
                f"{error.strerror}. Mend its rights or make room."
            ) from error

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
        return (
            old
            or not self._follows_root(timestamp.version)
            or self._has_changed(timestamp.version, contents)
        )

    def _follows_root(self, version: int) -> bool:
        """Say whether `version` is signed by the keys that the root names now."""
        held = self._read_root()
        signed: dict[
            KeyName, Metadata[Timestamp] | Metadata[Snapshot] | Metadata[Targets]
        ]
        try:
            signed = {
                KeyName.TIMESTAMP: self._read(Timestamp, "timestamp.json"),
                KeyName.SNAPSHOT: self._read(Snapshot, f"{version}.snapshot.json"),
                KeyName.TARGETS: self._read(Targets, f"{version}.targets.json"),
            }
        except (RepositoryError, OSError):
            return False
        return all(
            any(root.names(held, name, key_id) for key_id in one.signatures)
            for name, one in signed.items()
        )

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
            receipt_keys=tuple(map(bytes.fromhex, self._list_receipt_keys())),
            bundle_recipients=self._keys.list_bundle_recipients(),
            files=tuple(sorted(contents.files)),
            watch=contents.watch,
        )

    def _list_receipt_keys(self) -> tuple[str, ...]:
        """Return what receipts verify by: kiosks keep those of before, and look at them again."""
        return self._keys.list_publics(KeyName.RECEIPT)

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
        if not (self._metadata / _ROOT).exists():
            self._write_first_root(now)
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
        self._sign(f"{version}.targets.json", Metadata(targets), KeyName.TARGETS)
        self._sign(f"{version}.snapshot.json", Metadata(snapshot), KeyName.SNAPSHOT)
        self._sign("timestamp.json", Metadata(timestamp), KeyName.TIMESTAMP)

    def _write_first_root(self, now: datetime) -> None:
        first = root.make_first({n: self._keys.load(n) for n in root.ROLES}, now)
        self._write("1.root.json", first)
        self._write(_ROOT, first)

    def _read_root(self) -> Metadata[Root]:
        path = self._metadata / _ROOT
        try:
            return Metadata[Root].from_bytes(path.read_bytes())
        except (RepositoryError, OSError) as error:
            raise OutsideError(
                f"'{path}' can't be read: {error}. Bring DATA/roster back from a backup."
            ) from error

    def _read(self, role: type[_Role], name: str) -> Metadata[_Role]:
        del role  # which tells the type
        return Metadata.from_bytes((self._metadata / name).read_bytes())

    def _write_target(self, name: str, content: bytes) -> TargetFile:
        target = TargetFile.from_data(name, content, ["sha256"])
        path = self._targets / f"{target.hashes['sha256']}.{name}"
        if not path.exists():
            write_whole(path, content)
        return target

    def _sign(self, name: str, metadata: Metadata[_Role], role: KeyName) -> None:
        metadata.sign(CryptoSigner(self._find_signer(role)))
        self._write(name, metadata)

    def _find_signer(self, role: KeyName) -> Ed25519PrivateKey:
        """Return the key that the root names: the staged one, once a rotation was cut off."""
        for key in self._keys.load_candidates(role):
            if self.names_key(role, key):
                return key
        raise KeyFileError(
            f"The key '{role}' that the roster's root names is not here. Bring it back "
            "from its backup, or run 'province keys rotate'."
        )

    def _write(self, name: str, metadata: Metadata[_Role]) -> None:
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
