"""Keys: the province's own, made on first start, kept as files.

DATA/keys/            targets, snapshot, timestamp, receipt, pass, bundle; every public half
DATA/keys/offline/    root, recovery: until `province keys backup` has moved them
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """What may be told of a key; `public` is hex, or the age recipient."""

    name: KeyName
    algorithm: str
    public: str
    place: Place


class KeyFolder:
    """The province's keys under DATA/keys."""

    def __init__(self, folder: Path) -> None:
        self._data = folder
        self._folder = folder / "keys"

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

    def load(self, name: KeyName) -> Ed25519PrivateKey:
        """Return the signing key `name`.

        Raises:
            KeyFileError: It is not here, or the file holds no such key.
        """
        path = self._private_path(name)
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

    def load_identity(self) -> x25519.Identity:
        """Return the age identity that opens bundles.

        Raises:
            KeyFileError: It is not here, or the file holds none.
        """
        path = self._private_path(KeyName.BUNDLE)
        try:
            return x25519.Identity.from_str(path.read_text(encoding="ascii").strip())
        except (OSError, ValueError, IdentityError) as error:
            raise KeyFileError(
                f"The key '{path}' can't be read: {error}. Run 'province keys init', "
                "or bring it back from its backup."
            ) from error

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
            )
            for name in KeyName
            if self._public_path(name).exists()
        )

    def list_still_here(self) -> tuple[Path, ...]:
        """Return the files of offline keys that have not been moved yet."""
        paths = (self._private_path(name) for name in OFFLINE)
        return tuple(path for path in paths if path.exists())

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
        (self._folder / "offline").mkdir(mode=0o700, exist_ok=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self._folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _create_signing(self, name: KeyName) -> None:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        write_whole(self._private_path(name), pem, 0o600)
        self._write_public(name, key.public_key().public_bytes_raw().hex())

    def _create_opening(self, name: KeyName) -> None:
        identity = x25519.Identity.generate()
        secret = f"{identity}\n".encode("ascii")
        write_whole(self._private_path(name), secret, 0o600)
        self._write_public(name, str(identity.to_public()))

    def _write_public(self, name: KeyName, public: str) -> None:
        write_whole(self._public_path(name), f"{public}\n".encode("ascii"))

    def _read_public(self, name: KeyName) -> str:
        try:
            return self._public_path(name).read_text(encoding="ascii").strip()
        except OSError as error:
            raise KeyFileError(
                f"'{self._public_path(name)}' can't be read: {error.strerror}. "
                "Run 'province keys init'."
            ) from error

    def _find_place(self, name: KeyName) -> Place:
        if not self._private_path(name).exists():
            return Place.MOVED
        return Place.OFFLINE_HERE if name in OFFLINE else Place.ONLINE

    def _private_path(self, name: KeyName) -> Path:
        folder = self._folder / "offline" if name in OFFLINE else self._folder
        return folder / f"{name}.{'agekey' if name in _OPENING else 'pem'}"

    def _public_path(self, name: KeyName) -> Path:
        return self._folder / f"{name}.public"
