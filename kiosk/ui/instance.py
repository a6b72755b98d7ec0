"""Instance: a data folder's one window, and how a second start calls it.

The run lock says that there is one. A file beside it is the bell: what is
written into it is not read, that it was written brings the window to the front.
(QLocalServer would bring Qt's network library, which is not shipped, for this.)
"""

import contextlib
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal


class Bell(QObject):
    """Hears who rings at the file `path`; whoever may write there may ring."""

    rung = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        lay_out(path)
        self._watcher = QFileSystemWatcher(self)
        if path.exists():
            self._watcher.addPath(str(path))
        self._watcher.fileChanged.connect(self.rung)

    def silence(self) -> None:
        """Hear nothing more: the window is closed, and another may hang its own here."""
        self._watcher.fileChanged.disconnect(self.rung)


def lay_out(path: Path) -> None:
    """Let there be something to ring at `path`; who hears it may come a little later."""
    with contextlib.suppress(OSError):  # a full disk: nobody can call the window
        path.touch(mode=0o600)


def ring(path: Path) -> None:
    """Call the window that hears the bell at `path`, where there is one."""
    if path.exists():
        with contextlib.suppress(OSError):
            path.write_bytes(b".")
