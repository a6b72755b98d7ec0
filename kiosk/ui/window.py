"""Window: the full-screen window that follows the flow."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
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
from kiosk.ui import theme
from kiosk.ui.admin_session import AdminSession
from kiosk.ui.announcements import Announcer
from kiosk.ui.attract import AFTER_MS
from kiosk.ui.covering import Covering
from kiosk.ui.dusk import Dusk
from kiosk.ui.flow import (
    Deed,
    Flow,
    FlowEvent,
    advance,
    elapse,
    find_deadline_ms,
    shown_ms,
)
from kiosk.ui.gate_bar import GateBar
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.gate_taps import GateAct, GateTap
from kiosk.ui.keyboard_session import AS_USUAL, KeyboardSession, Typing
from kiosk.ui.preview import Camera, Preview
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import Screen, ScreenKind, compose_screen
from kiosk.ui.setting import find_bar
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.calls import Done
from kiosk.ui.staff.session import StaffSession
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.theme import Measure
from kiosk.ui.widgets import ScreenView


class KioskWindow(QWidget):
    """Shows the screen of the flow, and lets its time run."""

    def __init__(  # noqa: PLR0913 - what a window is composed of
        self,
        around: Surroundings,
        languages: Languages,
        *,
        now: Callable[[], Instant],
        sounds: Sounds,
        reception: ReceptionSession | None = None,
        staff: StaffSession | None = None,
        admin: AdminSession | None = None,
        camera: Camera | None = None,
        dims_after_ms: int = AFTER_MS,
        typing: Typing = AS_USUAL,
    ) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(around.title)
        if reception is None and staff is None:
            self.setCursor(Qt.CursorShape.BlankCursor)
        self._around = replace(
            around,
            has_desk=reception is not None,
            has_counter=staff is not None,
            camera=camera.reader.name if camera is not None else "",
        )
        self._languages = self._home = languages
        self._now = now
        self._touched_ms = self._awake_ms = now().monotonic_ms
        self._sounds = sounds
        self._flow = Flow()
        # Where the view drifts, its own colour lies behind it.
        self.setPalette(QPalette(QColor(theme.NIGHT)))
        self.view = ScreenView(self._compose(), self)
        self._announcer = Announcer(self.view)
        self._preview: Preview | None = None
        if camera is not None:
            self._preview = Preview(camera, self.view, now=now)
            self._preview.hinted.connect(self.on_hinted)
        self._bar = GateBar(self)
        self._bar.tapped.connect(self.on_tapped)
        self._dusk = Dusk(self, dims_after_ms)
        self._reception = reception
        if reception is not None:
            reception.view.setParent(self)
        self._staff = staff
        if staff is not None:
            staff.view.setParent(self)
            staff.done.connect(self.on_done)
        gate = (self.view, self._bar)
        self._covering = Covering(gate, reception=reception, staff=staff)
        self._admin = admin
        if admin is not None:
            admin.view.setParent(self)
        self._keyboard = KeyboardSession(self, languages[0], typing)
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
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        # Without a window manager showFullScreen() keeps the old size.
        self.setGeometry(QGuiApplication.primaryScreen().geometry())
        self.showFullScreen()
        self.activateWindow()  # a typing reader's keys go to the active window

    @Slot(object)
    def on_presented(self, presentation: Decided | Repeated) -> None:
        """Show what was decided."""
        self.on_touched()
        if self._admin is not None and self._admin.is_open:
            self._admin.note_presented(presentation)
        if self._staff is not None:
            self._staff.note_presented(presentation)
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

    @Slot(object)
    def on_done(self, done: Done) -> None:
        """Show what staff did about an entry."""
        self._advance(done)

    @Slot(object)
    def on_tapped(self, tapped: GateTap) -> None:
        """Do what a button of the gate's screens says."""
        self._touched_ms = self._now().monotonic_ms
        match tapped.act:
            case GateAct.DESK:
                if self._reception is not None:
                    self._reception.open()
            case GateAct.LANGUAGE:
                self._set_languages((self._languages[1], self._languages[0]))
            case _:
                self._leave_to_staff(tapped)

    @Slot(object)
    def on_hinted(self, hint: Hint) -> None:
        """Show what would help the camera to read."""
        self._around = replace(self._around, hint=hint)
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
        if self._reception is not None:
            self._reception.view.setGeometry(self.rect())
        if self._staff is not None:
            self._staff.view.setGeometry(self.rect())
        if self._admin is not None:
            self._admin.view.setGeometry(self.rect())
        self._keyboard.arrange()
        self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay, where a key or the desktop would close the whole screen."""
        event.setAccepted(not (event.spontaneous() and self.isFullScreen()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open the admin's screens by F10, from the gate's own."""
        if event.key() == Qt.Key.Key_F10 and self._may_open_admin():
            self._open_admin()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Count taps in the top left corner."""
        side = theme.CORNER * Measure(width=self.width(), height=self.height()).unit
        place = event.position()
        is_corner = place.x() < side and place.y() < side
        if is_corner and self._admin is not None and self._may_open_admin():
            self._admin.tap_corner()
            self._refresh()
        super().mousePressEvent(event)

    def _advance(self, event: FlowEvent) -> None:
        self._follow(advance(self._flow, event, self._now().monotonic_ms))

    def _follow(self, flow: Flow) -> None:
        before, self._flow = self._flow, flow
        self._refresh()
        self._covering.follow(flow, before, is_news=_is_news(flow, before))
        if flow == before:
            return
        self.on_touched()
        if flow.shown is not None and _is_news(flow, before):
            self._sounds.sound(self.view.screen_shown.kind)
            self._ask(flow)
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
        if self._reception is not None:
            self._reception.show_status(screen.status)
            if screen.kind is ScreenKind.OUT_OF_ORDER:
                self.view.raise_()  # nothing can be kept at the desk either
        if self._staff is not None:
            self._staff.show_status(screen.status)
        if self._admin is not None:
            is_broken = screen.kind is ScreenKind.OUT_OF_ORDER
            is_aside = self._flow.shown is not None
            self._admin.show_status(
                screen.status, is_broken=is_broken, is_aside=is_aside
            )

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
        behind = (self._reception, self._staff, self._admin)
        return any(one is not None and one.is_open for one in behind)

    def _may_open_admin(self) -> bool:
        """Say whether the gate's own screen is shown: a form is not wiped for it."""
        return self._reception is None or not self._reception.is_open

    def _open_admin(self) -> None:
        if self._admin is not None:
            self._admin.open()
            self._refresh()

    def _show_bar(self, screen: Screen) -> None:
        measure = Measure(width=self.width(), height=self.height())
        self._bar.show_buttons(screen.buttons, measure.unit)

    def _ask(self, flow: Flow) -> None:
        """Ask what the verdict needs, where the gate's own screen is shown."""
        over = (self._reception, self._admin)
        is_covered = any(one is not None and one.is_open for one in over)
        if self._staff is not None and not is_covered:
            self._staff.ask_about(flow)

    def _leave_to_staff(self, tapped: GateTap) -> None:
        """Let staff's session do what is done about an entry."""
        decided = self._find_decided(tapped.entry_id)
        if self._staff is None:
            return
        match tapped.act:
            case GateAct.LOG:
                self._staff.open_log(self._flow.last)
            case GateAct.LOOK:
                self._staff.look()
            case GateAct.TYPE:
                self._staff.type(self._around.gate)
            case GateAct.UNDO if tapped.entry_id is not None:
                self._staff.undo(tapped.entry_id)
            case GateAct.OTHER_WAY if decided is not None:
                self._staff.turn_round(decided)
            case GateAct.ADMIT if decided is not None:
                self._staff.settle(decided, Deed.ADMITTED)
            case GateAct.TURN_AWAY if decided is not None:
                self._staff.settle(decided, Deed.TURNED_AWAY)

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
        for session in (self._reception, self._staff, self._admin):
            if session is not None:
                session.set_languages(languages)
        self._keyboard.set_texts(languages[0])
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

    def _make_timer(self, name: str, *, single_shot: bool) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(single_shot)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        return timer


def _is_news(flow: Flow, before: Flow) -> bool:
    """Say whether a verdict is to be heard that was not before."""
    return flow.shown is not before.shown or flow.deed is not before.deed
