"""Main: the window's composition, from the road to the screen and back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from kiosk.clock import system_clock
from kiosk.errors import KioskError, OutsideError
from kiosk.health import OutOfOrder
from kiosk.reception import Desk
from kiosk.scanner.reader import Gate
from kiosk.ui import theme
from kiosk.ui.admin_calls import Admin
from kiosk.ui.admin_session import AdminSession, divert_reads
from kiosk.ui.bursts import understand
from kiosk.ui.endings import CrashWatch, SignalWatch
from kiosk.ui.paper import SystemPaper
from kiosk.ui.paper_calls import Paper
from kiosk.ui.preview import Camera
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import Languages, Surroundings
from kiosk.ui.sounds import Sounds, find_play
from kiosk.ui.texts import load_texts
from kiosk.ui.threads import Road, RoadThread
from kiosk.ui.wedge import NAME as WEDGE
from kiosk.ui.wedge import Wedge, switch_off_input_methods
from kiosk.ui.window import KioskWindow

BUG = 70
"""Exit code of a bug (cli.md)."""
CRASH_CODE = "E-900"
DAMAGED_CODE = "E-505"
"""What only a start mends (`kiosk.recovery`)."""
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
    open_paper: Callable[[Languages], Paper] = SystemPaper,
    open_admin: Callable[[], Admin] | None = None,
    camera: Camera | None = None,
) -> int:
    """Show the kiosk's window until it is asked to end; return the exit code.

    `on_ready` is called once the window is painted and the road has started.
    With a `desk` the window is a reception's too, which prints on what
    `open_paper` opens. `open_admin` opens what stands behind the admin's screens,
    in their own thread. What `camera` sees is shown while nothing else is.
    A KioskError of the road's start is shown for a while, then raised.
    """
    application = _open_application(title)
    languages = (load_texts("vi"), load_texts("en"))
    now = system_clock()
    reception = None
    if desk is not None:
        paper = open_paper(languages)
        reception = ReceptionSession(desk, paper, languages, now=now, leave=road.submit)
    admin = AdminSession(open_admin, languages, now=now) if open_admin else None
    take = divert_reads(admin, reception.submit if reception else road.submit)
    typist = Wedge(take, gate, understand=understand) if wedge else None
    if typist is not None and admin is not None:
        typist.heard.connect(admin.on_burst)
    window = KioskWindow(
        Surroundings(
            gate=gate, title=title, reading=frozenset({WEDGE} if wedge else ())
        ),
        languages,
        now=now,
        sounds=Sounds(find_play()),
        reception=reception,
        admin=admin,
        camera=camera,
    )
    parts = Parts(
        window=window,
        thread=RoadThread(road, on_payload=take),
        behind=tuple(one for one in (reception, admin) if one is not None),
        wedge=typist,
    )
    session = Session(window, parts.thread, languages, on_ready)
    return _run(application, parts, session, fullscreen=fullscreen)


def _open_application(title: str) -> QCoreApplication:
    switch_off_input_methods()
    application = QApplication.instance() or QApplication([title])
    theme.load_fonts()
    return application


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What starts once the window is shown, and ends after it; `behind` are its sessions."""

    window: KioskWindow
    thread: RoadThread
    behind: tuple[ReceptionSession | AdminSession, ...]
    wedge: Wedge | None

    def start(self, application: QCoreApplication, *, fullscreen: bool) -> None:
        """Show the window, then start everything."""
        if self.wedge is not None:
            self.wedge.install(application)
        self.window.present(fullscreen=fullscreen)
        self.thread.start()
        for one in self.behind:
            one.start()

    def finish(self, application: QCoreApplication) -> None:
        """End everything, the road last: what was read before is still kept."""
        if self.wedge is not None:
            self.wedge.remove(application)
        self.window.close()
        for one in self.behind:
            one.finish()
        self.thread.finish()


def _run(
    application: QCoreApplication,
    parts: Parts,
    session: "Session",
    *,
    fullscreen: bool,
) -> int:
    """Run until a signal, a crash or a fault ends it; return the exit code."""
    with SignalWatch() as signals, CrashWatch() as crashes:
        signals.asked_to_end.connect(session.on_asked_to_end)
        crashes.crashed.connect(session.on_crashed)
        parts.start(application, fullscreen=fullscreen)
        application.exec()
        parts.finish(application)
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
        thread.mended.connect(window.on_mended)
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
        """End after a bug on the road or damage; a disk that fails may come back."""
        if fault.code == CRASH_CODE:
            self.on_crashed()
        elif fault.code == DAMAGED_CODE and not self._exit_code:
            self._exit_code = OutsideError.exit_code
            QTimer.singleShot(theme.CRASH_SHOWN_MS, self, self.on_asked_to_end)

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
