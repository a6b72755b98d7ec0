"""Admin desk: the data folder and the sticks, as the admin's screens ask them.

`kiosk.cli` imports it late: what writes tables takes 0.2 s to import.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from kiosk.decision import LOCAL
from kiosk.export import job, source
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request
from kiosk.export.period import Period
from kiosk.export.source import Scope
from kiosk.export.sticks import Sticks, StickWatch, choose_sticks
from kiosk.place import Place
from kiosk.storage import entries, pin
from kiosk.storage.pin import PinAnswer
from kiosk.ui.admin_calls import (
    CountCall,
    Ended,
    ExportCall,
    Facts,
    Plugged,
    Span,
    Watching,
    What,
)
from kiosk.version import VERSION

WHO = "admin screen"
"""Who exported, in the admin log: whoever knew the PIN."""

Write = Callable[
    [Place, Request, job.Watching, Sticks],
    Exported | ExportFault,
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AdminDesk:
    """Answers the admin's screens; lives in one thread."""

    def __init__(
        self, place: Place, *, sticks: Sticks | None = None, write: Write | None = None
    ) -> None:
        self._place = place
        self._sticks = sticks or choose_sticks()
        self._write = write or _export
        self._watch: StickWatch | None = None

    def read_facts(self) -> Facts:
        """Return how the kiosk is."""
        with self._place.database.read() as connection:
            head = entries.read_head(connection)
            waiting = entries.count_waiting(connection)
            is_pin_set = pin.is_set(connection)
        enrolment = self._place.enrolment
        return Facts(
            is_pin_set=is_pin_set,
            is_enrolled=enrolment is not None,
            point_name=enrolment.point_name if enrolment else "",
            kiosk_id=self._place.identity.kiosk_id,
            entries=head.position - head.admin,
            unsent=waiting.pending,
            version=VERSION,
        )

    def check_pin(self, text: str) -> PinAnswer:
        """Say whether `text` is the PIN."""
        return pin.check_pin(self._place.database, text, self._place.now().wall)

    def set_pin(self, text: str) -> None:
        """Make `text` the PIN."""
        pin.set_pin(self._place.database, text)

    def watch_sticks(self) -> None:
        """Note which sticks are there already."""
        self._watch = StickWatch(self._sticks)

    def find_stick(self) -> Plugged | ExportFault:
        """Return the one stick that came since, or why there is none."""
        if self._watch is None:
            return ExportFault.NO_STICK
        found = self._watch.find_new()
        if isinstance(found, ExportFault):
            return found
        try:
            free = shutil.disk_usage(found.folder).free
        except OSError:  # pulled out again just now
            return ExportFault.NO_STICK
        return Plugged(folder=found.folder, name=found.folder.name, free_bytes=free)

    def count(self, call: CountCall) -> int:
        """Return how many entries an export would hold."""
        period = self._find_period(call.span)
        with self._place.database.read() as connection:
            head = entries.read_head(connection)
            unsettled = call.what is What.BUNDLE and period.is_everything
            scope = Scope(period=period, last=head.position, unsettled=unsettled)
            return source.estimate_rows(connection, scope, head)

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        """Write, verify, eject."""
        request = Request(
            kind=ExportKind(call.what.value),
            folder=call.stick.folder,
            period=self._find_period(call.span),
            who=WHO,
        )
        told = job.Watching(watching.on_progress, watching.is_cancelled)
        ended = self._write(self._place, request, told, self._sticks)
        if isinstance(ended, ExportFault):
            return ended
        return Ended(
            what=call.what,
            span=call.span,
            first_day=_find_day(request.period),
            last_day=self._place.now().wall.astimezone(LOCAL).date(),
            name=ended.written.path.name,
            rows=ended.rows,
            unsent=ended.unsent,
            sha256=ended.written.sha256,
            ejected=ended.ejected,
            passphrase=ended.passphrase,
        )

    def _find_period(self, span: Span) -> Period:
        """Return the period of `span`: whole local days, open towards now."""
        today = datetime.combine(
            self._place.now().wall.astimezone(LOCAL).date(), time(), LOCAL
        )
        match span:
            case Span.TODAY:
                return _begin_at(today)
            case Span.WEEK:
                return _begin_at(today - timedelta(days=6))
            case Span.MONTH:
                return _begin_at(today.replace(day=1))
            case Span.ALL:
                return Period()


def _begin_at(start: datetime) -> Period:
    return Period(from_us=(start - _EPOCH) // timedelta(microseconds=1))


def _find_day(period: Period) -> date | None:
    if period.from_us is None:
        return None
    start = _EPOCH + timedelta(microseconds=period.from_us)
    return start.astimezone(LOCAL).date()


def _export(
    place: Place, request: Request, watching: job.Watching, sticks: Sticks
) -> Exported | ExportFault:
    return job.run_export(place, request, watching, sticks=sticks)
