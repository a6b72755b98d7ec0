"""Keys: the province's own, made on first start, kept as files.

DATA/keys/            targets, snapshot, timestamp, receipt, pass, bundle; every public half
DATA/keys/offline/    root, recovery: until `province keys backup` has moved them
DATA/keys/retired/    NAME-N: public halves of before, and what opens old bundles
NAME.next is a key that was made and is not in use yet (province/rotation.py).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from pyrage import IdentityError, x25519

from province.errors import KeyFileError, UsageError
from province.files import sync_folder, write_whole


class KeyName(StrEnum):
    """What a key is for."""

    ROOT = "root"
    TARGETS = "targets"
    SNAPSHOT = "snapshot"
    TIMESTAMP = "timestamp"
    RECEIPT = "receipt"
    PASS = "pass"  # noqa: S105 - a gate's
    """Signs the province's passes."""
    BUNDLE = "bundle"
    """Opens the bundles that kiosks seal to the province (age)."""
    RECOVERY = "recovery"


class Place(StrEnum):
    """Where the private half of a key is."""

    ONLINE = "online"
    OFFLINE_HERE = "offline_here"
    """Made to be kept elsewhere, but still on this machine."""
    MOVED = "moved"


OFFLINE = (KeyName.ROOT, KeyName.RECOVERY)
_OPENING = (KeyName.BUNDLE, KeyName.RECOVERY)
_SIGNING = tuple(name for name in KeyName if name not in _OPENING)
_KEPT = (*_OPENING, KeyName.ROOT)
"""Whose private halves stay after their rotation: what was sealed to them is still
about, and a root of before signs again where the newest one was lost."""
_NEXT = ".next"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """What may be told of a key; `public` is hex, or the age recipient.

    `made_at` is when its public half was written here, `retired` how many came before.
    """

    name: KeyName
    algorithm: str
    public: str
    place: Place
    made_at: datetime
    retired: int


class KeyFolder:
    """The province's keys under DATA/keys; `offline` is where root and recovery are."""

    def __init__(self, folder: Path, offline: Path | None = None) -> None:
        self._data = folder
        self._folder = folder / "keys"
        self._retired = self._folder / "retired"
        self._offline = offline or self._folder / "offline"

    @property
    def folder(self) -> Path:
        """Return where the keys are."""
        return self._folder

    def create_missing(self) -> None:
        """Make every key that was never made; one that was moved stays away."""
        try:
            self._make_folders()
            with self._lock():
                for name in _SIGNING:
                    if not self._public_path(name).exists():
                        self._create_signing(name)
                for name in _OPENING:
                    if not self._public_path(name).exists():
                        self._create_opening(name)
        except OSError as error:
            raise KeyFileError(
                f"Keys can't be written to '{self._folder}': {error.strerror}. "
                "Mend its rights or give another folder with --data."
            ) from error

    def stage(self, name: KeyName) -> None:
        """Make the key that is to follow `name`, unless it is made already."""
        with self._writing(), self._lock():
            if self._public_path(name, _NEXT).exists():
                return
            if name in _OPENING:
                self._create_opening(name, _NEXT)
            else:
                self._create_signing(name, _NEXT)

    def promote(self, name: KeyName) -> None:
        """Put the staged key in the place of `name`; once more after a crash ends it."""
        with self._writing(), self._lock():
            if not self._public_path(name, _NEXT).exists():
                return
            self._retire(name)
            for find in (self._private_path, self._public_path):
                staged, current = find(name, _NEXT), find(name)
                if staged.exists():
                    staged.replace(current)
                    sync_folder(current.parent)

    def load(self, name: KeyName) -> Ed25519PrivateKey:
        """Return the signing key `name`.

        Raises:
            KeyFileError: It is not here, or the file holds no such key.
        """
        return _read_signing(self._private_path(name))

    def load_candidates(self, name: KeyName) -> tuple[Ed25519PrivateKey, ...]:
        """Return the signing key `name` and the staged one, those that are here."""
        paths = (self._private_path(name), self._private_path(name, _NEXT))
        return tuple(_read_signing(path) for path in paths if path.exists())

    def load_identities(self) -> tuple[x25519.Identity, ...]:
        """Return the age identities that open bundles, the newest first.

        Raises:
            KeyFileError: One is not here, or the file holds none.
        """
        retired = self._list_retired(KeyName.BUNDLE)
        paths = (path.with_suffix(".agekey") for path in retired)
        current = self._private_path(KeyName.BUNDLE)
        return tuple(_read_identity(path) for path in (current, *paths))

    def list_publics(self, name: KeyName) -> tuple[str, ...]:
        """Return what verifies `name`: of now, of what is staged, and of all before."""
        first = (self._public_path(name), self._public_path(name, _NEXT))
        paths = [path for path in first if path.exists()]
        paths += self._list_retired(name)
        return tuple(dict.fromkeys(_read_text(path) for path in paths))

    def read_recovery_recipient(self) -> str:
        """Return the age recipient that recovery copies are sealed to."""
        return self._read_public(KeyName.RECOVERY)

    def list_bundle_recipients(self) -> tuple[str, ...]:
        """Return the age recipients that bundles are sealed to."""
        return tuple(
            self._read_public(name)
            for name in _OPENING
            if self._public_path(name).exists()
        )

    def list_keys(self) -> tuple[KeyView, ...]:
        """Return every key that was made, and where it is."""
        return tuple(
            KeyView(
                name=name,
                algorithm="x25519" if name in _OPENING else "ed25519",
                public=self._read_public(name),
                place=self._find_place(name),
                made_at=self._read_age(name),
                retired=len(self._list_retired(name)),
            )
            for name in KeyName
            if self._public_path(name).exists()
        )

    def list_still_here(self) -> tuple[Path, ...]:
        """Return the files of offline keys that have not been moved yet."""
        found = (
            path
            for name in OFFLINE
            for path in (
                self._private_path(name),
                *sorted(self._offline.glob(f"{name}-*")),
            )
        )
        return tuple(path for path in found if path.exists())

    def is_here(self, name: KeyName) -> bool:
        """Say whether the private half of `name` is where this folder looks for it."""
        return self._private_path(name).exists()

    def back_up(self, target: Path) -> tuple[Path, ...]:
        """Move the offline keys to `target`: copied, read back, then removed here."""
        if target.resolve().is_relative_to(self._data.resolve()):
            raise UsageError(
                f"'{target}' lies inside the data folder. Give a folder elsewhere, "
                "such as a stick."
            )
        try:
            return self._move(target)
        except OSError as error:
            raise KeyFileError(
                f"The keys can't be moved to '{target}': {error.strerror}. "
                "Nothing was removed that has no copy."
            ) from error

    def _move(self, target: Path) -> tuple[Path, ...]:
        target.mkdir(mode=0o700, parents=True, exist_ok=True)
        sources = self.list_still_here()
        for source in sources:
            copy = target / source.name
            content = source.read_bytes()
            if copy.exists() and copy.read_bytes() != content:
                raise UsageError(f"'{copy}' holds another key. Give an empty folder.")
            write_whole(copy, content, 0o600)
            if copy.read_bytes() != content:
                raise KeyFileError(f"'{copy}' reads back differently. Use another.")
        for source in sources:
            source.unlink()
            sync_folder(source.parent)
        return tuple(target / source.name for source in sources)

    def _make_folders(self) -> None:
        self._data.mkdir(parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._offline.mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self._folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise KeyFileError(
                f"A key can't be written to '{error.filename or self._folder}': "
                f"{error.strerror}. Mend its rights or make room, and do it again."
            ) from error

    def _retire(self, name: KeyName) -> None:
        """Keep of the key in use what is needed after it; it stays in its place."""
        public = self._public_path(name).read_bytes()
        held = self._list_retired(name)
        if held and held[0].read_bytes() == public:
            return  # a crash came between this and the new key
        self._retired.mkdir(mode=0o700, exist_ok=True)
        private = self._private_path(name)
        stem = f"{name}-{len(held) + 1}"
        if name in _KEPT:
            folder = self._offline if name in OFFLINE else self._retired
            kept = folder / f"{stem}{private.suffix}"
            write_whole(kept, private.read_bytes(), 0o600)
        write_whole(self._retired / f"{stem}.public", public)

    def _list_retired(self, name: KeyName) -> list[Path]:
        """Return the public halves that came before, the newest first."""
        found = self._retired.glob(f"{name}-*.public")
        return sorted(found, key=lambda path: -int(path.stem.rpartition("-")[2]))

    def _create_signing(self, name: KeyName, stage: str = "") -> None:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(self._private_path(name, stage), pem, 0o600)
        public = key.public_key().public_bytes_raw().hex()
        _write_text(self._public_path(name, stage), public)

    def _create_opening(self, name: KeyName, stage: str = "") -> None:
        identity = x25519.Identity.generate()
        secret = f"{identity}\n".encode("ascii")
        write_whole(self._private_path(name, stage), secret, 0o600)
        _write_text(self._public_path(name, stage), str(identity.to_public()))

    def _read_public(self, name: KeyName) -> str:
        return _read_text(self._public_path(name))

    def _read_age(self, name: KeyName) -> datetime:
        changed = self._public_path(name).stat().st_mtime
        return datetime.fromtimestamp(changed, UTC).replace(microsecond=0)

    def _find_place(self, name: KeyName) -> Place:
        if not self._private_path(name).exists():
            return Place.MOVED
        return Place.OFFLINE_HERE if name in OFFLINE else Place.ONLINE

    def _private_path(self, name: KeyName, stage: str = "") -> Path:
        folder = self._offline if name in OFFLINE else self._folder
        return folder / f"{name}{stage}.{'agekey' if name in _OPENING else 'pem'}"

    def _public_path(self, name: KeyName, stage: str = "") -> Path:
        return self._folder / f"{name}{stage}.public"


def _read_signing(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise KeyFileError(
            f"The key '{path}' is not here. Bring it back from its backup."
        ) from error
    except (OSError, ValueError) as error:
        raise KeyFileError(f"The key '{path}' can't be read: {error}.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"The file '{path}' holds no Ed25519 key.")
    return key


def _read_identity(path: Path) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError, IdentityError) as error:
        raise KeyFileError(
            f"The key '{path}' can't be read: {error}. Run 'province keys init', "
            "or bring it back from its backup."
        ) from error


def _write_text(path: Path, text: str) -> None:
    write_whole(path, f"{text}\n".encode("ascii"))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise KeyFileError(
            f"'{path}' can't be read: {error.strerror}. Run 'province keys init'."
        ) from error
