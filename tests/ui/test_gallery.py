"""Gallery: every screen at every size in both orders, painted and checked.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_gallery.py` writes the README's
pictures again.
"""

import os
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.disk import DiskState, Room
from kiosk.drain import Drain
from kiosk.scanner.hint import Hint
from kiosk.ui.flow import Flow
from kiosk.ui.gate_buttons import Languages
from kiosk.ui.preview import Camera, Preview
from kiosk.ui.screens import Screen, compose_screen, list_texts
from kiosk.ui.theme import PALETTE, Measure
from kiosk.ui.widgets import ScreenView
from tests.ui.images import keep_colors, share_of
from tests.ui.samples import EN, VI, WALL, a_health, list_flows, surroundings
from tests.ui.sights import FakeWatched, a_glimpse, surroundings_of
from tests.ui.visitors import an_instant

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
ORDERS: dict[str, Languages] = {"vi": (VI, EN), "en": (EN, VI)}
HINTS = {f"idle-camera-{hint}": hint for hint in Hint}
"""The idle screen with a camera, and with each of its hints."""
ROOMS = {
    f"idle-disk-{state}": Room(state=state, days=days)
    for state, days in (
        (DiskState.LOW, 12),
        (DiskState.CRITICAL, None),
        (DiskState.RESERVE, 0),
    )
}
"""The idle screen while the disk fills up."""
DRAINS = {
    "idle-sending": Drain(done=12_000, total=100_000, rate_per_s=3.5, left_s=9_000.0),
    "idle-sending-unsteady": Drain(done=1_200_000, total=2_400_000),
}
"""The idle screen while a backlog is sent."""
FLOWS = list_flows() | dict.fromkeys([*HINTS, *ROOMS, *DRAINS], Flow())
README = {"idle", "allow", "check", "deny", "unreadable"}
README_SIZE = (1280, 800)
MOST_BYTES = 120_000

pytestmark = pytest.mark.usefixtures("fonts")

every_screen = pytest.mark.parametrize("name", FLOWS)
every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)
every_order = pytest.mark.parametrize("order", ORDERS)


def compose(name: str, order: str) -> Screen:
    crowded = a_health(pending=100_000, refused=12)
    health = crowded if name == "check-longest" else a_health()
    room = ROOMS.get(name, Room())
    around = surroundings(
        msgspec.structs.replace(health, room=room, drain=DRAINS.get(name))
    )
    if name in HINTS:
        around = surroundings_of(HINTS[name], health)
    return compose_screen(FLOWS[name], around, ORDERS[order], WALL)


def paint(
    qtbot: QtBot, screen: Screen, size: tuple[int, int]
) -> tuple[ScreenView, QImage]:
    view = ScreenView(screen)
    qtbot.addWidget(view)
    view.resize(*size)
    if screen.has_preview:
        show_preview(view)
    return view, view.grab().toImage()


def show_preview(view: ScreenView) -> None:
    """Show an invented picture where the camera's stands."""
    view.grab()  # a hidden widget is laid out when it is painted
    reader = FakeWatched()
    preview = Preview(Camera(reader=reader), view, now=lambda: an_instant(0))
    preview.setGeometry(view.preview_place)
    view.show()
    preview.show()
    reader.give(a_glimpse())
    preview.on_time()


def find_labels(view: ScreenView) -> list[QLabel]:
    labels = view.findChildren(QLabel)
    return [label for label in labels if label.isVisibleTo(view) and label.text()]


def overflows(label: QLabel, view: QWidget) -> bool:
    """Say whether a label's text is larger than the label or the screen."""
    metrics = QFontMetricsF(label.font())
    lines = label.text().split("\n")
    width = max(metrics.horizontalAdvance(line) for line in lines)
    height = len(lines) * (metrics.ascent() + metrics.descent())
    place = QRect(label.mapTo(view, label.rect().topLeft()), label.size())
    fits = width <= label.width() + 1 and height <= label.height() + len(lines)
    return not fits or not view.rect().contains(place)


@every_screen
@every_size
@every_order
def test_every_text_is_painted_whole(
    qtbot: QtBot, tmp_path: Path, name: str, size: tuple[int, int], order: str
) -> None:
    screen = compose(name, order)
    view, image = paint(qtbot, screen, size)
    image.save(str(tmp_path / f"{name}.png"))
    labels = find_labels(view)
    shown = " ".join(" ".join(label.text().split()) for label in labels)
    missing = [
        text for text in list_texts(screen) if " ".join(text.split()) not in shown
    ]
    cut = [label.text() for label in labels if overflows(label, view)]
    assert (missing, cut) == ([], [])


@every_screen
@every_size
def test_the_field_has_the_screens_colour(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    screen = compose(name, "vi")
    _, image = paint(qtbot, screen, size)
    edge = Measure(width=size[0], height=size[1]).border + 2
    field = PALETTE[screen.kind].field
    assert image.pixelColor(edge, size[1] // 2) == QColor(field)
    assert share_of(image, field) >= 0.7


@every_size
@every_order
def test_a_hint_moves_neither_picture_nor_headline(
    qtbot: QtBot, size: tuple[int, int], order: str
) -> None:
    places = set()
    for name in HINTS:
        view, _ = paint(qtbot, compose(name, order), size)
        headline = view.findChild(QLabel, "headline")
        assert isinstance(headline, QLabel)
        places.add((view.preview_place.getRect(), headline.geometry().getRect()))
    assert len(places) == 1


@pytest.mark.parametrize("name", sorted(README))
def test_a_picture_of_the_readme_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    view, _ = paint(qtbot, compose(name, "vi"), README_SIZE)
    if FLOWS[name].shown is not None:
        view.set_countdown(0.75)
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    few = keep_colors(view.grab().toImage(), 255)
    assert few.save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < MOST_BYTES
