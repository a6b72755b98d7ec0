"""Main: the window's composition, from the road to the screen and back."""

import os
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from kiosk.clock import system_clock
from kiosk.errors import KioskError
from kiosk.health import OutOfOrder
from kiosk.reception import Desk
from kiosk.scanner.reader import Gate
from kiosk.ui import theme
from kiosk.ui.admin_calls import Admin
from kiosk.ui.admin_session import AdminSession
from kiosk.ui.endings import CrashWatch, SignalWatch
from kiosk.ui.paper import SystemPaper
from kiosk.ui.paper_calls import Paper
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import Languages, Surroundings
from kiosk.ui.sounds import Sounds, find_play
from kiosk.ui.texts import load_texts
from kiosk.ui.threads import Road, RoadThread
from kiosk.ui.wedge import NAME as WEDGE
from kiosk.ui.wedge import Wedge
from kiosk.ui.window import KioskWindow

BUG = 70
"""Exit code of a bug (cli.md)."""
CRASH_CODE = "E-900"
FAILED_CODE = "E-901"


def run_window(  # noqa: PLR0913 - what a window is composed of
    road: Road,
    *,
    title: str,
    gate: Gate,
    on_ready: Callable[[], None],
    fullscreen: bool = True,
    wedge: bool = True,
    desk: Desk | None = None,
    paper: Paper | None = None,
    open_admin: Callable[[], Admin] | None = None,
) -> int:
    """Show the kiosk's window until it is asked to end; return the exit code.

    `on_ready` is called once the window is painted and the road has started.
    With a `desk` the window is a reception's too, which prints on `paper`, by
    default the system's printer. `open_admin` opens what stands behind the
    admin's screens, in their own thread.
    A KioskError of the road's start is shown for a while, then raised.
    """
    # Telex would eat a typing reader's keys (screens.md, finding 3).
    os.environ["QT_IM_MODULE"] = os.environ["QT_IM_MODULES"] = "none"
    application = QApplication.instance() or QApplication([title])
    theme.load_fonts()
    languages = (load_texts("vi"), load_texts("en"))
    now = system_clock()
    reception = None
    if desk is not None:
        reception = ReceptionSession(
            desk,
            paper or SystemPaper(languages),
            languages,
            now=now,
            leave=road.submit,
        )
    admin = AdminSession(open_admin, languages, now=now) if open_admin else None
    submit = reception.submit if reception else road.submit
    typist = Wedge(submit, gate) if wedge else None
    window = KioskWindow(
        Surroundings(
            gate=gate,
            title=title,
            reading=frozenset({WEDGE}) if wedge else frozenset(),
        ),
        languages,
        now=now,
        sounds=Sounds(find_play()),
        reception=reception,
        admin=admin,
    )
    thread = RoadThread(road, on_payload=reception.submit if reception else None)
    session = Session(window, thread, languages, on_ready)
    with SignalWatch() as signals, CrashWatch() as crashes:
        signals.asked_to_end.connect(session.on_asked_to_end)
        crashes.crashed.connect(session.on_crashed)
        if typist is not None:
            typist.install(application)
        window.present(fullscreen=fullscreen)
        thread.start()
        behind = [session for session in (reception, admin) if session is not None]
        for one in behind:
            one.start()
        application.exec()
        if typist is not None:
            typist.remove(application)
        window.close()
        for one in behind:
            one.finish()
        thread.finish()
    return session.finish()


class Session(QObject):
    """One run of the window: tells when it is ready, and how it ends."""

    def __init__(
        self,
        window: KioskWindow,
        thread: RoadThread,
        languages: Languages,
        on_ready: Callable[[], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._languages = languages
        self._on_ready = on_ready
        self._awaited = {"painted", "started"}
        self._exit_code = 0
        self._error: KioskError | None = None
        window.view.painted.connect(self.on_painted, Qt.ConnectionType.QueuedConnection)
        thread.road_started.connect(self.on_road_started)
        thread.failed.connect(self.on_failed)
        thread.presented.connect(window.on_presented)
        thread.health_changed.connect(window.on_health_changed)
        thread.reader_reported.connect(window.on_reader_reported)
        thread.broken.connect(window.on_broken)
        thread.broken.connect(self.on_broken)

    def finish(self) -> int:
        """Return the exit code, or raise what kept the road from starting."""
        if self._error is not None:
            raise self._error
        return self._exit_code

    @Slot()
    def on_painted(self) -> None:
        """Note that the window can be seen."""
        self._note("painted")

    @Slot()
    def on_road_started(self) -> None:
        """Note that codes can be read."""
        self._note("started")

    @Slot(object)
    def on_failed(self, error: KioskError) -> None:
        """Show why the road did not start, then end."""
        self._error = error
        self._window.on_broken(OutOfOrder(code=FAILED_CODE, sentence=str(error)))
        QTimer.singleShot(theme.CRASH_SHOWN_MS, self, self.on_asked_to_end)

    @Slot(object)
    def on_broken(self, fault: OutOfOrder) -> None:
        """End after a bug on the road; a disk that fails may come back."""
        if fault.code == CRASH_CODE:
            self.on_crashed()

    @Slot()
    def on_crashed(self) -> None:
        """Never leave a stale green: out of order, then a new start."""
        if self._exit_code == BUG:
            return
        self._exit_code = BUG
        QTimer.singleShot(theme.CRASH_SHOWN_MS, self, self.on_asked_to_end)
        sentence = self._languages[0].say("fault.E-900")
        self._window.on_broken(OutOfOrder(code=CRASH_CODE, sentence=sentence))

    @Slot()
    def on_asked_to_end(self) -> None:
        """End the event loop."""
        QApplication.exit(self._exit_code)

    def _note(self, what: str) -> None:
        self._awaited.discard(what)
        if not self._awaited:
            self._on_ready()
