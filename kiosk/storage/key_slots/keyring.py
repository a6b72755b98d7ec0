"""Keyring: secrets in the account's keyring, through the library of that name."""

import importlib
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol, TypeVar

from kiosk.storage.key_slots.safe import SECRET_BYTES, SlotFault, make_secret
from kiosk.storage.slots import SlotKind

log = logging.getLogger(__name__)

SERVICE = "checkpoint-kiosk"
WITHIN_S = 10.0
"""A locked keyring asks for its password on a screen that may have nobody before it
(github.com/mitya57/secretstorage/issues/33); the gate opens with the next slot then."""

_LEAST_PRIORITY = 1
"""The library gives less to what keeps secrets in the clear, or nowhere."""

_T = TypeVar("_T")


class Backend(Protocol):
    """What we use of `keyring.backend.KeyringBackend`."""

    @property
    def priority(self) -> float:
        """Return how good it is, below 1 where it protects nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


def find_backend() -> Backend:
    """Return the account's keyring; loads the library, which takes 0.1 s.

    By its name and not by an import: a kiosk without such a slot never needs it.
    """
    backend: Backend = importlib.import_module("keyring").get_keyring()
    return backend


class Keyring:
    """The secrets for the data folder at `folder`, under its path."""

    kind = SlotKind.KEYRING

    def __init__(
        self,
        folder: Path,
        find: Callable[[], Backend] = find_backend,
        *,
        within_s: float = WITHIN_S,
    ) -> None:
        self._account = str(folder.resolve())
        self._find = find
        self._within_s = within_s

    def read(self) -> Sequence[bytes] | SlotFault:
        """Return the secrets."""
        text = self._ask(self._get)
        return text if isinstance(text, SlotFault) else _parse(text)

    def add(self) -> bytes | SlotFault:
        """Return a new secret, once the keyring has given it back."""
        found = self.read()
        if found is SlotFault.LOCKED:
            return found
        earlier = () if isinstance(found, SlotFault) else found
        secret = make_secret()
        kept = (*earlier, secret)
        told = self._ask(lambda: self._set(kept))
        if isinstance(told, SlotFault):
            return told
        return secret if self.read() == kept else SlotFault.LOCKED

    def keep(self, secret: bytes | None) -> None:
        """Forget the other secrets; what can't be forgotten opens nothing any more."""
        found = self.read()
        if isinstance(found, SlotFault) or found == (secret,):
            return
        if secret is None:
            self._ask(self._delete)
        else:
            self._ask(lambda: self._set((secret,)))

    def _get(self) -> str | SlotFault:
        backend = self._find()
        if backend.priority < _LEAST_PRIORITY:
            return SlotFault.ABSENT
        text = backend.get_password(SERVICE, self._account)
        return SlotFault.ABSENT if text is None else text

    def _set(self, kept: Sequence[bytes]) -> SlotFault | None:
        backend = self._find()
        if backend.priority < _LEAST_PRIORITY:
            return SlotFault.ABSENT
        text = " ".join(secret.hex() for secret in kept)
        backend.set_password(SERVICE, self._account, text)
        return None

    def _delete(self) -> None:
        self._find().delete_password(SERVICE, self._account)

    def _ask(self, call: Callable[[], _T]) -> _T | SlotFault:
        """Return what `call` comes to, asked in a thread that may be left behind."""
        answers: SimpleQueue[_T | SlotFault] = SimpleQueue()

        def work() -> None:
            try:
                answers.put(call())
            except Exception as error:  # noqa: BLE001 - a thread's boundary
                answers.put(_name_fault(error))

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            return answers.get(timeout=self._within_s)
        except Empty:
            log.warning("keyring gave no answer: within_s=%s", self._within_s)
            return SlotFault.LOCKED


def _parse(text: str) -> tuple[bytes, ...]:
    try:
        found = tuple(bytes.fromhex(word) for word in text.split())
    except ValueError:
        return ()
    return tuple(secret for secret in found if len(secret) == SECRET_BYTES)


def _name_fault(error: Exception) -> SlotFault:
    """Return what a backend's exception means; each system has its own ones."""
    names = {cls.__name__ for cls in type(error).__mro__}
    log.info("keyring failed: %s", type(error).__name__)
    if names & {"NoKeyringError", "ModuleNotFoundError"}:
        return SlotFault.ABSENT
    return SlotFault.LOCKED
