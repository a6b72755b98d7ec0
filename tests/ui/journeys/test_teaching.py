"""A reader on a port is taught at the screen, and its next start knows its suffix."""

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.commands.running import read_taught
from kiosk.payload import Direction, Payload
from kiosk.place import Place, open_place
from kiosk.scanner.framing import Terminator
from kiosk.scanner.reader import Gate, ReaderReport
from kiosk.scanner.serial import make_serial_reader
from kiosk.scanner.teaching import TEXTS, Lesson
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.ui.admin_calls import PictureTrouble
from kiosk.ui.admin_desk import AdminDesk
from kiosk.ui.admin_session import AdminSession, divert_reads
from kiosk.ui.admin_state import AdminFlow, State
from kiosk.ui.flow import Flow
from kiosk.ui.lessons import ORDER, Stage
from kiosk.ui.picture_desk import PictureDesk
from kiosk.ui.screens import compose_screen
from tests.fakes import SteppedClock
from tests.kiosk.scanner.lines import Port
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import EN, VI, WALL, surroundings

PATIENCE_MS = 10_000
GATE = Gate(name="A", direction=Direction.IN)

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = Folder(tmp_path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        yield open_place(folder, database, SteppedClock())


def no_pictures() -> PictureDesk:
    keep = list[Payload]().append
    return PictureDesk(keep, GATE, lambda _: PictureTrouble.NOT_A_PICTURE)


def tap(session: AdminSession, text: str) -> None:
    buttons = session.view.findChildren(QPushButton)
    button = next(one for one in buttons if one.isVisible() and one.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for_lesson(qtbot: QtBot, session: AdminSession, lesson: Lesson) -> None:
    qtbot.waitUntil(lambda: session.flow.teaching.lesson is lesson, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("end", "terminator"), [(b"\r", Terminator.CR), (b"\r\n", Terminator.CRLF)]
)
def test_a_reader_is_taught_and_nothing_becomes_an_entry(
    qtbot: QtBot, place: Place, tmp_path: Path, end: bytes, terminator: Terminator
) -> None:
    session = AdminSession(
        lambda: AdminDesk(place, no_pictures()), FakePaper(), (VI, EN), now=place.now
    )
    qtbot.addWidget(session.view)
    session.view.resize(1280, 800)
    session.show_status(
        compose_screen(Flow(), surroundings(), (VI, EN), WALL).status, is_broken=False
    )
    session._flow = AdminFlow(state=State.MENU, touched_ms=place.now().monotonic_ms)
    session.on_time()
    session.start()
    at_the_gate: list[Payload] = []
    port, stop = Port(tmp_path), threading.Event()
    port.plug()
    reader = make_serial_reader(str(port.path), gate=GATE)
    thread = threading.Thread(
        target=reader.run,
        args=(
            divert_reads(session, at_the_gate.append),
            list[ReaderReport]().append,
            stop,
        ),
    )
    tap(session, "Dạy đầu đọc")
    thread.start()
    for lesson in ORDER:
        wait_for_lesson(qtbot, session, lesson)
        port.send(b"".join(text.encode() + end for text in TEXTS[lesson]))
    qtbot.waitUntil(
        lambda: session.flow.teaching.stage is Stage.RESULT, timeout=PATIENCE_MS
    )
    stop.set()
    thread.join()
    session.finish()
    assert at_the_gate == []
    assert read_taught(place) == {f"serial:{port.path}": terminator}
