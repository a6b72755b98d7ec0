"""Checkpoint: the real window over a real road and database, and a person who only sees its screen."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt import exceptions
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from kiosk.app import Road
from kiosk.clock import Instant
from kiosk.payload import Direction
from kiosk.place import Place, open_place
from kiosk.scanner.reader import Gate
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.storage.tables import ENTRIES
from kiosk.ui.admin_desk import AdminDesk
from kiosk.ui.admin_session import AdminSession, divert_reads
from kiosk.ui.behind import Behind
from kiosk.ui.bursts import understand
from kiosk.ui.picture_codes import read_codes
from kiosk.ui.picture_desk import PictureDesk
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.session import StaffSession
from kiosk.ui.surroundings import Surroundings
from kiosk.ui.threads import RoadThread
from kiosk.ui.wedge import Wedge
from kiosk.ui.window import KioskWindow
from tests.ui.fake_paper import FakePaper
from tests.ui.keys import press
from tests.ui.samples import EN, VI

GATE = Gate(name="Cổng A", direction=Direction.IN)
SIZE = (1280, 800)
PATIENCE_MS = 15_000


class Checkpoint:
    """Composed as `kiosk.ui.main` composes it, but in the test's own process."""

    def __init__(
        self,
        qtbot: QtBot,
        place: Place,
        now: Callable[[], Instant],
        *,
        has_desk: bool = False,
    ) -> None:
        self._qtbot = qtbot
        self.place = place
        self.road = Road(place, [], sync=place.enrolment is not None)
        self._desk = self.road.desk(GATE.name) if has_desk else None
        languages = (VI, EN)
        self.staff = StaffSession(self.road.counter, languages, now=now)
        self.staff.typed.connect(self.road.submit)
        pictures = PictureDesk(self.road.submit, GATE, read_codes)
        self.admin = AdminSession(
            lambda: AdminDesk(place, pictures), FakePaper(), languages, now=now
        )
        self.reception: ReceptionSession | None = None
        if self._desk is not None:
            self.reception = ReceptionSession(
                self._desk, FakePaper(), languages, now=now, leave=self.road.submit
            )
        submit = self.reception.submit if self.reception else self.road.submit
        self.take = divert_reads(self.admin, self.staff.divert(submit))
        self._behind = [
            one for one in (self.staff, self.admin, self.reception) if one is not None
        ]
        self.window = KioskWindow(
            Surroundings(gate=GATE, title="Chốt Thử", reading=frozenset({"wedge"})),
            languages,
            now=now,
            sounds=Sounds(list[Path]().append),
            behind=Behind(reception=self.reception, staff=self.staff, admin=self.admin),
        )
        qtbot.addWidget(self.window)
        self.thread = RoadThread(self.road, on_payload=self.take)
        self.thread.presented.connect(self.window.on_presented)
        self.thread.health_changed.connect(self.window.on_health_changed)
        self.thread.broken.connect(self.window.on_broken)
        self.thread.mended.connect(self.window.on_mended)
        self.thread.road_started.connect(self.thread.on_ready)
        self.wedge = Wedge(self.take, GATE, understand=understand)

    def start(self) -> None:
        """Show the window, and let all of it work."""
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=PATIENCE_MS)
        application = QApplication.instance()
        assert application is not None
        self.wedge.install(application)
        self.thread.start()
        for one in self._behind:
            one.start()

    def finish(self) -> None:
        """End all of it, the road last."""
        application = QApplication.instance()
        assert application is not None
        self.wedge.remove(application)
        for one in self._behind:
            one.finish()
        self.thread.finish()
        if self._desk is not None:
            self._desk.__exit__(None, None, None)

    def count_entries(self) -> int:
        """Return how many presentations are durable."""
        query = select(func.count()).where(ENTRIES.c.outcome != "")
        with self.place.database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def wait_for_entries(self, count: int) -> None:
        """Wait until `count` presentations are durable."""
        self._qtbot.waitUntil(
            lambda: self.count_entries() >= count, timeout=PATIENCE_MS
        )

    def list_entries(self) -> list[tuple[str, str, str]]:
        """Return act, outcome and direction of each entry, in their order."""
        query = select(ENTRIES.c.act, ENTRIES.c.outcome, ENTRIES.c.direction)
        with self.place.database.read() as connection:
            rows = connection.execute(query.order_by(ENTRIES.c.position))
            return [(row.act, row.outcome, row.direction) for row in rows]


class Person:
    """Reads what is painted, taps where a word stands, types; knows nothing else."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self._window = window

    def hold_up(self, code: str) -> None:
        """Hold a code to the reader, which types it."""
        focus = QApplication.focusWidget() or self._window
        press(focus, code + "\r")

    def tap(self, text: str) -> None:
        """Tap the place where `text` stands."""
        self._wait(lambda: bool(self._find(text)), text)
        place = self._find(text)[0]
        under = self._window.childAt(place) or self._window
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(under, left, pos=under.mapFrom(self._window, place))

    def type(self, keys: str) -> None:
        """Press keys slowly, as a person does."""
        for key in keys:
            QTest.keyClicks(QApplication.focusWidget() or self._window, key)
            self._qtbot.wait(60)  # a reader's keys come faster

    def press(self, key: Qt.Key) -> None:
        """Press a key that types nothing."""
        QTest.keyClick(QApplication.focusWidget() or self._window, key)

    def wait_for(self, *texts: str) -> None:
        """Look until all of `texts` stand on the screen."""
        self._wait(lambda: all(text in self.read() for text in texts), str(texts))

    def wait_until_gone(self, text: str) -> None:
        """Look until `text` is not to be seen any more."""
        self._wait(lambda: text not in self.read(), f"no {text}")

    def read(self) -> str:
        """Return all that can be read on the screen, a text a line."""
        return "\n".join(text for _, text in self._list_shown())

    def _wait(self, is_so: Callable[[], bool], wanted: str) -> None:
        """Wait until it is so; where it never is, tell what stands there instead."""
        try:
            self._qtbot.waitUntil(is_so, timeout=PATIENCE_MS)
        except exceptions.TimeoutError:
            message = f"wanted: {wanted}; on the screen:\n{self.read()}"
            raise AssertionError(message) from None

    def _find(self, text: str) -> list[QPoint]:
        shown = list(self._list_shown())
        same = [place for place, said in shown if said == text]
        return same or [place for place, said in shown if text in said]

    def _list_shown(self) -> Iterator[tuple[QPoint, str]]:
        """Yield the middle of each text, and the text, where nothing lies over it."""
        for widget in self._window.findChildren(QWidget):
            said = _say(widget) if widget.isVisible() else ""
            place = widget.mapTo(self._window, widget.rect().center())
            under = self._window.childAt(place) or self._window
            if said and (under is widget or under.isAncestorOf(widget)):
                yield place, said


def _say(widget: QWidget) -> str:
    """Return what a widget shows, in one line."""
    match widget:
        case QLabel():
            return " ".join(widget.text().split())
        case QLineEdit():
            return widget.text() or widget.placeholderText()
        case _:
            return ""


@contextmanager
def a_checkpoint(
    qtbot: QtBot, data: Path, now: Callable[[], Instant], *, has_desk: bool = False
) -> Iterator[Checkpoint]:
    """Open a checkpoint on the folder `data`, and let it work until the block ends."""
    folder = Folder(data)
    with closing(open_or_make(folder, upgrade)) as database:
        made = Checkpoint(
            qtbot, open_place(folder, database, now), now, has_desk=has_desk
        )
        made.start()
        try:
            yield made
        finally:
            made.finish()
