"""Staff session: staff's screens, their thread and their time, put together."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.clock import Instant
from kiosk.presentation import Decided
from kiosk.ui import theme
from kiosk.ui.flow import Corrected, Deed, Settled, TakenBack
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.staff.calls import StaffAnswer, StaffDesk, TurnCall, VoidCall
from kiosk.ui.staff.flow import (
    StaffFlow,
    State,
    Step,
    begin_settling,
    elapse,
    take,
    tap,
)
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.taps import StaffTap
from kiosk.ui.staff.thread import StaffThread
from kiosk.ui.staff.view import StaffView
from kiosk.ui.status import Status


class StaffSession(QObject):
    """Follows staff's flow: shows it, and asks the counter what it wants.

    The gate goes on behind it. What was done and is durable is told by `done`,
    and the gate's own screen shows it.
    """

    done = Signal(object)
    """One of `calls.Done`."""

    def __init__(
        self,
        open_desk: Callable[[], AbstractContextManager[StaffDesk]],
        languages: Languages,
        *,
        now: Callable[[], Instant],
    ) -> None:
        super().__init__()
        self._languages = languages
        self._now = now
        self._flow = StaffFlow()
        self._status: Status | None = None
        self.view = StaffView()
        self.view.hide()
        self.staff_thread = StaffThread(open_desk, self)
        self.view.tapped.connect(self.on_tapped)
        self.staff_thread.answered.connect(self.on_answered)
        self._pulse = QTimer(self)
        self._pulse.setObjectName("staff pulse")
        self.view.destroyed.connect(self._pulse.stop)
        self._pulse.timeout.connect(self.on_time)

    @property
    def flow(self) -> StaffFlow:
        """Return what is shown."""
        return self._flow

    @property
    def is_open(self) -> bool:
        """Say whether one of staff's screens is shown."""
        return self._flow.state is not State.CLOSED

    def start(self) -> None:
        """Start the thread."""
        self.staff_thread.start()

    def finish(self) -> None:
        """End the thread, once what was asked is done."""
        self._pulse.stop()
        # An answer that still comes must not paint, nor start the pulse again.
        self._status = None
        self.staff_thread.finish()

    def undo(self, entry_id: UUID) -> None:
        """Make an entry void; no screen is shown for it."""
        self.staff_thread.put(VoidCall(entry_id=entry_id))

    def turn_round(self, decided: Decided) -> None:
        """Let an entry count in the other direction; no screen is shown for it."""
        self.staff_thread.put(TurnCall(decided=decided))

    def settle(self, decided: Decided, deed: Deed) -> None:
        """Ask why a CHECK is settled so."""
        now_ms = self._now().monotonic_ms
        self._follow(begin_settling(self._flow, decided, deed, now_ms))

    def set_languages(self, languages: Languages) -> None:
        """Say everything in another language from now on."""
        self._languages = languages
        self._show()

    def show_status(self, status: Status) -> None:
        """Show `status` above every page."""
        self._status = status
        if self.is_open:
            self._show()

    @Slot(object)
    def on_tapped(self, tapped: StaffTap) -> None:
        """Follow what somebody did at the screen."""
        self._follow(tap(self._flow, tapped, self._now().monotonic_ms))

    @Slot(object)
    def on_answered(self, answer: StaffAnswer) -> None:
        """Follow what the counter answered."""
        self._follow(take(self._flow, answer, self._now().monotonic_ms))
        if isinstance(answer, Settled | Corrected | TakenBack):
            self.done.emit(answer)

    @Slot()
    def on_time(self) -> None:
        """Let time pass: the warning, then the wiping."""
        self._follow((elapse(self._flow, self._now().monotonic_ms), ()))

    def _follow(self, step: Step) -> None:
        self._flow, calls = step
        for call in calls:
            self.staff_thread.put(call)
        self._show()

    def _show(self) -> None:
        if self._status is None:
            return
        texts = self._languages[0]
        screen = compose_staff(self._flow, texts)
        was_hidden = self.view.isHidden()
        self.view.show_screen(screen, self._status)
        now_ms = self._now().monotonic_ms
        self.view.ask(compose_question(self._flow, texts, now_ms))
        if screen is None:
            self._pulse.stop()
            return
        if was_hidden and not self.view.isWindow():
            self.view.raise_()
        if not self._pulse.isActive():
            self._pulse.start(theme.CLOCK_STEP_MS)
