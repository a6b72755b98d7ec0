"""Staff gallery: settling, the log, an entry's page, what is asked and looked at, at every size in both languages.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_staff_gallery.py` writes the
pictures of docs/operator.vi.md again.
"""

import os
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from kiosk.ui.staff.screens import compose_question, compose_staff
from kiosk.ui.staff.view import StaffView
from kiosk.ui.texts import Texts
from tests.ui.asked_samples import list_asked
from tests.ui.images import keep_colors
from tests.ui.samples import DOCUMENT, EN, VI, WALL, surroundings
from tests.ui.staff_samples import list_staff
from tests.ui.test_desk_gallery import list_places, list_visible
from tests.ui.test_gallery import overflows

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
TEXTS = {"vi": VI, "en": EN}
STAFF = list_staff() | list_asked()
PX_PER_MM = {(1920, 1080): 4.03, (1280, 800): 5.87, (1080, 1920): 4.03}
LEAST_TOUCH_MM = {(1920, 1080): 20.0, (1280, 800): 10.0, (1080, 1920): 18.0}
LEAST_TEXT = 2.0
"""In units: what is smaller is too small to be read."""
GUIDE = ("settle", "log", "log-yesterday", "entry-open", "entry-refused")
GUIDE_SIZE = (1280, 800)
MOST_BYTES = 120_000

pytestmark = pytest.mark.usefixtures("fonts")

every_screen = pytest.mark.parametrize("name", STAFF)
every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)
every_language = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)


def paint(qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts) -> StaffView:
    flow, at_ms = STAFF[name]
    view = StaffView()
    qtbot.addWidget(view)
    view.resize(*size)
    other = EN if texts is VI else VI
    status = compose_screen(Flow(), surroundings(), (texts, other), WALL).status
    view.show_screen(compose_staff(flow, texts), status)
    view.ask(compose_question(flow, texts, at_ms))
    return view


@every_screen
@every_size
@every_language
def test_every_text_is_whole_and_can_be_read_and_no_button_stands_over_another(
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


@every_screen
@pytest.mark.parametrize("size", PX_PER_MM)
def test_every_button_is_large_enough_for_a_finger(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    view = paint(qtbot, name, size, VI)
    buttons = [w for w in list_visible(view) if isinstance(w, QPushButton)]
    sides = [min(w.width(), w.height()) / PX_PER_MM[size] for w in buttons]
    assert [mm for mm in sides if mm < LEAST_TOUCH_MM[size] * 0.9] == []


@every_screen
def test_no_number_is_shown_in_full(qtbot: QtBot, name: str) -> None:
    view = paint(qtbot, name, GUIDE_SIZE, VI)
    texts = [w.text() for w in view.findChildren(QLabel)]
    texts += [w.accessibleName() for w in view.findChildren(QPushButton)]
    assert [text for text in texts if DOCUMENT[:8] in text] == []


@pytest.mark.parametrize("name", GUIDE)
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    image = paint(qtbot, name, GUIDE_SIZE, VI).grab().toImage()
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"staff-{name}.png")
    assert keep_colors(image, 255).save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < MOST_BYTES
