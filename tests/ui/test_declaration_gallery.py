"""Declaration gallery: what is only looked at is never green; the guide's pictures of both."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from kiosk.ui.texts import Texts
from tests.ui.asked_samples import FLOWS
from tests.ui.images import keep_colors
from tests.ui.samples import VI
from tests.ui.test_staff_gallery import every_language, paint

GUIDE = ("declaration-question", "declaration-phone", "look-check")

pytestmark = pytest.mark.usefixtures("fonts")

every_look = pytest.mark.parametrize("name", [n for n in FLOWS if n.startswith("look")])


@every_look
@every_language
def test_nothing_that_is_only_looked_at_is_green(
    qtbot: QtBot, name: str, texts: Texts
) -> None:
    image = paint(qtbot, name, (1280, 800), texts).grab().toImage()
    assert list_greens(image) == set()


def list_greens(image: QImage) -> set[str]:
    """Return the colours of `image` that can be taken for green."""
    colors = {
        image.pixel(x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    }
    found = [QColor(color) for color in colors]
    return {
        color.name()
        for color in found
        if 75 < color.hsvHue() < 180 and color.hsvSaturation() > 40
    }


def test_a_green_is_found(qtbot: QtBot) -> None:
    del qtbot
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#00806A"))
    assert list_greens(image) == {"#00806a"}


@pytest.mark.parametrize("name", GUIDE)
def test_a_picture_of_the_guide_is_small(
    qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    image = paint(qtbot, name, (1280, 800), VI).grab().toImage()
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"{name}.png")
    assert keep_colors(image, 255).save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < 120_000
