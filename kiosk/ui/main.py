"""Main: the window's composition, from the road to the screen and back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from kiosk.clock import system_clock
from kiosk.config import Config
from kiosk.errors import KioskError, OutsideError
from kiosk.health import OutOfOrder
from kiosk.scanner.reader import Gate
from kiosk.ui import theme
from kiosk.ui.arrival import Arrival, Gatehouse
from kiosk.ui.bursts import understand
from kiosk.ui.doorway import Doorway
from kiosk.ui.endings import CrashWatch, SignalWatch
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.posts import Posts
from kiosk.ui.preview import Camera
from kiosk.ui.setup.effect import Effect, order_languages
from kiosk.ui.sounds import Sounds, Voice, find_play
from kiosk.ui.station import Files, Station
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.threads import Road, RoadThread
from kiosk.ui.translations import load_texts
from kiosk.ui.wedge import NAME as WEDGE
from kiosk.ui.wedge import Wedge, switch_off_input_methods
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:  # lends its type; it is loaded once a code can be read
    from kiosk.ui.behind import Behind

BUG = 70
"""Exit code of a bug (cli.md)."""
AGAIN = -1
"""The window is to be opened again: no process ends with this code."""
CRASH_CODE = "E-900"
DAMAGED_CODE = "E-505"
"""What only a start mends (`kiosk.recovery`)."""
FAILED_CODE = "E-901"
_YEAR_MINUTES = 365 * 24 * 60


_USUAL = Config()


def run_window(  # noqa: PLR0913 - what a window is composed of
    road: Road,
    *,
    title: str,
    gate: Gate,
    on_ready: Callable[[], None],
    fullscreen: bool = True,
    wedge: bool = True,
    on_settled: Callable[[], None] | None = None,
    posts: Posts | None = None,
    camera: Camera | None = None,
    config: Config = _USUAL,
    files: Files | None = None,
) -> int:
    """Show the kiosk's window until it is asked to end; return the exit code.

    `on_ready` is called once the window is painted and the road has started. Then
    the screens of `posts` are loaded, and `on_settled` is called. What `camera` sees
    is shown while nothing else is. Bugs and second starts are told by `files`.
    A KioskError of the road's start is shown for a while, then raised.
    """
    application = _open_application(title)
    station = Station(files)
    languages = order_languages((load_texts("vi"), load_texts("en")), config.language)
    now = system_clock()
    is_kept = posts is not None and not posts.is_enrolled
    doorway = Doorway(road.submit, keeps_enrolment_codes=is_kept)
    typist = Wedge(doorway.take, gate, understand=understand) if wedge else None
    sounds = Sounds(find_play(), Voice(config.sound.value))
    window = KioskWindow(
        Surroundings(
            gate=gate,
            title=title,
            reading=frozenset({WEDGE} if wedge else ()),
            has_desk=posts is not None and posts.has_desk,
            has_counter=posts is not None and posts.has_counter,
        ),
        languages,
        now=now,
        sounds=sounds,
        camera=camera,
        dims_after_ms=find_dim_ms(config),
    )
    thread = RoadThread(road, on_payload=doorway.take)
    session = Session(window, thread, languages, on_ready)
    effect = Effect(config, sounds, languages, window.set_home)
    arrival = Arrival(
        posts,
        Gatehouse(
            window=window,
            doorway=doorway,
            languages=languages,
            now=now,
            submit=road.submit,
        ),
        partial(_wire, typist, session, effect),
    )
    if on_settled is not None:
        arrival.settled.connect(on_settled)
    session.ready.connect(station.on_ready)
    session.ready.connect(thread.on_ready)
    session.ready.connect(arrival.on_ready)
    # The gate's own view is not painted where a first run's page covers it.
    station.exposed.connect(session.on_shown)
    parts = Parts(
        window=window, thread=thread, arrival=arrival, wedge=typist, station=station
    )
    return _run(application, parts, session, fullscreen=fullscreen)


def _wire(
    typist: Wedge | None, session: "Session", effect: Effect, behind: "Behind"
) -> None:
    """Connect the admin's screens with the window, which was there before them."""
    admin = behind.admin
    if admin is None:
        return
    if typist is not None:
        typist.heard.connect(admin.on_burst)
    admin.restart_asked.connect(session.on_restart_asked)
    admin.configured.connect(effect.on_configured)


def find_dim_ms(config: Config) -> int:
    """Return when an idle screen is dimmed; a year for never."""
    minutes = config.dim_after_minutes or _YEAR_MINUTES
    return minutes * 60_000


def _open_application(title: str) -> QCoreApplication:
    switch_off_input_methods()
    application = QApplication.instance() or QApplication([title])
    theme.load_fonts()
    return application


class Parts(msgspec.Struct, frozen=True, kw_only=True, weakref=True):
    """What starts once the window is shown, and ends after it.

    Signals hold it weakly, so there is a slot for that.
    """

    window: KioskWindow
    thread: RoadThread
    arrival: Arrival
    wedge: Wedge | None
    station: Station

    def start(self, application: QCoreApplication, *, fullscreen: bool) -> None:
        """Start what the first code needs, and show the window meanwhile."""
        self.thread.start()
        self.window.present(fullscreen=fullscreen)
        self.station.begin(self.window, fullscreen=fullscreen)
        if self.wedge is not None:  # no key is heard before the loop runs
            self.wedge.install(application)

    def finish(self, application: QCoreApplication) -> None:
        """End everything, the road last: what was read before is still kept."""
        self.station.finish()
        if self.wedge is not None:
            self.wedge.remove(application)
        self.window.close()
        self.arrival.finish()
        self.thread.finish()
        self.window.deleteLater()  # its timers must not run behind the next one


def _run(
    application: QCoreApplication,
    parts: Parts,
    session: "Session",
    *,
    fullscreen: bool,
) -> int:
    """Run until a signal, a crash or a fault ends it; return the exit code."""
    with SignalWatch() as signals, CrashWatch(parts.station.write_crash) as crashes:
        signals.asked_to_end.connect(session.on_asked_to_end)
        crashes.crashed.connect(session.on_crashed)
        parts.start(application, fullscreen=fullscreen)
        QApplication.setQuitOnLastWindowClosed(True)
        application.exec()
        # That this window closes must not end the loop of the one after it.
        QApplication.setQuitOnLastWindowClosed(False)
        parts.finish(application)
    return session.finish()


class Session(QObject):
    """One run of the window: tells when it is ready, and how it ends."""

    ready = Signal()

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
        window.view.painted.connect(self.on_shown)
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
    def on_shown(self) -> None:
        """Wait for the end of the painting that has begun.

        A connection that is queued would do, but takes an enumeration of Qt's.
        """
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Note that the window can be seen."""
        del event
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
    def on_restart_asked(self) -> None:
        """End, to be started again as it is set up now."""
        QApplication.exit(self._exit_code or AGAIN)
        self._exit_code = self._exit_code or AGAIN

    @Slot()
    def on_asked_to_end(self) -> None:
        """End the event loop."""
        QApplication.exit(self._exit_code)

    def _note(self, what: str) -> None:
        if what not in self._awaited:
            return
        self._awaited.remove(what)
        if not self._awaited:
            self._on_ready()
            self.ready.emit()
