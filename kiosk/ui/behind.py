"""Behind: the sessions whose screens stand over the gate's own."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.presentation import Presentation
from kiosk.reception import Desk
from kiosk.ui.admin_calls import Admin
from kiosk.ui.admin_session import AdminSession, divert_reads
from kiosk.ui.covering import Covering
from kiosk.ui.flow import Flow
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.keyboard_session import AS_USUAL, KeyboardSession, Typing
from kiosk.ui.paper import SystemPaper
from kiosk.ui.paper_calls import Paper
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import Screen, ScreenKind
from kiosk.ui.staff.calls import StaffDesk
from kiosk.ui.staff.session import StaffSession

Submit = Callable[[Payload], None]
Open = Callable[[Languages, Callable[[], Instant], Submit], "Behind"]
"""Builds the sessions, in the GUI thread; what they leave to the gate goes to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """What stands behind the sessions' screens, each opened in a thread of its own.

    With a `desk` the window is a reception's too. It and the admin's screens print
    on what `open_paper` opens. `open_counter` opens what staff's buttons ask,
    `open_admin` what the admin's screens ask.
    """

    desk: Desk | None = None
    open_paper: Callable[[Languages], Paper] = SystemPaper
    open_counter: Callable[[], AbstractContextManager[StaffDesk]] | None = None
    open_admin: Callable[[], Admin] | None = None
    is_enrolled: bool = True
    is_first_run: bool = False
    typing: Typing = AS_USUAL


class Behind:
    """The sessions that there are, as the window sees them; GUI thread only."""

    def __init__(
        self,
        *,
        reception: ReceptionSession | None = None,
        staff: StaffSession | None = None,
        admin: AdminSession | None = None,
        typing: Typing = AS_USUAL,
    ) -> None:
        self.reception = reception
        self.staff = staff
        self.admin = admin
        self._typing = typing
        every = (reception, staff, admin)
        self._sessions = tuple(one for one in every if one is not None)
        self._gate: Sequence[QWidget] = ()
        self._covering: Covering | None = None
        self._keyboard: KeyboardSession | None = None

    @property
    def is_open(self) -> bool:
        """Say whether a page stands before the gate's own screen."""
        return any(one.is_open for one in self._sessions)

    def lead(self, submit: Submit) -> Submit:
        """Return where a payload goes: a lesson, a look, the desk, or the road by `submit`."""
        if self.staff is not None:
            self.staff.typed.connect(submit)
        take = self.reception.submit if self.reception else submit
        return divert_reads(self.admin, self.staff.divert(take) if self.staff else take)

    def open_desk(self) -> None:
        """Show the reception's form, where this is one."""
        if self.reception is not None:
            self.reception.open()

    def open_admin(self) -> None:
        """Ask for the admin's PIN, but not over the desk: a form is not wiped for it."""
        if self.admin is not None and not self._is_desk_open:
            self.admin.open()

    def tap_corner(self) -> None:
        """Note a tap in the corner, which opens the admin's screens too."""
        if self.admin is not None and not self._is_desk_open:
            self.admin.tap_corner()

    @property
    def _is_desk_open(self) -> bool:
        return self.reception is not None and self.reception.is_open

    def start(self) -> None:
        """Start the sessions' threads."""
        for one in self._sessions:
            one.start()

    def finish(self) -> None:
        """End them, once what was asked is done."""
        for one in self._sessions:
            one.finish()

    def stand_over(
        self, window: QWidget, gate: Sequence[QWidget], languages: Languages
    ) -> None:
        """Stand in `window`, over its `gate`."""
        for one in self._sessions:
            one.view.setParent(window)
        self._gate = gate
        self._covering = Covering(gate, reception=self.reception, staff=self.staff)
        self._keyboard = KeyboardSession(window, languages[0], self._typing)
        self.set_languages(languages)
        self.arrange(window)

    def arrange(self, window: QWidget) -> None:
        """Fill `window`, which has changed its size."""
        for one in self._sessions:
            one.view.setGeometry(window.rect())
        if self._keyboard is not None:
            self._keyboard.arrange()

    def set_languages(self, languages: Languages) -> None:
        """Say everything in another language from now on."""
        for one in self._sessions:
            one.set_languages(languages)
        if self._keyboard is not None:
            self._keyboard.set_texts(languages[0])

    def show_status(self, screen: Screen, *, is_aside: bool) -> None:
        """Show the gate's status above every page."""
        is_broken = screen.kind is ScreenKind.OUT_OF_ORDER
        if self.reception is not None:
            self.reception.show_status(screen.status)
            if is_broken and self._gate:
                self._gate[0].raise_()  # nothing can be kept at the desk either
        if self.staff is not None:
            self.staff.show_status(screen.status)
        if self.admin is not None:
            self.admin.show_status(
                screen.status, is_broken=is_broken, is_aside=is_aside
            )

    def follow(self, flow: Flow, before: Flow, *, is_news: bool) -> None:
        """Follow the gate's flow, whose verdicts stand before some pages."""
        if self._covering is not None:
            self._covering.follow(flow, before, is_news=is_news)

    def note_presented(self, presentation: Presentation) -> None:
        """Take note of what the gate decided behind them."""
        if self.admin is not None and self.admin.is_open:
            self.admin.note_presented(presentation)
        if self.staff is not None:
            self.staff.note_presented(presentation)

    def ask_about(self, flow: Flow) -> None:
        """Ask what the verdict needs, where the gate's own screen is shown."""
        over = (self.reception, self.admin)
        is_covered = any(one is not None and one.is_open for one in over)
        if self.staff is not None and not is_covered:
            self.staff.ask_about(flow)


def compose(
    openings: Openings,
    languages: Languages,
    now: Callable[[], Instant],
    submit: Submit,
) -> Behind:
    """Return the sessions for `openings`; what they leave to the gate goes to `submit`."""
    return Behind(
        reception=None
        if openings.desk is None
        else ReceptionSession(
            openings.desk,
            openings.open_paper(languages),
            languages,
            now=now,
            leave=submit,
        ),
        staff=StaffSession(openings.open_counter, languages, now=now)
        if openings.open_counter
        else None,
        admin=None
        if openings.open_admin is None
        else AdminSession(
            openings.open_admin,
            openings.open_paper(languages),
            languages,
            now=now,
            is_enrolled=openings.is_enrolled,
            is_first_run=openings.is_first_run,
        ),
        typing=openings.typing,
    )
