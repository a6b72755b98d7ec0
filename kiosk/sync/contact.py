"""Contact: what a sender's reports come to: whether the province answers, and how far sending is."""

from kiosk.drain import Drain, DrainWatch
from kiosk.health import Link
from kiosk.sync.fault import FaultClass
from kiosk.sync.sender import SyncReport


class Contact:
    """Follows one sender's reports; `drain` is None while nothing is being sent."""

    def __init__(self) -> None:
        self.link = Link.UNKNOWN
        self.drain: Drain | None = None
        self.last_report: SyncReport | None = None
        self._watch = DrainWatch()

    def note(self, report: SyncReport, at_ms: int) -> None:
        """Take a report that came at a monotonic time."""
        self.last_report = report
        reached = report.fault is FaultClass.NONE
        if report.fault is not FaultClass.BUSY:  # then another sender knows
            self.link = Link.ONLINE if reached else Link.OFFLINE
        if reached and report.pending:
            sent, pending = report.sent, report.pending
            self.drain = self._watch.note(sent=sent, pending=pending, at_ms=at_ms)
        else:
            self._watch.end()
            self.drain = None
