"""Admin session: follows taps, keys, answers and time, and counts what the gate does."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.payload import Payload
from kiosk.scanner.burst import Burst
from kiosk.scanner.teaching import Lesson, advise
from kiosk.ui.admin_calls import PictureTrouble
from kiosk.ui.admin_session import TAPS, TAPS_WITHIN_MS, AdminSession, divert_reads
from kiosk.ui.admin_state import LOCK_AFTER_MS, AdminFlow, State
from kiosk.ui.admin_taps import AdminAct, AdminPress, Bring
from kiosk.ui.flow import Flow
from kiosk.ui.lessons import Teaching
from kiosk.ui.paper_calls import Paper, PaperAnswer, PaperCall, Printed
from kiosk.ui.picture_desk import READER
from kiosk.ui.screens import compose_screen
from kiosk.ui.status import Status
from tests.readers import hear_serial, read_all
from tests.ui.admin_samples import JOINED, PASS, PASSPHRASE, STICK, an_end
from tests.ui.fake_admin import PIN, FakeAdmin
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import (
    EN,
    VI,
    WALL,
    a_decided,
    a_payload,
    a_repeat,
    surroundings,
)

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A session over a fake, with a clock that is turned by hand."""

    def __init__(self, qtbot: QtBot, paper: Paper | None = None) -> None:
        self._qtbot = qtbot
        self.now_ms = 0
        self.admin = FakeAdmin(STICK)
        self.session = AdminSession(
            lambda: self.admin, paper or FakePaper(), (VI, EN), now=self.read
        )
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

    def begin_recovery(self) -> None:
        """Let the province take the kiosk, up to the page with the passphrase."""
        self.session.on_answered(JOINED)
        self.session.on_tapped(AdminPress(act=AdminAct.NEXT))

    def wait_for(self, state: State) -> None:
        self._qtbot.waitUntil(lambda: self.session.flow.state is state, timeout=10_000)

    def wait_until(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=10_000)

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
    for reader in ("serial", "serial", "wedge"):
        payload = replace(a_payload(), reader=reader)
        stage.session.note_presented(
            msgspec.structs.replace(a_repeat(), payload=payload)
        )
    stage.session.show_status(stage.status, is_broken=True)
    texts = stage.read_texts()
    assert ("3 lượt vừa đọc" in texts, "Cổng đang ngừng" in texts) == (True, True)


def test_who_forgot_the_pin_sets_a_new_one_by_the_passphrase(stage: Stage) -> None:
    stage.session.open()
    stage.wait_for(State.PIN)
    stage.tap("Quên PIN")
    stage.type("ABCDEFGHJKMNPQRSTUVWXYZ23")
    stage.tap("4")
    stage.type("\r")
    stage.wait_for(State.NEW_PIN)
    for _ in range(2):
        stage.type("2468\r")
    stage.wait_for(State.MENU)
    assert stage.admin.pins == [("2468", True)]


def test_a_picture_is_dropped_read_and_presented_and_the_verdict_is_told(
    stage: Stage,
) -> None:
    stage.log_in()
    stage.tap("Đọc từ ảnh")
    stage.view.tapped.emit(Bring(source=b"picture", name="pass.png"))
    stage.wait_for(State.CODES)
    stage.tap("CCCD: Trần Thị Thử Nghiệm")
    stage.wait_until(lambda: stage.admin.presented == [PASS])
    payload = replace(a_payload(), reader=READER)
    stage.session.note_presented(msgspec.structs.replace(a_decided(), payload=payload))
    assert "MỜI VÀO – CCCD: Trần Thị Thử Nghiệm" in " ".join(stage.read_texts().split())


def test_a_file_of_the_stick_is_read_in_the_admins_thread(stage: Stage) -> None:
    stage.admin.found = PictureTrouble.DAMAGED
    stage.log_in()
    stage.tap("Đọc từ ảnh")
    stage.wait_until(lambda: "KINGSTON: 2 tệp" in stage.read_texts())
    stage.tap("IMG_20261121.jpg")
    stage.wait_until(lambda: "bị hỏng" in stage.read_texts())
    assert stage.admin.pictures == [STICK.folder / "IMG_20261121.jpg"]
    assert threading.current_thread().name not in stage.admin.threads


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


def test_a_reader_is_taught_to_its_profile(stage: Stage) -> None:
    stage.log_in()
    stage.tap("Dạy đầu đọc")
    stage.wait_for(State.TEACHING)
    for reads in read_all(hear_serial).values():
        for heard in reads:
            payload = replace(a_payload(), reader=heard.reader, data=heard.data)
            taken = stage.session.take_read(replace(payload, suffix="\r"))
            assert taken
            stage.wait_until(lambda: stage.session.flow.teaching.reader != "")
    stage.wait_until(lambda: bool(stage.admin.profiles))
    (profile,) = stage.admin.profiles
    assert (profile.suffix, advise(profile)) == ("\r", ())
    assert "Đầu đọc tốt" in stage.read_texts()


def test_a_typing_reader_is_heard_as_it_types(stage: Stage) -> None:
    stage.log_in()
    stage.tap("Dạy đầu đọc")
    stage.wait_for(State.TEACHING)
    typed = replace(a_payload(), reader="wedge")
    burst = Burst(text="90210", terminator="\r", keys=5, duration_ms=10)
    stage.session.on_burst(burst)
    assert stage.session.take_read(typed)
    (heard,) = stage.session.flow.teaching.reads[Lesson.DIGITS]
    assert (heard.suffix, heard.keys_per_second) == ("\r", 400)


def test_outside_the_lessons_a_read_is_the_gates(stage: Stage) -> None:
    stage.log_in()
    stage.session.on_burst(Burst(text="90210", keys=5, duration_ms=10))
    assert not stage.session.take_read(a_payload())
    assert stage.session.flow.teaching == Teaching()


@pytest.mark.parametrize("state", [State.CLOSED, State.MENU, State.TEACHING])
def test_only_a_lesson_keeps_a_read_from_the_road(stage: Stage, state: State) -> None:
    stage.session._flow = AdminFlow(state=state)
    road: list[Payload] = []
    divert_reads(stage.session, road.append)(a_payload())
    assert len(road) == (0 if state is State.TEACHING else 1)


def test_without_an_admin_every_read_is_the_roads() -> None:
    road: list[Payload] = []
    divert_reads(None, road.append)(a_payload())
    assert road == [a_payload()]


class SlowPaper:
    """A printer that takes its time: until it is told."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.threads: list[str] = []

    def print_out(self, call: PaperCall) -> PaperAnswer:
        self.threads.append(QThread.currentThread().objectName())
        assert self.goes_on.wait(10)
        return Printed(call=call, place="Máy in ở quầy")


def test_a_slow_printer_holds_up_neither_the_window_nor_the_admins_thread(
    qtbot: QtBot,
) -> None:
    paper = SlowPaper()
    stage = Stage(qtbot, paper)
    stage.begin_recovery()
    stage.tap("In ra giấy")
    stage.wait_until(lambda: paper.threads == ["paper"])
    assert stage.session.flow.state is State.RECOVERY
    stage.tap("Đã ghi lại")
    stage.wait_until(lambda: stage.session.flow.setup.tuned is not None)
    paper.goes_on.set()
    stage.wait_until(lambda: not stage.session.flow.setup.is_printing)
    stage.session.finish()


def test_no_thread_prints_before_somebody_wants_it(stage: Stage) -> None:
    assert not stage.session.paper_thread.isRunning()
