"""Window: the full-screen window that follows the flow."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from PySide6 import QtCore
from PySide6.QtCore import QPoint, QTimer, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from kiosk.clock import Instant
from kiosk.health import Health, InOrder, OutOfOrder
from kiosk.presentation import Decided, Repeated
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import ReaderReport, ReaderState
from kiosk.ui import numbers, theme
from kiosk.ui.announcements import Announcer
from kiosk.ui.attract import AFTER_MS
from kiosk.ui.dusk import Dusk
from kiosk.ui.flow import (
    Completed,
    Corrected,
    Deed,
    Flow,
    FlowEvent,
    Settled,
    TakenBack,
    advance,
    elapse,
    find_deadline_ms,
    shown_ms,
)
from kiosk.ui.gate_bar import GateBar
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.ink import lay_ground
from kiosk.ui.preview import Camera, Preview
from kiosk.ui.screens import Screen, ScreenKind, compose_screen
from kiosk.ui.setting import find_bar
from kiosk.ui.sounds import Sounds
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.theme import Measure
from kiosk.ui.widgets import ScreenView

if TYPE_CHECKING:  # lends its type; it is loaded once a code can be read
    from kiosk.ui.behind import Behind


class KioskWindow(QWidget):
    """Shows the screen of the flow, and lets its time run."""

    def __init__(
        self,
        around: Surroundings,
        languages: Languages,
        *,
        now: Callable[[], Instant],
        sounds: Sounds,
        behind: "Behind | None" = None,
        camera: Camera | None = None,
        dims_after_ms: int = AFTER_MS,
    ) -> None:
        super().__init__()
        self.setWindowTitle(around.title)
        self._around = msgspec.structs.replace(
            around, camera=camera.reader.name if camera is not None else ""
        )
        self._languages = self._home = languages
        self._now = now
        self._touched_ms = self._awake_ms = now().monotonic_ms
        self._sounds = sounds
        self._flow = Flow()
        # Where the view drifts, its own colour lies behind it.
        lay_ground(self, theme.NIGHT)
        self.view = ScreenView(self._compose(), self)
        self._announcer = Announcer(self.view)
        self._preview: Preview | None = None
        if camera is not None:
            self._preview = Preview(camera, self.view, now=now)
            self._preview.hinted.connect(self.on_hinted)
        self._bar = GateBar(self)
        self._bar.tapped.connect(self.on_tapped)
        self._dusk = Dusk(self, dims_after_ms)
        self._behind: Behind | None = None
        self._tapped_early: Callable[[Behind], None] | None = None
        self._deadline = self._make_timer("deadline", single_shot=True)
        self._deadline.timeout.connect(self.on_time)
        self._pulse = self._make_timer("pulse", single_shot=False)
        self._pulse.timeout.connect(self.on_time)
        self._pulse.start(theme.CLOCK_STEP_MS)
        self._show_cursor()
        if behind is not None:
            self.join(behind)

    def join(self, behind: "Behind") -> None:
        """Let the screens of `behind` stand over the gate's from now on.

        What was tapped while they were loaded is done now.
        """
        self._behind = behind
        self.setPalette(QPalette(QColor(theme.NIGHT)))
        self._around = msgspec.structs.replace(
            self._around,
            has_desk=behind.reception is not None,
            has_counter=behind.staff is not None,
        )
        self._show_cursor()
        if behind.staff is not None:
            behind.staff.done.connect(self.on_done)
        behind.stand_over(self, (self.view, self._bar), self._languages)
        self._refresh()
        behind.ask_about(self._flow)
        if self._tapped_early is not None:
            self._tapped_early(behind)

    def present(self, *, fullscreen: bool) -> None:
        """Show the window, over the whole screen where it is `fullscreen`."""
        kind = numbers.IN_FRONT if fullscreen else numbers.FRAMELESS
        self.winId()  # from here on there is a window whose kind can be told
        self.windowHandle().setProperty("flags", kind)
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
        self.on_touched()
        if self._behind is not None:
            self._behind.note_presented(presentation)
        self._advance(presentation)

    @Slot(object)
    def on_broken(self, fault: OutOfOrder) -> None:
        """Show that the kiosk is out of order."""
        self._advance(fault)

    @Slot(object)
    def on_mended(self, event: InOrder) -> None:
        """Show that codes are taken again."""
        self._advance(event)

    @Slot(object)
    def on_health_changed(self, health: Health) -> None:
        """Show `health` in the status line."""
        self._around = msgspec.structs.replace(self._around, health=health)
        self._refresh()

    @Slot(object)
    def on_reader_reported(self, report: ReaderReport) -> None:
        """Show whether readers are missing."""
        name = frozenset({report.reader})
        reads = report.state is ReaderState.READING
        reading, missing = self._around.reading - name, self._around.missing - name
        self._around = msgspec.structs.replace(
            self._around,
            reading=reading | name if reads else reading,
            missing=missing if reads else missing | name,
        )
        self._refresh()

    @Slot(object)
    def on_done(self, done: Settled | Corrected | TakenBack | Completed) -> None:
        """Show what staff did about an entry."""
        self._advance(done)

    @Slot(object)
    def on_tapped(self, tapped: GateTap) -> None:
        """Do what a button of the gate's screens says."""
        self._touched_ms = self._now().monotonic_ms
        match tapped.act:
            case GateAct.DESK:
                self._leave(_open_desk)
            case GateAct.LANGUAGE:
                self._set_languages((self._languages[1], self._languages[0]))
            case _:
                self._leave(partial(self._leave_to_staff, tapped))

    @Slot(object)
    def on_hinted(self, hint: Hint) -> None:
        """Show what would help the camera to read."""
        self._around = msgspec.structs.replace(self._around, hint=hint)
        self._refresh()

    @Slot()
    def on_touched(self) -> None:
        """Note that somebody is there: the screen is bright, and nothing is taken from them."""
        self._awake_ms = self._now().monotonic_ms
        if not self._dusk.isHidden():
            self._show_dusk()

    @Slot()
    def on_time(self) -> None:
        """Let time pass: the verdict's, the clock's, and a language's."""
        self._reset_languages()
        self._show_dusk()
        self._follow(elapse(self._flow, self._now().monotonic_ms))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the window."""
        super().resizeEvent(event)
        self.view.setGeometry(self.rect())
        measure = Measure(width=self.width(), height=self.height())
        self._bar.setGeometry(find_bar(measure))
        self._dusk.setGeometry(self.rect())
        if self._behind is not None:
            self._behind.arrange(self)
        self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay, where a key or the desktop would close the whole screen."""
        event.setAccepted(not (event.spontaneous() and self.isFullScreen()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the admin's screens by F10, from the gate's own."""
        if event.key() == numbers.KEY_F10:
            self._leave(self._open_admin)
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Count taps in the top left corner."""
        side = theme.CORNER * Measure(width=self.width(), height=self.height()).unit
        place = event.position()
        is_corner = place.x() < side and place.y() < side
        if is_corner and self._behind is not None:
            self._behind.tap_corner()
            self._refresh()
        super().mousePressEvent(event)

    def _advance(self, event: FlowEvent) -> None:
        self._follow(advance(self._flow, event, self._now().monotonic_ms))

    def _follow(self, flow: Flow) -> None:
        before, self._flow = self._flow, flow
        self._refresh()
        if self._behind is not None:
            self._behind.follow(flow, before, is_news=_is_news(flow, before))
        if flow == before:
            return
        self.on_touched()
        if flow.shown is not None and _is_news(flow, before):
            self._sounds.sound(self.view.screen_shown.kind)
            if self._behind is not None:
                self._behind.ask_about(flow)
        if _is_news(flow, before) or flow.fault is not before.fault:
            self._announcer.announce(self.view.screen_shown)
        self._touched_ms = self._now().monotonic_ms
        self._pulse.start(
            theme.CLOCK_STEP_MS if flow.shown is None else theme.COUNTDOWN_STEP_MS
        )
        deadline_ms = find_deadline_ms(flow)
        if deadline_ms is None:
            self._deadline.stop()
        else:
            self._deadline.start(max(0, deadline_ms - self._now().monotonic_ms))

    def _refresh(self) -> None:
        screen = self._compose()
        self.view.show_screen(screen)
        self.view.set_countdown(self._find_share_left())
        self._show_bar(screen)
        self._show_preview()
        if self._behind is not None:
            self._behind.show_status(screen, is_aside=self._flow.shown is not None)

    def _show_preview(self) -> None:
        """Watch the camera on the idle screen only, and where nothing covers it."""
        if self._preview is None:
            return
        place = self.view.preview_place
        if place.isValid():
            self._preview.setGeometry(place)
        self._preview.setVisible(place.isValid() and not self._is_covered())

    def _show_dusk(self) -> None:
        """Dim the idle screen that nobody looks at, and let it drift."""
        is_idle = self.view.screen_shown.kind is ScreenKind.IDLE
        now_ms = self._now().monotonic_ms
        if not is_idle or self._is_covered():
            self._awake_ms = now_ms
        measure = Measure(width=self.width(), height=self.height())
        homes = {self.view: QPoint(), self._bar: find_bar(measure).topLeft()}
        self._dusk.fall(now_ms - self._awake_ms, homes, measure.unit)

    def _is_covered(self) -> bool:
        """Say whether a page stands before the gate's own screen."""
        return self._behind is not None and self._behind.is_open

    def _leave(self, act: "Callable[[Behind], None]") -> None:
        """Let the screens behind do what was tapped last, as soon as they are loaded."""
        if self._behind is None:
            self._tapped_early = act
        else:
            act(self._behind)

    def _open_admin(self, behind: "Behind") -> None:
        behind.open_admin()
        self._refresh()

    def _show_bar(self, screen: Screen) -> None:
        measure = Measure(width=self.width(), height=self.height())
        self._bar.show_buttons(screen.buttons, measure.unit)

    def _leave_to_staff(self, tapped: GateTap, behind: "Behind") -> None:
        """Let staff's session do what is done about an entry."""
        decided, staff = self._find_decided(tapped.entry_id), behind.staff
        if staff is None:
            return
        match tapped.act:
            case GateAct.LOG:
                staff.open_log(self._flow.last)
            case GateAct.LOOK:
                staff.look()
            case GateAct.TYPE:
                staff.type(self._around.gate)
            case GateAct.UNDO if tapped.entry_id is not None:
                staff.undo(tapped.entry_id)
            case GateAct.OTHER_WAY if decided is not None:
                staff.turn_round(decided)
            case GateAct.ADMIT if decided is not None:
                staff.settle(decided, Deed.ADMITTED)
            case GateAct.TURN_AWAY if decided is not None:
                staff.settle(decided, Deed.TURNED_AWAY)

    def _find_decided(self, entry_id: UUID | None) -> Decided | None:
        for one in (self._flow.shown, self._flow.last):
            if one is not None and one.entry_id == entry_id:
                return one
        return None

    def set_home(self, languages: Languages) -> None:
        """Stand in `languages` from now on."""
        self._home = languages
        self._set_languages(languages)

    def _set_languages(self, languages: Languages) -> None:
        self._languages = languages
        if self._behind is not None:
            self._behind.set_languages(languages)
        self._refresh()

    def _reset_languages(self) -> None:
        """Go back to the first language once nobody has been there for a while."""
        quiet_ms = self._now().monotonic_ms - self._touched_ms
        is_quiet = quiet_ms >= theme.LANGUAGE_KEPT_MS and self._flow.shown is None
        if is_quiet and self._languages != self._home:
            self._set_languages(self._home)

    def _find_share_left(self) -> float:
        if self._flow.shown is None:
            return 0.0
        passed_ms = self._now().monotonic_ms - self._flow.since_ms
        return max(0.0, 1 - passed_ms / shown_ms(self._flow))

    def _compose(self) -> Screen:
        return compose_screen(
            self._flow, self._around, self._languages, self._now().wall
        )

    def _show_cursor(self) -> None:
        """Show a pointer where there is something to point at."""
        if self._around.has_desk or self._around.has_counter:
            self.unsetCursor()
        else:
            self.setCursor(QtCore.Qt.CursorShape.BlankCursor)

    def _make_timer(self, name: str, *, single_shot: bool) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(single_shot)
        timer.setProperty("timerType", numbers.PRECISE_TIMER)
        return timer


def _open_desk(behind: "Behind") -> None:
    behind.open_desk()


def _is_news(flow: Flow, before: Flow) -> bool:
    """Say whether a verdict is to be heard that was not before."""
    return flow.shown is not before.shown or flow.deed is not before.deed
