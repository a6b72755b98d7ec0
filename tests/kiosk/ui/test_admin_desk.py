"""Admin desk: counts, sticks and a real export to a folder that stands for a stick."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from kiosk.export import job
from kiosk.export.fault import ExportFault
from kiosk.export.job import Exported, ExportKind, Request
from kiosk.export.sticks import Sticks
from kiosk.export.writing import Progress
from kiosk.payload import Direction, Payload
from kiosk.place import Place
from kiosk.scanner.reader import Gate
from kiosk.scanner.teaching import describe
from kiosk.storage import locksmith, profiles
from kiosk.storage.pin import Right, Wrong
from kiosk.ui.admin_calls import (
    CountCall,
    Ended,
    ExportCall,
    FoundCode,
    PictureTrouble,
    Plugged,
    Span,
    Watching,
    What,
)
from kiosk.ui.admin_desk import WHO, AdminDesk
from kiosk.ui.picture_desk import PictureDesk
from tests.backlog import fill
from tests.fakes import SteppedClock
from tests.readers import SERIAL, hear_serial, read_all
from tests.ui.admin_samples import PASSPHRASE
from tests.ui.fake_admin import FakeSticks

ROWS = 25
DAY_S = 86_400
TODAY = date(2026, 11, 20)


class Writer:
    """Writes nothing, and remembers what was asked."""

    def __init__(self, outcome: Exported | ExportFault) -> None:
        self._outcome = outcome
        self.requests: list[Request] = []

    def __call__(
        self, place: Place, request: Request, watching: job.Watching, sticks: Sticks
    ) -> Exported | ExportFault:
        del place, watching, sticks
        self.requests.append(request)
        return self._outcome


def no_pictures() -> PictureDesk:
    return PictureDesk(
        list[Payload]().append,
        Gate(name="A", direction=Direction.IN),
        lambda _: PictureTrouble.NOT_A_PICTURE,
    )


@pytest.fixture
def sticks() -> FakeSticks:
    return FakeSticks()


@pytest.fixture
def filled(place: Place) -> Place:
    fill(place.database, ROWS)
    return place


@pytest.fixture
def desk(filled: Place, sticks: FakeSticks) -> AdminDesk:
    return AdminDesk(filled, no_pictures(), sticks=sticks)


def plug(desk: AdminDesk, sticks: FakeSticks, folder: Path) -> Plugged:
    desk.watch_sticks()
    sticks.plug(folder)
    found = desk.find_stick()
    assert isinstance(found, Plugged)
    return found


def test_the_facts_are_the_databases(desk: AdminDesk) -> None:
    facts = desk.read_facts()
    told = (facts.entries, facts.unsent, facts.is_enrolled, facts.is_pin_set)
    assert told == (ROWS, ROWS, False, False)


def test_what_was_taught_is_kept_in_the_database(desk: AdminDesk, place: Place) -> None:
    profile = describe(SERIAL, read_all(hear_serial))
    desk.keep_profile(profile)
    with place.database.read() as connection:
        assert profiles.read(connection) == {SERIAL: profile}


def test_the_pin_is_kept_in_the_database(desk: AdminDesk) -> None:
    desk.set_pin("482915", forgotten=False)
    answers = [desk.check_pin("111111"), desk.check_pin("482915")]
    assert answers == [Wrong(tries_left=4), Right()]
    assert desk.read_facts().is_pin_set


def test_the_recovery_passphrase_is_known_and_another_is_not(
    desk: AdminDesk, filled: Place
) -> None:
    before = desk.read_facts().has_passphrase
    folder = filled.folder
    locksmith.add_passphrase(folder, PASSPHRASE)
    told = [desk.is_passphrase(text) for text in (PASSPHRASE, PASSPHRASE[::-1])]
    assert (before, desk.read_facts().has_passphrase) == (False, True)
    assert told == [True, False]


def test_only_what_the_province_lacks_is_unsent(filled: Place, tmp_path: Path) -> None:
    fill(filled.database, 3, settled=True)
    desk = AdminDesk(filled, no_pictures(), sticks=FakeSticks())
    stick = Plugged(folder=tmp_path, name="KINGSTON", free_bytes=0)
    spans = (Span.UNSENT, Span.ALL)
    counted = [desk.count(CountCall(what=What.CSV, span=span)) for span in spans]
    call = ExportCall(what=What.CSV, span=Span.UNSENT, stick=stick)
    ended = desk.export(call, Watching(list[Progress]().append, lambda: False))
    assert isinstance(ended, Ended)
    assert (counted, ended.rows) == ([ROWS, ROWS + 3], ROWS)


def test_pictures_are_asked_of_the_picture_desk(filled: Place, tmp_path: Path) -> None:
    shown = list[Payload]()
    gate = Gate(name="B", direction=Direction.OUT)
    pictures = PictureDesk(shown.append, gate, lambda data: ((data, "]Q1"),))
    desk = AdminDesk(filled, pictures, sticks=FakeSticks())
    (tmp_path / "pass.png").write_bytes(b"a code")
    (file,) = desk.list_pictures(tmp_path)
    found = desk.read_picture(file.path)
    assert not isinstance(found, PictureTrouble)
    desk.present(found[0])
    assert isinstance(found[0], FoundCode)
    assert [(one.data, one.gate) for one in shown] == [(b"a code", "B")]


def test_a_stick_that_was_there_before_is_not_offered(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path
) -> None:
    sticks.plug(tmp_path / "OLD")
    desk.watch_sticks()
    assert desk.find_stick() is ExportFault.NO_STICK


def test_one_new_stick_is_offered_and_two_are_not(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path
) -> None:
    found = plug(desk, sticks, tmp_path / "KINGSTON")
    assert (found.name, found.free_bytes > 0) == ("KINGSTON", True)
    sticks.plug(tmp_path / "SANDISK")
    assert desk.find_stick() is ExportFault.TWO_STICKS


def test_a_stick_that_is_gone_again_is_none(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path
) -> None:
    folder = tmp_path / "KINGSTON"
    plug(desk, sticks, folder)
    folder.rmdir()
    assert desk.find_stick() is ExportFault.NO_STICK


@pytest.mark.parametrize(
    ("span", "days_later", "rows"),
    [
        (Span.TODAY, 0, ROWS),
        (Span.TODAY, 1, 0),
        (Span.WEEK, 6, ROWS),
        (Span.WEEK, 7, 0),
        (Span.MONTH, 10, ROWS),
        (Span.MONTH, 11, 0),  # the first of December
        (Span.UNSENT, 400, ROWS),
        (Span.ALL, 400, ROWS),
    ],
)
def test_a_period_is_whole_local_days(
    desk: AdminDesk, clock: SteppedClock, span: Span, days_later: int, rows: int
) -> None:
    clock.advance(days_later * DAY_S)
    assert desk.count(CountCall(what=What.CSV, span=span)) == rows


def test_a_csv_is_written_to_the_stick_read_back_and_ejected(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path
) -> None:
    stick = plug(desk, sticks, tmp_path / "KINGSTON")
    told: list[Progress] = []
    call = ExportCall(what=What.CSV, span=Span.TODAY, stick=stick)
    ended = desk.export(call, Watching(told.append, lambda: False))
    assert isinstance(ended, Ended)
    written = stick.folder / ended.name
    lines = written.read_text(encoding="utf-8-sig").splitlines()
    assert (ended.rows, ended.unsent, len(lines)) == (ROWS, ROWS, ROWS + 1)
    assert (ended.first_day, ended.last_day) == (TODAY, TODAY)
    assert hashlib.sha256(written.read_bytes()).hexdigest() == ended.sha256
    assert (ended.ejected, sticks.ejected, bool(told)) == (True, [stick.folder], True)


@pytest.mark.parametrize("what", [What.XLSX, What.ZIP])
def test_the_other_tables_are_written_too(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path, what: What
) -> None:
    stick = plug(desk, sticks, tmp_path / "KINGSTON")
    call = ExportCall(what=what, span=Span.ALL, stick=stick)
    ended = desk.export(call, Watching(list[Progress]().append, lambda: False))
    assert isinstance(ended, Ended)
    assert (ended.rows, ended.passphrase is not None) == (ROWS, what is What.ZIP)


def test_a_cancelled_export_leaves_nothing(
    desk: AdminDesk, sticks: FakeSticks, tmp_path: Path
) -> None:
    stick = plug(desk, sticks, tmp_path / "KINGSTON")
    call = ExportCall(what=What.CSV, span=Span.ALL, stick=stick)
    ended = desk.export(call, Watching(list[Progress]().append, lambda: True))
    left = [path.name for path in stick.folder.iterdir()]
    assert (ended, left) == (ExportFault.CANCELLED, [])


def test_the_admin_log_names_the_admins_screen(filled: Place, tmp_path: Path) -> None:
    writer = Writer(ExportFault.FULL)
    desk = AdminDesk(filled, no_pictures(), sticks=FakeSticks(), write=writer)
    stick = Plugged(folder=tmp_path, name="KINGSTON", free_bytes=0)
    call = ExportCall(what=What.BUNDLE, span=Span.UNSENT, stick=stick)
    assert (
        desk.export(call, Watching(list[Progress]().append, lambda: False))
        is ExportFault.FULL
    )
    asked = writer.requests[0]
    told = (asked.kind, asked.who, asked.period.is_everything, asked.unsettled)
    assert told == (ExportKind.BUNDLE, WHO, True, True)
