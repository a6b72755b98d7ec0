"""Admin session: follows taps, keys, answers and time, and counts what the gate does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.ui.admin_flow import LOCK_AFTER_MS, State
from kiosk.ui.admin_session import TAPS, TAPS_WITHIN_MS, AdminSession
from kiosk.ui.flow import Flow
from kiosk.ui.screens import Status, compose_screen
from tests.ui.admin_samples import PASSPHRASE, STICK, an_end
from tests.ui.fake_admin import PIN, FakeAdmin
from tests.ui.samples import EN, VI, WALL, surroundings

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A session over a fake, with a clock that is turned by hand."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.now_ms = 0
        self.admin = FakeAdmin(STICK)
        self.session = AdminSession(lambda: self.admin, (VI, EN), now=self.read)
        self.view = self.session.view
        qtbot.addWidget(self.view)
        self.view.resize(1280, 800)
        self.session.show_status(self.status, is_broken=False)
        self.session.start()

    def read(self) -> Instant:
        return Instant(wall=WALL, monotonic_ms=self.now_ms, boot="")

    @property
    def status(self) -> Status:
        return compose_screen(Flow(), surroundings(), (VI, EN), WALL).status

    def wait_for(self, state: State) -> None:
        self._qtbot.waitUntil(lambda: self.session.flow.state is state, timeout=10_000)

    def type(self, keys: str) -> None:
        QTest.keyClicks(self.view, keys)

    def log_in(self) -> None:
        self.session.open()
        self.wait_for(State.PIN)
        self.type(PIN + "\r")
        self.wait_for(State.MENU)

    def tap(self, text: str) -> None:
        buttons = self.view.findChildren(QPushButton)
        found = [one for one in buttons if one.isVisible() and one.text() == text]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def read_texts(self) -> str:
        labels = self.view.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot)
    yield stage
    stage.session.finish()


def test_the_pin_is_typed_or_tapped(stage: Stage) -> None:
    stage.session.open()
    stage.wait_for(State.PIN)
    stage.type(PIN[:3])
    for digit in PIN[3:]:
        stage.tap(digit)
    stage.tap("Xong")
    stage.wait_for(State.MENU)
    assert "1.204" in stage.read_texts()


def test_escape_leads_back_and_nothing_is_shown(stage: Stage) -> None:
    stage.log_in()
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert (stage.session.is_open, stage.view.isVisible()) == (False, False)


def test_five_taps_in_the_corner_open_it(stage: Stage) -> None:
    for _ in range(TAPS - 1):
        stage.session.tap_corner()
    assert not stage.session.is_open
    stage.session.tap_corner()
    assert stage.session.is_open


def test_slow_taps_do_not(stage: Stage) -> None:
    for _ in range(2 * TAPS):
        stage.session.tap_corner()
        stage.now_ms += TAPS_WITHIN_MS // 4
    assert not stage.session.is_open


def test_it_locks_itself(stage: Stage) -> None:
    stage.log_in()
    stage.now_ms += LOCK_AFTER_MS
    stage.session.on_time()
    assert (stage.session.is_open, stage.view.isVisible()) == (False, False)


def test_what_the_gate_does_meanwhile_is_counted(stage: Stage) -> None:
    stage.log_in()
    for _ in range(3):
        stage.session.note_presented()
    stage.session.show_status(stage.status, is_broken=True)
    texts = stage.read_texts()
    assert ("3 lượt vừa đọc" in texts, "Cổng đang ngừng" in texts) == (True, True)


def test_an_export_runs_to_its_end(stage: Stage) -> None:
    stage.log_in()
    stage.tap("Xuất ra USB")
    stage._qtbot.waitUntil(lambda: "KINGSTON" in stage.read_texts(), timeout=10_000)
    stage.tap("Ghi ra USB")
    stage.wait_for(State.ENDED)
    assert "Đã kiểm tra" in stage.read_texts()


def test_an_export_is_cancelled(stage: Stage) -> None:
    stage.admin.waits_for_cancel = True
    stage.log_in()
    stage.tap("Xuất ra USB")
    stage._qtbot.waitUntil(lambda: "KINGSTON" in stage.read_texts(), timeout=10_000)
    stage.tap("Ghi ra USB")
    stage.wait_for(State.WRITING)
    stage.tap("Huỷ")
    stage.wait_for(State.ENDED)
    assert "Đã huỷ" in stage.read_texts()


def test_a_passphrase_is_on_no_widget_once_it_was_noted(stage: Stage) -> None:
    stage.admin.ended = replace(an_end(), passphrase=PASSPHRASE)
    stage.log_in()
    stage.tap("Xuất ra USB")
    stage._qtbot.waitUntil(lambda: "KINGSTON" in stage.read_texts(), timeout=10_000)
    stage.tap("Ghi ra USB")
    stage.wait_for(State.PASSPHRASE)
    assert PASSPHRASE[:10] in stage.read_texts()
    stage.tap("Đã ghi lại")
    labels = stage.view.findChildren(QLabel)
    assert PASSPHRASE[:10] not in "\n".join(label.text() for label in labels)
