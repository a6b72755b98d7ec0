"""Safes: keyrings and other places of secrets that a test looks into, or spoils."""

from collections.abc import Sequence
from threading import Event

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from kiosk.storage.key_slots.safe import SlotFault, make_secret
from kiosk.storage.slots import SlotKind


class FakeSafe:
    """A safe in memory, which fails as it is told."""

    def __init__(self, kind: SlotKind, *, fault: SlotFault | None = None) -> None:
        self.kind = kind
        self.fault = fault
        self.secrets: list[bytes] = []

    def read(self) -> Sequence[bytes] | SlotFault:
        if self.fault is not None:
            return self.fault
        return tuple(self.secrets) or SlotFault.ABSENT

    def add(self) -> bytes | SlotFault:
        if self.fault is not None:
            return self.fault
        self.secrets.append(make_secret())
        return self.secrets[-1]

    def keep(self, secret: bytes | None) -> None:
        self.secrets = [] if secret is None else [secret]


class MemoryKeyring(KeyringBackend):
    """A keyring of the library's own kind, in memory."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has no type there
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class ForgetfulKeyring(MemoryKeyring):
    """A keyring that takes everything and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class PlainKeyring(MemoryKeyring):
    """A keyring that keeps its passwords in the clear."""

    priority = 0.5  # type: ignore[assignment]  # the library has a class property there


class LockedKeyring(MemoryKeyring):
    """A keyring whose owner is not there to open it."""

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        raise KeyringLocked


class SilentKeyring(MemoryKeyring):
    """A keyring that asks somebody at a screen, and waits."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return super().get_password(service, username)
