"""Admin gallery: each of the admin's screens at every size in both languages.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_admin_gallery.py` paints the
pictures of docs/admin.vi.md again.
"""

import os
from itertools import combinations
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kiosk.ui.admin_screens import compose_admin
from kiosk.ui.admin_view import AdminView
from kiosk.ui.flow import Flow
from kiosk.ui.paper import write_pdf
from kiosk.ui.paper_calls import PrintRecovery
from kiosk.ui.screens import compose_screen
from kiosk.ui.texts import Texts
from tests.ui.admin_samples import JOINED, NOW_MS, list_admin_flows
from tests.ui.images import keep_colors
from tests.ui.samples import EN, VI, WALL, surroundings

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
FLOWS = list_admin_flows()
GUIDE = {"pin", "admin", "export_choose", "export_progress", "export_done"}
GUIDE |= {"export_passphrase", "pin_forgotten", "picture_choose", "picture_judged"}
GUIDE |= {"sending_fault", "setup_welcome", "setup_recovery", "settings", "checkup"}
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
def test_every_text_is_whole_and_large_enough_and_so_is_every_button(
    qtbot: QtBot, name: str, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, name, size, texts)
    labels = find_labels(view)
    cut = [label.text() for label in labels if overflows(label, view)]
    least = SMALLEST_EM * min(size)
    tiny = [label.text() for label in labels if label.font().pixelSize() < least]
    places = list_places(view)
    small = [place for place in places if place.height() < LEAST_TOUCH * min(size)]
    over = [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
    assert (cut, tiny, small, over, len(labels) > 4) == ([], [], [], [], True)


def list_places(view: AdminView) -> list[QRect]:
    """Return where the screen can be tapped."""
    buttons = [one for one in view.findChildren(QPushButton) if one.isVisibleTo(view)]
    return [QRect(one.mapTo(view, one.rect().topLeft()), one.size()) for one in buttons]


@pytest.mark.parametrize("name", sorted(GUIDE))
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    view = paint(qtbot, name, (1280, 800))
    save(view.grab().toImage(), tmp_path, name)


def test_the_picture_of_a_recovery_sheet_is_small(tmp_path: Path) -> None:
    pdf = write_pdf(PrintRecovery(joined=JOINED), (VI, EN))
    page = pypdfium2.PdfDocument(pdf)[0]
    drawn = page.render(scale=1.5, prefer_bgrx=True)
    kind = QImage.Format.Format_RGB32
    image = QImage(drawn.buffer, drawn.width, drawn.height, drawn.stride, kind)
    save(image, tmp_path, "recovery_sheet")


def save(image: QImage, tmp_path: Path, name: str) -> None:
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    assert keep_colors(image, 255).save(str(file), quality=0)
    assert file.stat().st_size < MOST_BYTES
