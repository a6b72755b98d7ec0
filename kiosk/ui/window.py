"""Window: the full-screen window that follows the flow."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.clock import Instant
from kiosk.health import Health, OutOfOrder
from kiosk.presentation import Decided, Repeated
from kiosk.scanner.reader import ReaderReport, ReaderState
from kiosk.ui import theme
from kiosk.ui.flow import (
    Flow,
    FlowEvent,
    advance,
    elapse,
    find_deadline_ms,
    shown_ms,
)
from kiosk.ui.screens import Languages, Screen, Surroundings, compose_screen
from kiosk.ui.sounds import Sounds
from kiosk.ui.widgets import ScreenView


class KioskWindow(QWidget):
    """Shows the screen of the flow, and lets its time run."""

    def __init__(
        self,
        around: Surroundings,
        languages: Languages,
        *,
        now: Callable[[], Instant],
        sounds: Sounds,
    ) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(around.title)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self._around = around
        self._languages = languages
        self._now = now
        self._sounds = sounds
        self._flow = Flow()
        self.view = ScreenView(self._compose(), self)
        self._deadline = self._make_timer("deadline", single_shot=True)
        self._deadline.timeout.connect(self.on_time)
        self._pulse = self._make_timer("pulse", single_shot=False)
        self._pulse.timeout.connect(self.on_time)
        self._pulse.start(theme.CLOCK_STEP_MS)

    def present(self, *, fullscreen: bool) -> None:
        """Show the window, over the whole screen where it is `fullscreen`."""
        if not fullscreen:
            self.resize(theme.WINDOWED)
            self.show()
            return
        # Without a window manager showFullScreen() keeps the old size.
        self.setGeometry(QGuiApplication.primaryScreen().geometry())
        self.showFullScreen()
        self.activateWindow()  # a typing reader's keys go to the active window

    @Slot(object)
    def on_presented(self, presentation: Decided | Repeated) -> None:
        """Show what was decided."""
        self._advance(presentation)

    @Slot(object)
    def on_broken(self, fault: OutOfOrder) -> None:
        """Show that the kiosk is out of order."""
        self._advance(fault)

    @Slot(object)
    def on_health_changed(self, health: Health) -> None:
        """Show `health` in the status line."""
        self._around = replace(self._around, health=health)
        self._refresh()

    @Slot(object)
    def on_reader_reported(self, report: ReaderReport) -> None:
        """Show whether readers are missing."""
        name = frozenset({report.reader})
        reads = report.state is ReaderState.READING
        reading, missing = self._around.reading - name, self._around.missing - name
        self._around = replace(
            self._around,
            reading=reading | name if reads else reading,
            missing=missing if reads else missing | name,
        )
        self._refresh()

    @Slot()
    def on_time(self) -> None:
        """Let time pass: the verdict's, and the clock's."""
        self._follow(elapse(self._flow, self._now().monotonic_ms))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the window."""
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())

    def _advance(self, event: FlowEvent) -> None:
        self._follow(advance(self._flow, event, self._now().monotonic_ms))

    def _follow(self, flow: Flow) -> None:
        before, self._flow = self._flow, flow
        self._refresh()
        if flow == before:
            return
        if flow.shown is not None and flow.shown is not before.shown:
            self._sounds.sound(self.view.screen_shown.kind)
        self._pulse.start(
            theme.CLOCK_STEP_MS if flow.shown is None else theme.COUNTDOWN_STEP_MS
        )
        deadline_ms = find_deadline_ms(flow)
        if deadline_ms is None:
            self._deadline.stop()
        else:
            self._deadline.start(max(0, deadline_ms - self._now().monotonic_ms))

    def _refresh(self) -> None:
        self.view.show_screen(self._compose())
        self.view.set_countdown(self._find_share_left())

    def _find_share_left(self) -> float:
        shown = self._flow.shown
        if shown is None:
            return 0.0
        passed_ms = self._now().monotonic_ms - self._flow.since_ms
        return max(0.0, 1 - passed_ms / shown_ms(shown))

    def _compose(self) -> Screen:
        return compose_screen(
            self._flow, self._around, self._languages, self._now().wall
        )

    def _make_timer(self, name: str, *, single_shot: bool) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(single_shot)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        return timer
