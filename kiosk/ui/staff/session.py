"""Staff session: staff's screens, their thread and their time, put together."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.clock import Instant
from kiosk.decision import LOCAL
from kiosk.payload import Payload
from kiosk.presentation import Decided, Presentation
from kiosk.scanner.reader import Gate
from kiosk.ui import theme
from kiosk.ui.flow import Completed, Corrected, Deed, Flow, Settled, TakenBack
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.staff.calls import StaffAnswer, StaffDesk, TurnCall, VoidCall
from kiosk.ui.staff.flow import (
    StaffFlow,
    State,
    Step,
    begin_declaration,
    begin_looking,
    begin_manual,
    begin_settling,
    look_at,
    note_decided,
    open_log,
    pass_time,
    take,
    tap,
)
from kiosk.ui.staff.log_calls import ForgetCall, Judged
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.taps import StaffTap
from kiosk.ui.staff.thread import StaffThread
from kiosk.ui.staff.typing_flow import SubmitCall
from kiosk.ui.staff.view import StaffView
from kiosk.ui.status import Status

TYPED = "typed"
"""The reader of what a person typed."""


class StaffSession(QObject):
    """Follows staff's flow: shows it, and asks the counter what it wants.

    The gate goes on behind it. What was done and is durable is told by `done`,
    and the gate's own screen shows it.
    """

    done = Signal(object)
    """One of `calls.Done`."""
    read = Signal(object)
    """What a reader's thread read while codes are looked at, as `Payload`."""
    typed = Signal(object)
    """What was typed by hand, as `Payload`."""

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
        self._leave: Callable[[Payload], None] | None = None
        self.read.connect(self.on_read)
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

    def ask_about(self, gate: Flow) -> None:
        """Ask what the verdict on the gate's screen needs to be decided again."""
        if gate.shown is not None and gate.deed is None:
            now_ms = self._now().monotonic_ms
            self._follow(begin_declaration(self._flow, gate.shown, now_ms))

    def note_presented(self, presentation: Presentation) -> None:
        """Take note of what the gate decided behind a declaration."""
        if isinstance(presentation, Decided):
            now_ms = self._now().monotonic_ms
            self._follow(note_decided(self._flow, presentation, now_ms))

    @property
    def yields_to_verdicts(self) -> bool:
        """Say whether a new verdict is shown over the page, which comes back after it."""
        return self._flow.state in {State.LOG, State.SETTLE, State.LOOK}

    def open_log(self, last: Decided | None) -> None:
        """Show today's entries; `last` is what the gate decided last and can undo."""
        now = self._now()
        today = now.wall.astimezone(LOCAL).date()
        self._follow(open_log(self._flow, today, last, now.monotonic_ms))

    def look(self) -> None:
        """Look at codes from now on, and record none."""
        self._follow(begin_looking(self._flow, self._now().monotonic_ms))

    def type(self, gate: Gate) -> None:
        """Let a number be typed, for `gate`."""
        self._follow(begin_manual(self._flow, gate, self._now()))

    def divert(self, submit: Callable[[Payload], None]) -> Callable[[Payload], None]:
        """Return `submit`, before which what is only looked at is taken away."""
        self._leave = submit

        def take_or_submit(payload: Payload) -> None:
            if not self.take_read(payload):
                submit(payload)

        return take_or_submit

    def take_read(self, payload: Payload) -> bool:
        """Say whether a code is only looked at; from any thread."""
        if self._flow.state is not State.LOOK:
            return False
        self.read.emit(payload)
        return True

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
        if isinstance(answer, Settled | Corrected | TakenBack | Completed):
            self.done.emit(answer)
        elif isinstance(answer, Judged) and answer.deed is Deed.TAKEN_BACK:
            self.done.emit(TakenBack(entry_id=answer.entry_id))

    @Slot(object)
    def on_read(self, payload: Payload) -> None:
        """Look at what was read, or give it to the gate where looking has just ended."""
        if self._flow.state is State.LOOK:
            self._follow(look_at(self._flow, payload, self._now().monotonic_ms))
        elif self._leave is not None:
            self._leave(payload)

    @Slot()
    def on_time(self) -> None:
        """Let time pass: the warning, then the wiping."""
        self._follow(pass_time(self._flow, self._now().monotonic_ms))

    def _follow(self, step: Step) -> None:
        before, (self._flow, calls) = self._flow, step
        for call in calls:
            if isinstance(call, SubmitCall):
                self.typed.emit(_make_payload(call))
            else:
                self.staff_thread.put(call)
        if before.log is not None and self._flow.log is None:
            self.staff_thread.put(ForgetCall())
        is_other = before.state is not self._flow.state
        self._show()
        if is_other and self.is_open and not self.view.isWindow():
            self.view.raise_()  # also where a verdict stands over the page before

    def _show(self) -> None:
        if self._status is None:
            return
        texts = self._languages[0]
        screen = compose_staff(self._flow, texts)
        self.view.show_screen(screen, self._status)
        now_ms = self._now().monotonic_ms
        self.view.ask(compose_question(self._flow, texts, now_ms))
        if screen is None:
            self._pulse.stop()
            return
        if not self._pulse.isActive():
            self._pulse.start(theme.CLOCK_STEP_MS)


def _make_payload(call: SubmitCall) -> Payload:
    return Payload(
        data=call.text.encode(),
        symbology="",
        reader=TYPED,
        gate=call.gate,
        direction=call.direction,
        received_ns=time.monotonic_ns(),
    )
