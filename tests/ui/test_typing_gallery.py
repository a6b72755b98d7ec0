"""Typing gallery: the screen's keyboard and what is typed by hand, at every size, checked."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.payload import Direction
from kiosk.reason import Reason
from kiosk.ui.behind import Behind
from kiosk.ui.draft import Box
from kiosk.ui.flow import Flow
from kiosk.ui.keyboard import Keyboard
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.screens import compose_screen
from kiosk.ui.sounds import Sounds
from kiosk.ui.staff.typing_flow import Typed, begin_typing
from kiosk.ui.staff.typing_screens import compose_typing
from kiosk.ui.staff.typing_taps import Mode
from kiosk.ui.staff.view import StaffView
from kiosk.ui.text_box import TextBox
from kiosk.ui.texts import Texts
from kiosk.ui.window import KioskWindow
from tests.ui.fake_desk import FakeDesk
from tests.ui.fake_paper import FakePaper
from tests.ui.samples import EN, GATE, VI, WALL, surroundings
from tests.ui.test_gallery import overflows
from tests.ui.visitors import an_instant

SIZES = [(800, 480), (1280, 800), (1920, 1080), (1080, 1920)]
TEXTS = {"vi": VI, "en": EN}
PX_PER_MM = {
    (800, 480): 5.87,
    (1280, 800): 5.87,
    (1920, 1080): 4.03,
    (1080, 1920): 4.03,
}
LEAST_KEY_MM = {(800, 480): 7.0}
"""There is no room for the 12 mm of screens.md, rule 21."""
BEGUN = begin_typing(GATE, 2026)
TYPED = {
    "begun": BEGUN,
    "half": replace(BEGUN, text="079202"),
    "no-province": replace(BEGUN, text="003190012345", direction=Direction.OUT),
    "not-born": replace(BEGUN, text="001390012345"),
    "unread": replace(BEGUN, text="001", heard=Reason.UNKNOWN_KIND),
    "longest": replace(BEGUN, text="077302012345"),
    "code": replace(BEGUN, mode=Mode.CODE, text="KH-0042"),
}

pytestmark = pytest.mark.usefixtures("fonts")

every_size = pytest.mark.parametrize(
    "size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}"
)
every_language = pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
every_typed = pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)


def paint(qtbot: QtBot, typed: Typed, size: tuple[int, int], texts: Texts) -> StaffView:
    view = StaffView()
    qtbot.addWidget(view)
    view.resize(*size)
    other = EN if texts is VI else VI
    status = compose_screen(Flow(), surroundings(), (texts, other), WALL).status
    view.show_screen(compose_typing(typed, texts), status)
    view.ask(None)
    view.grab()
    return view


def place_of(widget: QWidget, view: QWidget) -> QRect:
    return QRect(widget.mapTo(view, QPoint()), widget.size())


def list_tapped(view: QWidget) -> list[QWidget]:
    kinds = (QPushButton, TextBox)
    found: list[QWidget] = [one for kind in kinds for one in view.findChildren(kind)]
    return [one for one in found if one.isVisibleTo(view)]


@every_typed
@every_size
@every_language
def test_what_is_typed_by_hand_is_painted_whole(
    qtbot: QtBot, typed: Typed, size: tuple[int, int], texts: Texts
) -> None:
    view = paint(qtbot, typed, size, texts)
    shown = [w for w in view.findChildren(QLabel) if w.isVisibleTo(view) and w.text()]
    places = [place_of(one, view) for one in list_tapped(view)]
    over = [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
    assert ([w.text() for w in shown if overflows(w, view)], over) == ([], [])


class Reception:
    """A window with a form, one box of which is touched."""

    def __init__(self, qtbot: QtBot) -> None:
        desk = FakeDesk(an_instant)
        self.session = ReceptionSession(
            desk, FakePaper(), (VI, EN), now=an_instant, leave=print
        )
        self.window = KioskWindow(
            surroundings(),
            (VI, EN),
            now=an_instant,
            sounds=Sounds(list[object]().append),
            behind=Behind(reception=self.session),
        )
        qtbot.addWidget(self.window)

    def touch(self, box: Box, size: tuple[int, int]) -> TextBox:
        self.window.resize(*size)
        self.window.show()
        self.session.open()
        QApplication.processEvents()
        found = self.window.findChild(TextBox, box.value)
        assert isinstance(found, TextBox)
        QTest.mouseClick(found, Qt.MouseButton.LeftButton)
        return found


@pytest.fixture
def reception(qtbot: QtBot) -> Iterator[Reception]:
    made = Reception(qtbot)
    made.session.start()
    yield made
    made.session.finish()


@pytest.mark.parametrize("box", Box)
@every_size
def test_no_box_is_covered_by_its_keyboard(
    reception: Reception, size: tuple[int, int], box: Box
) -> None:
    touched = reception.touch(box, size)
    keyboard = reception.window.findChildren(Keyboard)[0]
    place = place_of(touched, reception.window)
    assert not keyboard.geometry().intersects(place)
    assert reception.window.rect().contains(place)


@pytest.mark.parametrize("box", [Box.HOST, Box.PLATE])
@every_size
def test_every_key_is_large_enough_and_whole(
    reception: Reception, size: tuple[int, int], box: Box
) -> None:
    reception.touch(box, size)
    (keyboard,) = reception.window.findChildren(Keyboard)
    keys = list_tapped(keyboard)
    least_mm = LEAST_KEY_MM.get(size, 12.0)
    small = [k for k in keys if min(k.width(), k.height()) < least_mm * PX_PER_MM[size]]
    over = [
        p
        for p in combinations([k.geometry() for k in keys], 2)
        if p[0].intersects(p[1])
    ]
    labels = [w for w in keyboard.findChildren(QLabel) if w.isVisibleTo(keyboard)]
    cut = [w.text() for w in labels if overflows(w, keyboard)]
    assert (small, over, cut) == ([], [], [])
