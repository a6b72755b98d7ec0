"""Reception session: the desk's screens, its threads and its time, put together."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.reception import Desk
from kiosk.ui import theme
from kiosk.ui.desk_calls import Answer, PresentCall
from kiosk.ui.desk_thread import DeskThread
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.paper_calls import Paper, PaperAnswer, PrintBadge, PrintRoll
from kiosk.ui.paper_thread import PaperThread
from kiosk.ui.reception_answers import take, take_paper
from kiosk.ui.reception_flow import (
    Call,
    Reception,
    State,
    Step,
    elapse,
    present,
    tap,
)
from kiosk.ui.reception_screens import compose_desk, compose_question
from kiosk.ui.reception_view import ReceptionView
from kiosk.ui.status import Status
from kiosk.ui.taps import Act, Press, Tap


class ReceptionSession(QObject):
    """Follows the reception flow: shows it, and asks desk and printer what it wants.

    `submit` may be called from any thread; all else lives in the GUI thread.
    What comes while no screen of the desk is shown goes to `leave`: the gate
    decides it.
    """

    presented = Signal(object)
    """A payload came from a reader's thread."""

    def __init__(
        self,
        desk: Desk,
        paper: Paper,
        languages: Languages,
        *,
        now: Callable[[], Instant],
        leave: Callable[[Payload], None],
    ) -> None:
        super().__init__()
        self._leave = leave
        self._languages = languages
        self._now = now
        self._reception = Reception()
        self._status: Status | None = None
        self.view = ReceptionView()
        self.view.hide()
        self.desk_thread = DeskThread(desk, self)
        self.paper_thread = PaperThread(paper, self)
        self.view.tapped.connect(self.on_tapped)
        self.presented.connect(self.on_presented)
        self.desk_thread.answered.connect(self.on_answered)
        self.paper_thread.came.connect(self.on_paper)
        self._pulse = QTimer(self)
        self._pulse.setObjectName("reception pulse")
        self.view.destroyed.connect(self._pulse.stop)
        self._pulse.timeout.connect(self.on_time)

    @property
    def reception(self) -> Reception:
        """Return what is shown."""
        return self._reception

    @property
    def is_open(self) -> bool:
        """Say whether one of the desk's screens is shown."""
        return self._reception.state is not State.CLOSED

    def start(self) -> None:
        """Start the threads."""
        self.desk_thread.start()
        self.paper_thread.start()

    def finish(self) -> None:
        """End the threads, once what was asked is done."""
        self._pulse.stop()
        # An answer that still comes must not paint, nor start the pulse again.
        self._status = None
        self.desk_thread.finish()
        self.paper_thread.finish()

    def submit(self, payload: Payload) -> None:
        """Take what a reader read; for the desk, if one of its screens is shown."""
        if self._reception.state is State.CLOSED:
            self._leave(payload)
        else:
            self.presented.emit(payload)

    def set_languages(self, languages: Languages) -> None:
        """Say everything in another language from now on."""
        self._languages = languages
        self._show()

    def show_status(self, status: Status) -> None:
        """Show `status` above every page."""
        self._status = status
        if self._reception.state is not State.CLOSED:
            self._show()

    @Slot()
    def open(self) -> None:
        """Show the form."""
        self.on_tapped(Press(act=Act.OPEN))

    @Slot(object)
    def on_tapped(self, tapped: Tap) -> None:
        """Follow what somebody did at the screen."""
        self._follow(tap(self._reception, tapped, self._now()))

    @Slot(object)
    def on_presented(self, payload: Payload) -> None:
        """Follow a code that was presented."""
        if self._reception.state is State.CLOSED:
            self._leave(payload)
            return
        call = PresentCall(payload=payload)
        self._follow(present(self._reception, call, self._now()))

    @Slot(object)
    def on_answered(self, answer: Answer) -> None:
        """Follow what the desk answered."""
        self._follow(take(self._reception, answer, self._now()))

    @Slot(object)
    def on_paper(self, came: PaperAnswer) -> None:
        """Follow what the printer did."""
        self._follow((take_paper(self._reception, came), ()))

    @Slot()
    def on_time(self) -> None:
        """Let time pass: the warning, then the wiping."""
        self._follow((elapse(self._reception, self._now().monotonic_ms), ()))

    def _follow(self, step: Step) -> None:
        self._reception, calls = step
        for call in calls:
            self._pass_on(call)
        self._show()

    def _pass_on(self, call: Call) -> None:
        if isinstance(call, PrintBadge | PrintRoll):
            self.paper_thread.put(call)
        else:
            self.desk_thread.put(call)

    def _show(self) -> None:
        if self._status is None:
            return
        now = self._now()
        texts = self._languages[0]
        screen = compose_desk(self._reception, texts, now.wall)
        self.view.show_screen(screen, self._status)
        question = compose_question(self._reception, texts, now.monotonic_ms)
        self.view.ask(question)
        if screen is None:
            self._pulse.stop()
        elif not self._pulse.isActive():
            self._pulse.start(theme.CLOCK_STEP_MS)
