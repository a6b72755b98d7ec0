"""Station: the window at its place: alone, in front, awake, watched and heard of."""

import importlib
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType, TracebackType

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.ui.beats import Beats
from kiosk.ui.crash_log import CrashLog
from kiosk.ui.hands import Hands
from kiosk.ui.instance import Bell, lay_out
from kiosk.ui.window import KioskWindow


class Files(msgspec.Struct, frozen=True, kw_only=True):
    """What the window keeps in the data folder: its crash log, and the bell of a second start."""

    crash_log: Path
    bell: Path


class Station(QObject):
    """What surrounds a window while it runs; without `files` nothing is kept."""

    exposed = Signal()
    """The window can be seen, whichever page stands in front."""

    def __init__(self, files: Files | None) -> None:
        super().__init__()
        self._files = files
        self._stack = ExitStack()
        self._window: KioskWindow | None = None
        self._beats = Beats()
        self._stays = False
        self._crashes: CrashLog | None = None
        if files is not None:
            self._crashes = self._stack.enter_context(CrashLog(files.crash_log))

    def begin(self, window: KioskWindow, *, fullscreen: bool) -> None:
        """Surround `window`, which is shown."""
        self._window = window
        if self._files is not None:
            lay_out(self._files.bell)
        hands = Hands(window.windowHandle())
        hands.touched.connect(window.on_touched)
        hands.exposed.connect(self.exposed)
        if window.windowHandle().isExposed():
            self.exposed.emit()
        self._stack.callback(hands.finish)
        self._stays = fullscreen

    def finish(self) -> None:
        """Give everything back that is the machine's."""
        self._beats.finish()
        self._stack.close()

    def write_crash(
        self, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write where a bug happened."""
        if self._crashes is not None:
            self._crashes.write(error, trace)

    @Slot()
    def on_ready(self) -> None:
        """Tell systemd that codes are read, and beat; front, bell and screen wait for it.

        Qt's enumerations come with the front (15 ms), in this thread: those that load
        what stands behind the gate begin after it, and two must not make them at once.
        """
        self._beats.begin()
        self._hang_bell()
        front = importlib.import_module("kiosk.ui.front")
        if self._stays and self._window is not None:
            self._stay(self._window, front)

    def _stay(self, window: KioskWindow, front: ModuleType) -> None:
        """Let nothing come before `window`, and no darkness."""
        application = QApplication.instance()
        if isinstance(application, QGuiApplication):
            self._stack.callback(front.Front(window, application).finish)
        awake = importlib.import_module("kiosk.ui.awake")
        awake.keep_awake(window.windowTitle())

    def _hang_bell(self) -> None:
        if self._files is not None:
            self._bell = Bell(self._files.bell)
            self._bell.rung.connect(self.on_rung)
            self._stack.callback(self._bell.silence)

    @Slot()
    def on_rung(self) -> None:
        """Come to the front: somebody started the kiosk once more."""
        if self._window is not None:
            self._window.on_touched()
            importlib.import_module("kiosk.ui.front").come_back(self._window)
