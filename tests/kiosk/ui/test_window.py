"""Window: follows the flow with time, sound and status."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.decision import Outcome
from kiosk.disk import DiskState, Room
from kiosk.health import InOrder
from kiosk.payload import Payload
from kiosk.scanner.hint import Hint
from kiosk.scanner.reader import ReaderReport, ReaderState
from kiosk.ui.admin_session import AdminSession
from kiosk.ui.attract import AFTER_MS, STEP_MS
from kiosk.ui.behind import Behind
from kiosk.ui.dusk import Dusk
from kiosk.ui.flow import ALLOW_SHOWN_MS, HELD_MS
from kiosk.ui.preview import Camera, Preview
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import ScreenKind
from kiosk.ui.sounds import Sounds
from kiosk.ui.steadiness import APPEARS_AFTER_MS
from kiosk.ui.window import KioskWindow
from tests.ui.fake_admin import FakeAdmin
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import (
    EN,
    FAULT,
    VI,
    WALL,
    a_decided,
    a_health,
    a_repeat,
    surroundings,
)
from tests.ui.sights import FakeWatched, a_glimpse
from tests.ui.visitors import an_instant

pytestmark = pytest.mark.usefixtures("fonts")


class Stage:
    """A window with a clock that is turned by hand, and the sounds it made."""

    def __init__(
        self,
        qtbot: QtBot,
        reception: ReceptionSession | None = None,
        camera: Camera | None = None,
    ) -> None:
        self.now_ms = 0
        self.played: list[str] = []
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=self.read,
            sounds=Sounds(self.play),
            behind=Behind(reception=reception),
            camera=camera,
        )
        qtbot.addWidget(self.window)

    def read(self) -> Instant:
        wall = WALL + timedelta(milliseconds=self.now_ms)
        return Instant(wall=wall, monotonic_ms=self.now_ms, boot="")

    def play(self, path: Path) -> None:
        self.played.append(path.stem)

    def pass_to(self, now_ms: int) -> None:
        self.now_ms = now_ms
        self.window.on_time()

    @property
    def kind(self) -> ScreenKind:
        return self.window.view.screen_shown.kind


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def test_it_begins_idle_and_silent(stage: Stage) -> None:
    assert (stage.kind, stage.played) == (ScreenKind.IDLE, [])


@pytest.mark.parametrize("outcome", Outcome)
def test_a_decision_is_seen_and_heard(stage: Stage, outcome: Outcome) -> None:
    stage.window.on_presented(a_decided(outcome))
    assert (stage.kind.value, stage.played) == (outcome.value, [outcome.value])


def test_a_repeat_is_neither_seen_nor_heard(stage: Stage) -> None:
    stage.window.on_presented(a_decided())
    stage.window.on_presented(a_repeat())
    assert (stage.kind, stage.played) == (ScreenKind.ALLOW, ["allow"])


def test_green_ends_in_time(stage: Stage) -> None:
    stage.window.on_presented(a_decided())
    stage.pass_to(ALLOW_SHOWN_MS)
    assert stage.kind is ScreenKind.IDLE


def test_what_waits_is_seen_and_heard_after_the_hold(stage: Stage) -> None:
    stage.window.on_presented(a_decided(Outcome.DENY))
    stage.window.on_presented(a_decided())
    stage.pass_to(HELD_MS)
    assert (stage.kind, stage.played) == (ScreenKind.ALLOW, ["deny", "allow"])


def test_time_runs_by_itself(stage: Stage, qtbot: QtBot) -> None:
    stage.window.on_presented(a_decided())
    stage.now_ms = ALLOW_SHOWN_MS
    qtbot.waitUntil(lambda: stage.kind is ScreenKind.IDLE, timeout=10_000)


def test_the_deadline_is_the_flows_own(stage: Stage) -> None:
    stage.window.on_presented(a_decided(Outcome.DENY))
    deadline = stage.window.findChild(QTimer, "deadline")
    assert isinstance(deadline, QTimer)
    assert (deadline.isActive(), deadline.interval()) == (True, HELD_MS)


def test_a_fault_wins_over_a_held_verdict(stage: Stage) -> None:
    stage.window.on_presented(a_decided(Outcome.DENY))
    stage.window.on_broken(FAULT)
    assert stage.kind is ScreenKind.OUT_OF_ORDER


def test_a_fault_that_has_ended_gives_the_gate_back(stage: Stage) -> None:
    stage.window.on_broken(FAULT)
    during = stage.kind
    stage.window.on_mended(InOrder())
    assert (during, stage.kind) == (ScreenKind.OUT_OF_ORDER, ScreenKind.IDLE)


def test_a_disk_that_fills_up_is_written_on_the_screen(stage: Stage) -> None:
    room = Room(state=DiskState.RESERVE, days=0)
    stage.window.on_health_changed(msgspec.structs.replace(a_health(), room=room))
    labels = [label.text() for label in stage.window.view.findChildren(QLabel)]
    advice = VI.say("idle.disk_reserve")
    assert "Đĩa đầy" in labels
    assert any(" ".join(label.split()) == advice for label in labels)


def test_health_changes_the_status_line_only(stage: Stage) -> None:
    before = stage.window.view.screen_shown
    stage.window.on_health_changed(a_health(pending=38))
    after = stage.window.view.screen_shown
    assert after.status.notices[-1].text == "38 chưa gửi"
    assert (after.kind, after.headline) == (before.kind, before.headline)


def test_a_lost_reader_is_told_until_it_is_back(stage: Stage) -> None:
    texts = []
    for state in (ReaderState.MISSING, ReaderState.READING):
        stage.window.on_reader_reported(ReaderReport(reader="serial:a", state=state))
        texts.append(stage.window.view.screen_shown.status.notices[0].text)
    assert texts == ["Mất đầu đọc", "Ngoại tuyến"]


def test_the_clock_goes_on(stage: Stage) -> None:
    stage.pass_to(60_000)
    assert stage.window.view.screen_shown.status.clock == "08:42"


def test_the_view_fills_the_window(stage: Stage) -> None:
    stage.window.resize(800, 480)
    stage.window.grab()
    assert stage.window.view.size() == stage.window.size()


def is_dim(stage: Stage) -> bool:
    (dusk,) = stage.window.findChildren(Dusk)
    return dusk.isVisibleTo(stage.window)


def test_the_idle_screen_is_dimmed_when_nobody_comes(stage: Stage) -> None:
    stage.pass_to(AFTER_MS - 1)
    before = is_dim(stage)
    stage.pass_to(AFTER_MS)
    assert (before, is_dim(stage)) == (False, True)


def test_a_dimmed_screen_drifts_and_comes_back_to_its_place(stage: Stage) -> None:
    stage.window.resize(1280, 800)
    stage.pass_to(AFTER_MS + 6 * STEP_MS)
    drifted = stage.window.view.pos()
    stage.window.on_touched()
    home = stage.window.view.pos()
    assert (drifted, home, is_dim(stage)) == (QPoint(3, 3), QPoint(0, 0), False)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_verdict_is_never_dim(stage: Stage, outcome: Outcome) -> None:
    stage.pass_to(AFTER_MS)
    stage.window.on_presented(a_decided(outcome))
    at_once = is_dim(stage)
    stage.window._awake_ms = -AFTER_MS
    stage.window.on_time()
    assert (at_once, is_dim(stage)) == (False, False)


def test_a_fault_is_never_dim(stage: Stage) -> None:
    stage.pass_to(AFTER_MS)
    stage.window.on_broken(FAULT)
    stage.pass_to(3 * AFTER_MS)
    assert not is_dim(stage)


def test_a_repeat_wakes_the_screen(stage: Stage) -> None:
    stage.pass_to(AFTER_MS)
    stage.window.on_presented(a_repeat())
    assert not is_dim(stage)


def test_what_the_kiosk_hears_of_the_province_wakes_nothing(stage: Stage) -> None:
    stage.pass_to(AFTER_MS)
    stage.window.on_health_changed(a_health(pending=38))
    assert is_dim(stage)


def test_a_full_screen_is_not_closed_from_outside(stage: Stage) -> None:
    stage.window.present(fullscreen=True)
    closing = QCloseEvent()
    closing.setAccepted(True)
    QGuiApplication.sendEvent(stage.window.windowHandle(), closing)
    still = stage.window.isVisible()
    stage.window.close()
    assert (still, stage.window.isVisible()) == (True, False)


class CameraStage(Stage):
    """A window over an invented camera that reads."""

    def __init__(self, qtbot: QtBot, reception: ReceptionSession | None = None) -> None:
        self.camera = FakeWatched()
        super().__init__(qtbot, reception, Camera(reader=self.camera))
        self.window.resize(1280, 800)
        self.window.show()
        self.tell(ReaderState.READING)

    def tell(self, state: ReaderState) -> None:
        self.window.on_reader_reported(
            ReaderReport(reader=self.camera.name, state=state)
        )

    @property
    def preview(self) -> Preview:
        found = self.window.findChild(Preview)
        assert isinstance(found, Preview)
        return found


@pytest.fixture
def camera_stage(qtbot: QtBot) -> Iterator[CameraStage]:
    stage = CameraStage(qtbot)
    yield stage
    stage.window.close()


def test_the_camera_is_watched_where_its_picture_stands(
    camera_stage: CameraStage,
) -> None:
    preview, view = camera_stage.preview, camera_stage.window.view
    assert (preview.isVisible(), preview.geometry()) == (True, view.preview_place)
    assert camera_stage.camera.show is not None


def test_a_verdict_drops_the_picture_and_idle_brings_it_back(
    camera_stage: CameraStage,
) -> None:
    camera_stage.window.on_presented(a_decided())
    during = (camera_stage.preview.isVisible(), camera_stage.camera.show)
    camera_stage.pass_to(ALLOW_SHOWN_MS)
    assert (during, camera_stage.preview.isVisible()) == ((False, None), True)


def test_a_camera_that_is_gone_is_not_previewed(camera_stage: CameraStage) -> None:
    camera_stage.tell(ReaderState.MISSING)
    status = camera_stage.window.view.screen_shown.status
    assert (camera_stage.preview.isVisible(), status.notices[0].text) == (
        False,
        "Mất đầu đọc",
    )


def test_a_hint_of_the_camera_is_said_on_the_idle_screen(
    camera_stage: CameraStage,
) -> None:
    for now_ms in (0, APPEARS_AFTER_MS):
        camera_stage.now_ms = now_ms
        camera_stage.camera.give(a_glimpse(Hint.CLOSER))
        camera_stage.preview.on_time()
    shown = camera_stage.window.view.screen_shown
    assert shown.next_step.first == VI.say("hint.closer")


def test_a_form_over_the_idle_screen_stops_the_watching(qtbot: QtBot) -> None:
    desk = FakeDesk(lambda: an_instant(0))
    reception = ReceptionSession(
        desk, FakePaper(), (VI, EN), now=lambda: an_instant(0), leave=lambda _: None
    )
    stage = CameraStage(qtbot, reception)
    reception.start()
    reception.open()
    stage.window.on_time()
    hidden = not stage.preview.isVisible()
    reception.finish()
    stage.window.close()
    assert hidden


class DeskStage(Stage):
    """A window before which a reception works."""

    def __init__(self, qtbot: QtBot) -> None:
        self.left: list[Payload] = []
        self.now_ms = 0
        self.reception = ReceptionSession(
            FakeDesk(self.read),
            FakePaper(),
            (VI, EN),
            now=self.read,
            leave=self.left.append,
        )
        self.reception.start()
        super().__init__(qtbot, reception=self.reception)
        self.window.resize(1280, 800)
        self.window.show()

    @property
    def button(self) -> QPushButton:
        found = self.window.findChildren(QPushButton)
        return next(one for one in found if one.text() == "Khách đến")


@pytest.fixture
def desk_stage(qtbot: QtBot) -> Iterator[DeskStage]:
    stage = DeskStage(qtbot)
    yield stage
    stage.reception.finish()


def test_a_gate_has_no_button_and_hides_the_pointer(stage: Stage) -> None:
    buttons = stage.window.findChildren(QPushButton)
    assert [one.text() for one in buttons if one.isVisibleTo(stage.window)] == []
    assert stage.window.cursor().shape() is Qt.CursorShape.BlankCursor


def test_the_button_opens_the_desk_before_the_gates_screen(
    desk_stage: DeskStage,
) -> None:
    QTest.mouseClick(desk_stage.button, Qt.MouseButton.LeftButton)
    view = desk_stage.reception.view
    assert (view.isVisible(), view.geometry()) == (True, desk_stage.window.rect())


def find_top(stage: DeskStage) -> int:
    """Return how far down the button stands."""
    return stage.button.mapTo(stage.window, QPoint()).y()


def test_a_dimmed_screens_button_works_at_the_first_touch(
    desk_stage: DeskStage,
) -> None:
    desk_stage.pass_to(AFTER_MS + 6 * STEP_MS)
    dim, drifted = is_dim(desk_stage), find_top(desk_stage)
    QTest.mouseClick(desk_stage.button, Qt.MouseButton.LeftButton)
    desk_stage.window.on_touched()
    assert (dim, is_dim(desk_stage)) == (True, False)
    assert find_top(desk_stage) == drifted - 3
    assert desk_stage.reception.view.isVisible()


def test_an_open_desk_is_never_dim(desk_stage: DeskStage) -> None:
    desk_stage.reception.open()
    desk_stage.pass_to(2 * AFTER_MS)
    assert not is_dim(desk_stage)


def test_a_verdict_takes_the_button_away(desk_stage: DeskStage) -> None:
    button = desk_stage.button
    desk_stage.window.on_presented(a_decided())
    assert not button.isVisible()


def test_a_fault_stands_before_the_desk(desk_stage: DeskStage) -> None:
    QTest.mouseClick(desk_stage.button, Qt.MouseButton.LeftButton)
    desk_stage.window.on_broken(FAULT)
    desk_stage.reception.on_time()
    middle = desk_stage.window.rect().center()
    assert desk_stage.window.childAt(middle) is not None
    front = desk_stage.window.childAt(5, middle.y())
    assert front is desk_stage.window.view


def test_an_open_desk_comes_back_once_a_fault_has_ended(desk_stage: DeskStage) -> None:
    QTest.mouseClick(desk_stage.button, Qt.MouseButton.LeftButton)
    desk_stage.window.on_broken(FAULT)
    desk_stage.window.on_mended(InOrder())
    front = desk_stage.window.childAt(5, desk_stage.window.rect().center().y())
    assert front is not desk_stage.window.view


def test_the_desks_status_is_the_windows(desk_stage: DeskStage) -> None:
    QTest.mouseClick(desk_stage.button, Qt.MouseButton.LeftButton)
    desk_stage.window.on_health_changed(a_health(pending=38))
    labels = desk_stage.reception.view.findChildren(QLabel)
    assert "38 chưa gửi" in [label.text() for label in labels]


def test_without_an_admin_f10_and_the_corner_do_nothing(stage: Stage) -> None:
    stage.window.show()
    QTest.keyClick(stage.window, Qt.Key.Key_F10)
    for _ in range(5):
        QTest.mouseClick(stage.window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert stage.kind is ScreenKind.IDLE


def test_f10_leaves_an_open_form_alone(desk_stage: DeskStage) -> None:
    window = desk_stage.window
    desk_stage.reception.open()
    QTest.keyClick(window, Qt.Key.Key_F10)
    closed = AdminSession(FakeAdmin, FakePaper(), (VI, EN), now=window._now)
    assert window._behind is not None
    window._behind.admin = closed
    QTest.keyClick(window, Qt.Key.Key_F10)
    assert (closed.is_open, desk_stage.reception.is_open) == (False, True)
