"""Covering: a verdict or a fault stands before the page it came over, then the page again."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kiosk.ui.flow import Flow
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.staff.session import StaffSession


class Covering:
    """Brings the gate's own screen to the front while something is to be seen there.

    A desk is covered by a fault alone: its codes are its own, and no verdict.
    """

    def __init__(
        self,
        gate: Sequence[QWidget],
        *,
        reception: ReceptionSession | None,
        staff: StaffSession | None,
    ) -> None:
        self._gate = gate
        self._reception = reception
        self._staff = staff
        self._is_over_staff = False

    def follow(self, flow: Flow, before: Flow, *, is_news: bool) -> None:
        """Follow the gate's flow from `before` to `flow`."""
        is_mended = before.fault is not None and flow.fault is None
        if is_mended and self._reception is not None and self._reception.is_open:
            self._reception.view.raise_()
        if self._staff is None or not self._staff.is_open:
            self._is_over_staff = False
            return
        if flow.fault is not None or (is_news and self._covers(self._staff, flow)):
            for view in self._gate:
                view.raise_()
            self._is_over_staff = True
        elif self._is_over_staff and flow.shown is None:
            self._staff.view.raise_()
            self._is_over_staff = False

    def _covers(self, staff: StaffSession, flow: Flow) -> bool:
        return flow.shown is not None and staff.yields_to_verdicts
