"""Later: what a start leaves for after the first code can be read, loaded in a thread."""

from collections.abc import Callable

from PySide6.QtCore import QThread, Signal


class LaterThread(QThread):
    """Loads modules, so that the window goes on meanwhile; what it loads builds no widgets."""

    loaded = Signal(object)
    """What `load` returned."""

    def __init__(self, load: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("later")
        self._load = load

    def finish(self) -> None:
        """Wait until it has ended; a window that is closed may have been quicker."""
        self.wait()

    def run(self) -> None:
        """Run the thread: Qt calls this."""
        self.loaded.emit(self._load())
