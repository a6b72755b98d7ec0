"""The teaching page paints codes that a reader can read off the screen."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kiosk.scanner.teaching import SELF_TEST, TEXTS, Lesson
from kiosk.scanner.zxing import read_codes
from kiosk.ui.teaching_page import CodesView
from kiosk.ui.teaching_screens import make_code

pytestmark = pytest.mark.usefixtures("fonts")


def read_painted(qtbot: QtBot, size: tuple[int, int], *texts: str) -> list[str]:
    view = CodesView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show_codes(tuple(make_code(text) for text in texts), "codes")
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    flat = np.frombuffer(image.constBits(), dtype=np.uint8)
    rows = flat.reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    return [code.text for code in read_codes(np.ascontiguousarray(rows))]


@pytest.mark.parametrize("size", [(430, 270), (700, 450), (600, 900)])
def test_a_large_code_is_read_off_the_screen(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    assert read_painted(qtbot, size, SELF_TEST) == [SELF_TEST]


@pytest.mark.parametrize("size", [(430, 270), (600, 900)])
def test_both_twins_are_read_off_the_screen(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    twins = TEXTS[Lesson.TWINS]
    assert sorted(read_painted(qtbot, size, *twins)) == sorted(twins)
