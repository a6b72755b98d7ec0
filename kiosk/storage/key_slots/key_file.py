"""Key file: secrets in a file beside the database, which is weak."""

from collections.abc import Sequence
from pathlib import Path

from kiosk.storage.key_slots.safe import SECRET_BYTES, SlotFault, make_secret
from kiosk.storage.slots import SlotKind, write_secret


class KeyFile:
    """The file at `path`: secrets one after the other, its owner's alone."""

    kind = SlotKind.KEY_FILE

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Sequence[bytes] | SlotFault:
        """Return the secrets; none where it is no key file."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return SlotFault.ABSENT
        except OSError:  # another user's, or the disk fails
            return SlotFault.LOCKED
        if len(content) % SECRET_BYTES:
            return ()
        starts = range(0, len(content), SECRET_BYTES)
        return tuple(content[at : at + SECRET_BYTES] for at in starts)

    def add(self) -> bytes | SlotFault:
        """Return a new secret, the last in the file."""
        found = self.read()
        if found is SlotFault.LOCKED:
            return found
        earlier = () if isinstance(found, SlotFault) else found
        secret = make_secret()
        write_secret(self._path, b"".join((*earlier, secret)))
        return secret

    def keep(self, secret: bytes | None) -> None:
        """Forget the other secrets; without any the file goes."""
        if secret is None:
            self._path.unlink(missing_ok=True)
        elif self.read() != (secret,):
            write_secret(self._path, secret)
