"""Desk gallery: every screen of reception at every size in both languages, checked.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_desk_gallery.py` writes the
pictures of docs/reception.vi.md again.
"""

import os
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.badge import SIZE_MM, paint_badge
from kiosk.ui.behind import Behind
from kiosk.ui.flow import Flow
from kiosk.ui.reception_screens import compose_desk, compose_question
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.reception_view import ReceptionView
from kiosk.ui.screens import compose_screen
from kiosk.ui.sounds import Sounds
from kiosk.ui.texts import Texts
from kiosk.ui.window import KioskWindow
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_paper import FakePaper
from tests.ui.images import keep_colors
from tests.ui.samples import EN, VI, WALL, surroundings
from tests.ui.test_gallery import overflows
from tests.ui.visitors import a_visit, an_instant, list_receptions

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
TEXTS = {"vi": VI, "en": EN}
RECEPTIONS = list_receptions()
GUIDE = (
    "desk-form-offer",
    "desk-form-typed",
    "desk-form-filled",
    "desk-form-refused",
    "desk-form-unprinted",
    "desk-form-warning",
    "desk-declaration",
    "desk-list",
    "desk-roll",
    "desk-roll-ending",
)
GUIDE_SIZE = (1280, 800)
MOST_BYTES = 120_000
LEAST_TEXT = 2.0
"""In units: what is smaller is too small to be read at a desk."""
PX_PER_MM = {(1920, 1080): 4.03, (1280, 800): 5.87, (1080, 1920): 4.03}
"""A screen of 21.5 inches, and one of 10.1."""
LEAST_TOUCH_MM = {(1920, 1080): 20.0, (1280, 800): 10.0, (1080, 1920): 18.0}

pytestmark = pytest.mark.usefixtures("fonts")

every_reception = pytest.mark.parametrize("name", RECEPTIONS)
every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)
every_language = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)


def paint(qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts) -> QWidget:
    reception, at_ms = RECEPTIONS[name]
    view = ReceptionView()
    qtbot.addWidget(view)
    view.resize(*size)
    other = EN if texts is VI else VI
    status = compose_screen(Flow(), surroundings(), (texts, other), WALL).status
    view.show_screen(compose_desk(reception, texts, WALL), status)
    view.ask(compose_question(reception, texts, at_ms))
    return view


def list_visible(view: QWidget) -> list[QWidget]:
    kinds = (QLabel, QLineEdit, QPushButton)
    widgets = [widget for kind in kinds for widget in view.findChildren(kind)]
    return [widget for widget in widgets if widget.isVisibleTo(view)]


def place_of(widget: QWidget, view: QWidget) -> QRect:
    return QRect(widget.mapTo(view, widget.rect().topLeft()), widget.size())


@every_reception
@every_size
@every_language
def test_every_text_is_whole_and_can_be_read_and_nothing_stands_over_anything(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, name, size, texts)
    unit = min(size[1], 0.95 * size[0]) / 100
    labels = [w for w in list_visible(view) if isinstance(w, QLabel) and w.text()]
    cut = [label.text() for label in labels if overflows(label, view)]
    small = [w.text() for w in labels if w.font().pixelSize() < LEAST_TEXT * unit]
    places = list_places(view)
    over = [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
    outside = [place for place in places if not view.rect().contains(place)]
    assert (cut, small, over, outside) == ([], [], [], [])


def list_places(view: QWidget) -> list[QRect]:
    """Return where can be tapped: a question's own buttons while it is asked."""
    tapped = (QLineEdit, QPushButton)
    found = [w for w in list_visible(view) if isinstance(w, tapped)]
    asked = [w for w in found if view.isAncestorOf(w) and _is_question(w)]
    return [place_of(w, view) for w in (asked or found)]


def _is_question(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return parent is not None and type(parent).__name__ == "QuestionView"


@every_reception
@pytest.mark.parametrize("size", PX_PER_MM)
def test_every_button_is_large_enough_for_a_finger(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    view = paint(qtbot, name, size, VI)
    buttons = [w for w in list_visible(view) if isinstance(w, QPushButton)]
    sides = [min(w.width(), w.height()) / PX_PER_MM[size] for w in buttons]
    assert [mm for mm in sides if mm < LEAST_TOUCH_MM[size] * 0.9] == []


@pytest.mark.parametrize("name", GUIDE)
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    view = paint(qtbot, name, GUIDE_SIZE, VI)
    save(view.grab().toImage(), tmp_path, name)


def test_the_idle_screen_leads_to_the_desk(qtbot: QtBot, tmp_path: Path) -> None:
    session = ReceptionSession(
        FakeDesk(an_instant), FakePaper(), (VI, EN), now=an_instant, leave=print
    )
    window = KioskWindow(
        surroundings(),
        (VI, EN),
        now=an_instant,
        sounds=Sounds(list[Path]().append),
        behind=Behind(reception=session),
    )
    qtbot.addWidget(window)
    window.resize(*GUIDE_SIZE)
    save(window.grab().toImage(), tmp_path, "desk-idle")
    (button,) = window.findChildren(QPushButton)[:1]
    labels = window.view.findChildren(QLabel)
    shown = [label for label in labels if label.isVisibleTo(window.view)]
    place = place_of(button, window)
    over = [w.text() for w in shown if place_of(w, window).intersects(place)]
    assert (button.text(), over) == ("Khách đến", [])


def test_the_picture_of_a_badge_is_small(fonts: None, tmp_path: Path) -> None:
    del fonts
    dots_per_mm = 8.0
    width, height = SIZE_MM.width() * dots_per_mm, SIZE_MM.height() * dots_per_mm
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        paint_badge(painter, a_visit(2), (VI, EN), dots_per_mm)
    save(image, tmp_path, "badge")


def save(image: QImage, tmp_path: Path, name: str) -> None:
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    assert keep_colors(image, 255).save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < MOST_BYTES
