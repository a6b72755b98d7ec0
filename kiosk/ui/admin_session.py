"""Admin session: the admin's screens, their thread and their time, put together."""

import time
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.presentation import Decided, Presentation
from kiosk.protocol.enrolment import is_enrolment_code
from kiosk.scanner.burst import Burst
from kiosk.ui import theme
from kiosk.ui.admin_calls import Admin, AdminAnswer, Judged
from kiosk.ui.admin_flow import elapse, take, tap
from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_state import AdminFlow, Call, State, Step
from kiosk.ui.admin_taps import AdminAct, AdminPress, AdminTap
from kiosk.ui.admin_thread import AdminThread
from kiosk.ui.admin_view import AdminView
from kiosk.ui.admin_words import tell_count
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.paper_calls import Paper, PaperAnswer, PrintRecovery
from kiosk.ui.paper_thread import PaperThread
from kiosk.ui.picture_desk import READER
from kiosk.ui.setup.calls import CodeRead, Joined, Tuned
from kiosk.ui.setup.flow import begin, is_restart_due, take_sheet
from kiosk.ui.setup.reading import see
from kiosk.ui.status import Icon, Notice, Status
from kiosk.ui.teaching_flow import hear_burst, hear_payload
from kiosk.ui.wedge import NAME as WEDGE

TAPS = 5
TAPS_WITHIN_MS = 3_000
"""So many taps in the corner within this time open the PIN (screens.md 8)."""


class AdminSession(QObject):
    """Follows the admin's flow: shows it, and asks the thread what it wants.

    The gate goes on behind it: what is presented meanwhile is decided as
    always, and counted in the status line.
    """

    read = Signal(object)
    """What a reader's thread read for these screens: `Heard`, `Seen` or `CodeRead`."""
    configured = Signal(object)
    """The settings, as `Config`, whenever they were read or changed."""
    restart_asked = Signal()
    """What was set up counts from a new start on."""

    def __init__(
        self,
        open_admin: Callable[[], Admin],
        paper: Paper,
        languages: Languages,
        *,
        now: Callable[[], Instant],
        is_enrolled: bool = True,
        is_first_run: bool = False,
    ) -> None:
        super().__init__()
        self._is_enrolled = is_enrolled
        self._is_first_run = is_first_run
        self._is_aside = False
        self._languages = languages
        self._now = now
        self._flow = AdminFlow()
        self._status: Status | None = None
        self._presented = 0
        self._taps_ms: list[int] = []
        self.view = AdminView()
        self.view.hide()
        self.thread_of_admin = AdminThread(open_admin, self)
        self.paper_thread = PaperThread(paper, self)
        self.view.tapped.connect(self.on_tapped)
        self.paper_thread.came.connect(self.on_paper)
        self.thread_of_admin.answered.connect(self.on_answered)
        self.read.connect(self.on_answered)
        self._pulse = QTimer(self)
        self._pulse.setObjectName("admin pulse")
        self.view.destroyed.connect(self._pulse.stop)
        self._pulse.timeout.connect(self.on_time)

    def take_read(self, payload: Payload) -> bool:
        """Say whether these screens take what a reader read; from any thread.

        A lesson hears a reader that types by `on_burst`, before anything is
        mended. An enrolment code is nobody's presentation while there is no
        enrolment.
        """
        state = self._flow.state
        if state is State.TRY_READERS:
            self.read.emit(see(payload, time.monotonic_ns()))
            return True
        if state is State.TEACHING:
            if payload.reader != WEDGE:
                self.read.emit(hear_payload(payload))
            return True
        if self._is_enrolled or not is_enrolment_code(payload.data):
            return False
        self.read.emit(CodeRead(code=payload.data.decode("ascii")))
        return True

    @Slot(object)
    def on_burst(self, burst: Burst) -> None:
        """Follow what a reader typed."""
        self.on_answered(hear_burst(burst, WEDGE))

    @property
    def flow(self) -> AdminFlow:
        """Return what is shown."""
        return self._flow

    @property
    def is_open(self) -> bool:
        """Say whether one of the admin's screens is shown."""
        return self._flow.state is not State.CLOSED

    def start(self) -> None:
        """Start the thread, and the first run's steps."""
        self.thread_of_admin.start()
        if self._is_first_run:
            self._follow(begin(self._flow))

    def finish(self) -> None:
        """End the thread; an export under way is cancelled."""
        self._pulse.stop()
        # An answer that still comes must not paint, nor start the pulse again.
        self._status = None
        self.thread_of_admin.finish()
        self.paper_thread.finish()

    def open(self) -> None:
        """Ask for the PIN."""
        if not self.is_open:
            self._presented = 0
        self.on_tapped(AdminPress(act=AdminAct.OPEN))

    def tap_corner(self) -> None:
        """Note a tap in the corner; the fifth in a row asks for the PIN."""
        now_ms = self._now().monotonic_ms
        self._taps_ms = [
            *(at for at in self._taps_ms if now_ms - at < TAPS_WITHIN_MS),
            now_ms,
        ]
        if len(self._taps_ms) >= TAPS:
            self._taps_ms.clear()
            self.open()

    def note_presented(self, presentation: Presentation) -> None:
        """Count what the gate decides behind the admin's screens; tell of a picture's code."""
        self._presented += 1
        if presentation.payload.reader == READER:
            self.on_answered(_judge(presentation))

    def set_languages(self, languages: Languages) -> None:
        """Say everything in another language from now on."""
        self._languages = languages
        self._show()

    def show_status(
        self, status: Status, *, is_broken: bool, is_aside: bool = False
    ) -> None:
        """Show `status` above every page, and whether the gate is out of order.

        The first run's steps stand aside for a verdict.
        """
        self._is_aside = is_aside
        self._status = self._extend(status, is_broken=is_broken)
        if self.is_open:
            self._show()

    @Slot(object)
    def on_tapped(self, tapped: AdminTap) -> None:
        """Follow what somebody did at the screen."""
        if tapped == AdminPress(act=AdminAct.CANCEL):
            self.thread_of_admin.cancel()
        self._follow(tap(self._flow, tapped, self._now().monotonic_ms))

    @Slot(object)
    def on_answered(self, answer: AdminAnswer) -> None:
        """Follow what was answered."""
        if isinstance(answer, Joined):
            self._is_enrolled = True
        self._follow(take(self._flow, answer, self._now().monotonic_ms))
        if isinstance(answer, Tuned):
            self.configured.emit(answer.config)

    @Slot(object)
    def on_paper(self, came: PaperAnswer) -> None:
        """Follow what the printer did."""
        self._follow((take_sheet(self._flow, came), ()))

    @Slot()
    def on_time(self) -> None:
        """Let time pass: look for sticks, and lock."""
        self._follow(elapse(self._flow, self._now().monotonic_ms))

    def _follow(self, step: Step) -> None:
        before = self._flow
        self._flow, calls = step
        for call in calls:
            self._pass_on(call)
        self._show()
        if before.state is not State.CLOSED and is_restart_due(self._flow):
            self.restart_asked.emit()

    def _pass_on(self, call: Call) -> None:
        if isinstance(call, PrintRecovery):
            self.paper_thread.start()  # runs already after the first sheet
            self.paper_thread.put(call)
        else:
            self.thread_of_admin.put(call)

    def _show(self) -> None:
        if self._status is None:
            return
        texts = self._languages[0]
        screen = compose_admin(self._flow, texts, self._now().monotonic_ms)
        if self._is_aside and self._flow.setup.has_steps:
            screen = None
        self.view.show_screen(screen, self._status)
        if screen is None:
            self._pulse.stop()
            return
        if not self.view.isWindow():
            self.view.raise_()
        if not self._pulse.isActive():
            self._pulse.start(theme.CLOCK_STEP_MS)

    def _extend(self, status: Status, *, is_broken: bool) -> Status:
        texts = self._languages[0]
        more: list[Notice] = []
        if is_broken:
            text = texts.say("admin.broken")
            more.append(Notice(icon=Icon.ATTENTION, text=text, stands_out=True))
        if self._presented:
            count = tell_count(self._presented, texts)
            text = texts.say("admin.read", count=count)
            more.append(Notice(icon=Icon.WAY_IN, text=text, stands_out=True))
        return msgspec.structs.replace(status, notices=(*more, *status.notices))


def divert_reads(
    admin: AdminSession | None, submit: Callable[[Payload], None]
) -> Callable[[Payload], None]:
    """Return `submit`, before which a lesson takes what a reader reads in it."""
    if admin is None:
        return submit

    def divert(payload: Payload) -> None:
        if not admin.take_read(payload):
            submit(payload)

    return divert


def _judge(presentation: Presentation) -> Judged:
    outcome = (
        presentation.decision.outcome if isinstance(presentation, Decided) else None
    )
    return Judged(outcome=outcome, direction=presentation.payload.direction)
