"""Every screen: the screens of all galleries by name, each as a widget of any size."""

from collections.abc import Callable, Iterator

import msgspec
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.gate_bar import GateBar
from kiosk.ui.screens import compose_screen
from kiosk.ui.setting import find_bar
from kiosk.ui.theme import Measure
from kiosk.ui.widgets import ScreenView
from tests.ui import (
    test_admin_gallery,
    test_desk_gallery,
    test_staff_gallery,
    test_typing_gallery,
)
from tests.ui.samples import EN, VI, WALL, list_flows, surroundings

TEXTS = {"vi": VI, "en": EN}
Size = tuple[int, int]
Show = Callable[[QtBot, Size, str], QWidget]
"""Shows a screen at a size, in a language."""


def show_gate(qtbot: QtBot, name: str, size: Size, language: str) -> QWidget:
    """Show a screen of the gate with every button that it can have."""
    order = (VI, EN) if language == "vi" else (EN, VI)
    around = msgspec.structs.replace(surroundings(), has_desk=True, has_counter=True)
    screen = compose_screen(list_flows()[name], around, order, WALL)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(*size)
    view, bar = ScreenView(screen, window), GateBar(window)
    measure = Measure(width=size[0], height=size[1])
    view.setGeometry(window.rect())
    bar.setGeometry(find_bar(measure))
    bar.show_buttons(screen.buttons, measure.unit)
    window.grab()
    return window


def list_screens() -> dict[str, Show]:
    """Return how each screen is shown."""
    return dict(_list_screens())


def _list_screens() -> Iterator[tuple[str, Show]]:
    for name in list_flows():
        yield f"gate-{name}", _bind(show_gate, name)
    for name in test_desk_gallery.RECEPTIONS:
        yield f"desk-{name}", _translate(test_desk_gallery.paint, name)
    for name in test_admin_gallery.FLOWS:
        yield f"admin-{name}", _translate(test_admin_gallery.paint, name)
    for name in test_staff_gallery.STAFF:
        yield f"staff-{name}", _translate(test_staff_gallery.paint, name)
    for name, typed in test_typing_gallery.TYPED.items():
        yield f"staff-typing-{name}", _translate(test_typing_gallery.paint, typed)


def _bind(show: Callable[..., QWidget], name: str) -> Show:
    return lambda qtbot, size, language: show(qtbot, name, size, language)


def _translate(paint: Callable[..., QWidget], sample: object) -> Show:
    """Return what shows a `sample` of a gallery that takes its texts."""
    return lambda qtbot, size, language: paint(qtbot, sample, size, TEXTS[language])
