"""Admin desk: the data folder and the sticks, as the admin's screens ask them.

`kiosk.cli` imports it late: what writes tables takes 0.2 s to import.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from kiosk.decision import LOCAL
from kiosk.disposal import count_down, make_terms
from kiosk.errors import OutsideError
from kiosk.export import job, source
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request
from kiosk.export.period import Period
from kiosk.export.source import Scope
from kiosk.export.sticks import Sticks, StickWatch, choose_sticks
from kiosk.place import Place
from kiosk.scanner.teaching import Profile
from kiosk.storage import entries, pin, profiles, slots
from kiosk.storage.key_slots.passphrase import unlock
from kiosk.storage.pin import PinAnswer
from kiosk.storage.slots import SlotKind
from kiosk.sync.rules import read_rules
from kiosk.ui import sending_desk
from kiosk.ui.admin_calls import (
    CountCall,
    Ended,
    ExportCall,
    Facts,
    FoundCode,
    PictureFile,
    PictureTrouble,
    Plugged,
    Span,
    Watching,
)
from kiosk.ui.picture_desk import PictureDesk
from kiosk.ui.sending_calls import Sending, SendingRequest
from kiosk.ui.setup.calls import SetupAnswer, SetupRequest
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
        self,
        place: Place,
        pictures: PictureDesk,
        *,
        sticks: Sticks | None = None,
        write: Write | None = None,
        set_up: Callable[[SetupRequest], SetupAnswer] | None = None,
    ) -> None:
        self._place = place
        self._pictures = pictures
        self._sticks = sticks or choose_sticks()
        self._write = write or _export
        self._set_up = set_up or _refuse_setup
        self._watch: StickWatch | None = None

    def read_facts(self) -> Facts:
        """Return how the kiosk is."""
        with self._place.database.read() as connection:
            head = entries.read_head(connection)
            waiting = entries.count_waiting(connection)
            is_pin_set = pin.is_set(connection)
            policy = read_rules(connection, self._place.folder).policy
        terms = make_terms(policy)
        enrolment = self._place.enrolment
        return Facts(
            is_pin_set=is_pin_set,
            is_enrolled=enrolment is not None,
            has_passphrase=self._has_passphrase(),
            point_name=enrolment.point_name if enrolment else "",
            kiosk_id=self._place.identity.kiosk_id,
            entries=head.position - head.admin - head.purged,
            unsent=waiting.pending,
            version=VERSION,
            countdown=count_down(self._place.database, terms, self._place.now()),
        )

    def check_pin(self, text: str) -> PinAnswer:
        """Say whether `text` is the PIN."""
        now = self._place.now()
        return pin.check_pin(self._place.database, text, at=now, who=WHO)

    def set_pin(self, text: str, *, forgotten: bool) -> None:
        """Make `text` the PIN."""
        pin.set_pin(
            self._place.database,
            text,
            at=self._place.now(),
            who=WHO,
            forgotten=forgotten,
        )

    def is_passphrase(self, passphrase: str) -> bool:
        """Say whether it is the recovery passphrase; takes 0.1 s."""
        held = slots.load(self._place.folder.slots)
        return unlock(held, passphrase) is not None

    def keep_profile(self, profile: Profile) -> None:
        """Keep what was taught about a reader."""
        with self._place.database.write() as connection:
            profiles.put(connection, profile)

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
            unsettled = call.span is Span.UNSENT
            scope = Scope(period=period, last=head.position, unsettled=unsettled)
            return source.estimate_rows(connection, scope, head)

    def export(self, call: ExportCall, watching: Watching) -> Ended | ExportFault:
        """Write, verify, eject."""
        request = Request(
            kind=ExportKind(call.what.value),
            folder=call.stick.folder,
            period=self._find_period(call.span),
            who=WHO,
            unsettled=call.span is Span.UNSENT,
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

    def list_pictures(self, folder: Path) -> tuple[PictureFile, ...]:
        """Return the pictures below `folder`, the newest first."""
        return self._pictures.list_files(folder)

    def read_picture(
        self, source: Path | bytes
    ) -> tuple[FoundCode, ...] | PictureTrouble:
        """Return the codes of a picture."""
        return self._pictures.read(source)

    def present(self, code: FoundCode) -> None:
        """Present `code` at the gate."""
        self._pictures.present(code)

    def send(self, call: SendingRequest) -> Sending:
        """Do what `call` says, and return how sending goes then."""
        return sending_desk.send(self._place, call)

    def set_up(self, call: SetupRequest) -> SetupAnswer:
        """Do what `call` says of enrolment, settings and diagnostics."""
        return self._set_up(call)

    def _has_passphrase(self) -> bool:
        held = slots.load(self._place.folder.slots)
        return any(slot.kind is SlotKind.PASSPHRASE for slot in held.slots)

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
            case Span.UNSENT | Span.ALL:
                return Period()


def _refuse_setup(call: SetupRequest) -> SetupAnswer:
    message = f"{type(call).__name__}: this kiosk was started without its settings."
    raise OutsideError(message)


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
