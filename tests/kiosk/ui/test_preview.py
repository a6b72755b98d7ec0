"""Preview: paints what the camera sees while it is shown, and keeps nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.clock import Instant
from kiosk.scanner.glimpse import Glimpse
from kiosk.scanner.hint import Hint
from kiosk.ui import theme
from kiosk.ui.preview import Camera, Feed, Preview
from kiosk.ui.steadiness import APPEARS_AFTER_MS
from tests.ui.images import share_of
from tests.ui.samples import WALL
from tests.ui.sights import FakeWatched, a_glimpse

HALVES = Glimpse(width=2, height=1, pixels=bytes([0, 255]))
"""Black on the left, white on the right."""


class Stage:
    """A preview over an invented camera, with a clock that is turned by hand."""

    def __init__(self, qtbot: QtBot, *, mirrored: bool) -> None:
        self.now_ms = 0
        self.hints: list[Hint] = []
        self.reader = FakeWatched()
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(640, 360)
        camera = Camera(reader=self.reader, mirrored=mirrored)
        self.preview = Preview(camera, self.window, now=self.read_clock)
        self.preview.resize(640, 360)
        self.preview.hinted.connect(self.hints.append)
        self.window.show()
        self.preview.show()

    def read_clock(self) -> Instant:
        wall = WALL + timedelta(milliseconds=self.now_ms)
        return Instant(wall=wall, monotonic_ms=self.now_ms, boot="")

    def give(self, glimpse: Glimpse) -> None:
        self.reader.give(glimpse)
        self.preview.on_time()

    def paint(self) -> QImage:
        return self.preview.grab().toImage()


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(qtbot, mirrored=True)
    yield made
    made.window.close()


def test_before_the_first_picture_only_the_guide_is_painted(stage: Stage) -> None:
    image = stage.paint()
    assert 0.9 < share_of(image, theme.BLACK) < 1.0


def test_people_see_themselves_as_in_a_mirror(stage: Stage) -> None:
    stage.give(HALVES)
    image = stage.paint()
    ends = [image.pixelColor(x, 180).lightness() for x in (2, 637)]
    assert ends == [255, 0]


def test_a_camera_that_looks_at_the_code_only_is_not_mirrored(qtbot: QtBot) -> None:
    stage = Stage(qtbot, mirrored=False)
    stage.give(HALVES)
    image = stage.paint()
    stage.window.close()
    ends = [image.pixelColor(x, 180).lightness() for x in (2, 637)]
    assert ends == [0, 255]


def test_the_place_of_the_code_is_mirrored_with_the_picture(stage: Stage) -> None:
    corners = ((0.0, 0.1), (0.1, 0.1), (0.1, 0.9), (0.0, 0.9))
    glimpse = Glimpse(width=1, height=1, pixels=b"\x00", outline=corners)
    stage.preview.resize(360, 360)
    stage.give(glimpse)
    image = stage.paint()
    amber = QColor(theme.AMBER)
    found = [x for x in range(360) if image.pixelColor(x, 180) == amber]
    assert (len(found) > 0, min(found) >= 0.88 * 360) == (True, True)


def test_a_picture_of_another_shape_is_not_stretched(stage: Stage) -> None:
    stage.give(Glimpse(width=1, height=1, pixels=b"\xc8"))
    image = stage.paint()
    assert image.pixelColor(100, 180) == QColor(theme.BLACK)
    assert image.pixelColor(320, 20).lightness() == 200


def test_only_the_newest_picture_is_painted(stage: Stage) -> None:
    stage.reader.give(Glimpse(width=1, height=1, pixels=b"\xff"))
    stage.give(Glimpse(width=1, height=1, pixels=b"\x32"))
    assert stage.paint().pixelColor(320, 20).lightness() == 0x32


def test_what_is_hidden_is_not_watched_and_kept_nowhere(stage: Stage) -> None:
    stage.give(a_glimpse())
    late = stage.reader.show
    stage.preview.hide()
    assert late is not None
    late(a_glimpse())  # the camera's thread was just at it
    stage.preview.show()
    stage.preview.on_time()
    assert share_of(stage.paint(), theme.BLACK) > 0.9


def test_a_hidden_preview_is_not_watched(stage: Stage) -> None:
    before = stage.reader.show
    stage.preview.hide()
    assert (before is not None, stage.reader.show) == (True, None)


def test_time_runs_by_itself(stage: Stage, qtbot: QtBot) -> None:
    stage.reader.give(Glimpse(width=1, height=1, pixels=b"\xc8"))
    qtbot.waitUntil(
        lambda: stage.paint().pixelColor(320, 20).lightness() == 200, timeout=10_000
    )


def test_a_hint_that_lasts_is_told_and_taken_back_when_hidden(stage: Stage) -> None:
    stage.give(a_glimpse(Hint.GLARE))
    stage.now_ms += APPEARS_AFTER_MS
    stage.give(a_glimpse(Hint.GLARE))
    stage.preview.hide()
    assert stage.hints == [Hint.GLARE, Hint.NONE]


def test_a_feed_that_is_closed_takes_nothing() -> None:
    feed = Feed()
    feed.put(HALVES)
    assert feed.take() is None
