"""Pictures: every icon draws something, in the colour that was asked for."""

from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from kiosk.ui.pictures import draw_icon, paint_border
from kiosk.ui.screens import Border
from kiosk.ui.status import Icon
from tests.ui.images import count_differences, share_of

pytestmark = pytest.mark.usefixtures("fonts")

INK = QColor("#FF8800")
THICKNESS = 10


def count_ink(image: QImage) -> int:
    return round(share_of(image, INK.name()) * image.width() * image.height())


def border_of(border: Border) -> QImage:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    with QPainter(image) as painter:
        paint_border(painter, border, INK, QRectF(image.rect()), THICKNESS)
    return image


@pytest.mark.parametrize("icon", set(Icon) - {Icon.QR})
def test_an_icon_is_drawn_in_the_ink(icon: Icon) -> None:
    assert count_ink(draw_icon(icon, INK.name(), 64).toImage()) > 100


def test_silhouettes_of_the_verdicts_differ() -> None:
    icons = (Icon.TICK, Icon.TRIANGLE, Icon.OCTAGON, Icon.QUESTION)
    images = [draw_icon(icon, INK.name(), 64).toImage() for icon in icons]
    pairs = combinations(images, 2)
    assert min(count_differences(*pair) for pair in pairs) > 64 * 64 // 10


@pytest.mark.parametrize(
    "border", [Border.DASHED, Border.DOTTED, Border.STRIPES, Border.SOLID]
)
def test_a_border_keeps_to_the_edge(border: Border) -> None:
    image = border_of(border)
    inside = image.copy(THICKNESS, THICKNESS, 200 - 2 * THICKNESS, 100 - 2 * THICKNESS)
    assert (count_ink(image) > 500, count_ink(inside)) == (True, 0)


def test_no_border_paints_nothing() -> None:
    assert count_ink(border_of(Border.NONE)) == 0


def test_a_solid_border_fills_its_corners() -> None:
    image = border_of(Border.SOLID)
    corners = [(0, 0), (199, 0), (0, 99), (199, 99)]
    assert [image.pixelColor(*corner) for corner in corners] == [INK] * 4


def test_dashes_meet_in_every_corner() -> None:
    image = border_of(Border.DASHED)
    corners = [(0, 0), (199, 0), (0, 99), (199, 99)]
    assert [image.pixelColor(*corner) for corner in corners] == [INK] * 4


@pytest.mark.parametrize("icon", Icon)
def test_an_icons_licence_is_named(icon: Icon) -> None:
    root = Path(__file__).resolve().parents[3]
    drawing = (root / "assets" / "icons" / f"{icon}.svg").read_text(encoding="utf-8")
    own = icon is Icon.QR or icon.startswith("verdict-")
    assert own or "@license lucide-static" in drawing
