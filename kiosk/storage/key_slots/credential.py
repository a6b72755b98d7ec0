"""Credential: the secret that systemd hands to the service."""

import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path

from kiosk.storage.key_slots.safe import SECRET_BYTES, SlotFault
from kiosk.storage.slots import SlotKind

VARIABLE = "CREDENTIALS_DIRECTORY"
NAME = "kiosk-key"

_PURPOSE = b"kiosk credential 1"


class Credential:
    """`kiosk-key` in the folder that systemd names, None where it names none.

    It is made and sealed outside (installers/systemd), so nothing here writes it.
    """

    kind = SlotKind.CREDENTIAL

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def read(self) -> Sequence[bytes] | SlotFault:
        """Return the one secret; too short a credential is none."""
        if self._folder is None:
            return SlotFault.ABSENT
        try:
            content = (self._folder / NAME).read_bytes()
        except FileNotFoundError:
            return SlotFault.ABSENT
        except OSError:
            return SlotFault.LOCKED
        if len(content) < SECRET_BYTES:  # the unit's stand-in for a lost credential
            return SlotFault.ABSENT
        return (hmac.digest(content, _PURPOSE, hashlib.sha256),)

    def add(self) -> bytes | SlotFault:
        """Return the secret that is there."""
        found = self.read()
        return found if isinstance(found, SlotFault) else found[0]

    def keep(self, secret: bytes | None) -> None:
        """Do nothing: the credential is the machine's."""
