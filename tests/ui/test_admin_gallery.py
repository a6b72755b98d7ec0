"""Admin gallery: each of the admin's screens at every size in both languages.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_admin_gallery.py` paints the
pictures of docs/admin.vi.md again.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_view import AdminView
from kiosk.ui.flow import Flow
from kiosk.ui.screens import compose_screen
from kiosk.ui.texts import Texts
from tests.ui.admin_samples import NOW_MS, list_admin_flows
from tests.ui.images import keep_colors
from tests.ui.samples import EN, VI, WALL, surroundings

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
FLOWS = list_admin_flows()
GUIDE = {"pin", "admin", "export_choose", "export_progress", "export_done"}
GUIDE |= {"export_passphrase", "pin_forgotten", "picture_choose", "picture_judged"}
GUIDE |= {"sending_fault", "setup_welcome", "settings", "checkup"}
GUIDE |= {"teach_letters", "teach_poor", "teach_fix"}  # docs/readers.md
MOST_BYTES = 120_000
SMALLEST_EM = 0.018
"""Of the screen's shorter side; less is not read from where an admin stands."""
LEAST_TOUCH = 0.055

pytestmark = pytest.mark.usefixtures("fonts")

every_screen = pytest.mark.parametrize("name", FLOWS)
every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)


def paint(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts = VI
) -> AdminView:
    view = AdminView()
    qtbot.addWidget(view)
    view.resize(*size)
    status = compose_screen(Flow(), surroundings(), (VI, EN), WALL).status
    view.show_screen(compose_admin(FLOWS[name], texts, NOW_MS), status)
    view.grab()
    return view


def find_labels(view: AdminView) -> list[QLabel]:
    labels = view.findChildren(QLabel)
    return [label for label in labels if label.isVisibleTo(view) and label.text()]


def overflows(label: QLabel, view: AdminView) -> bool:
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
@pytest.mark.parametrize("texts", [VI, EN], ids=["vi", "en"])
def test_every_text_is_painted_whole_and_large_enough(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, name, size, texts)
    labels = find_labels(view)
    cut = [label.text() for label in labels if overflows(label, view)]
    tiny = [
        label.text()
        for label in labels
        if label.font().pixelSize() < SMALLEST_EM * min(size)
    ]
    assert (cut, tiny, len(labels) > 4) == ([], [], True)


@every_screen
@every_size
def test_buttons_are_large_and_do_not_overlap(
    qtbot: QtBot, name: str, size: tuple[int, int]
) -> None:
    view = paint(qtbot, name, size)
    buttons = [one for one in view.findChildren(QPushButton) if one.isVisibleTo(view)]
    places = [
        QRect(one.mapTo(view, one.rect().topLeft()), one.size()) for one in buttons
    ]
    small = [one.text() for one in buttons if one.height() < LEAST_TOUCH * min(size)]
    crossing = [
        (first, second)
        for index, first in enumerate(places)
        for second in places[index + 1 :]
        if first.intersects(second)
    ]
    assert (small, crossing) == ([], [])


@pytest.mark.parametrize("name", sorted(GUIDE))
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    view = paint(qtbot, name, (1280, 800))
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    assert keep_colors(view.grab().toImage(), 255).save(str(file), quality=0)
    assert file.stat().st_size < MOST_BYTES
