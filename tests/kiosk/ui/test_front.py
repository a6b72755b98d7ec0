"""Front: a window that lost the keyboard takes it back, and fills the screen."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from Xlib import X, display

from kiosk.ui.front import Front
from tests.ui.running import PATIENCE_S, running
from tests.ui.x11 import x_server


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def a_front(window: QWidget) -> Front:
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    return Front(window, application)


def test_a_window_that_is_active_waits_for_nothing(window: QWidget) -> None:
    front = a_front(window)
    front.on_state_changed(Qt.ApplicationState.ApplicationInactive)
    lost = front._timer.isActive()
    front.on_state_changed(Qt.ApplicationState.ApplicationActive)
    assert (lost, front._timer.isActive()) == (True, False)


def test_a_window_that_was_let_go_comes_back_no_more(window: QWidget) -> None:
    front = a_front(window)
    front.finish()
    front.on_state_changed(Qt.ApplicationState.ApplicationInactive)
    front.on_screen_changed()
    front.on_time()
    assert not front._timer.isActive()


@pytest.mark.xcb
@pytest.mark.system
def test_the_keyboard_comes_back_to_the_kiosk() -> None:
    with (
        x_server() as server,
        running("good", DISPLAY=server, QT_QPA_PLATFORM="xcb") as window,
    ):
        window.wait_for("ready")
        other = display.Display(server)
        kiosk = other.get_input_focus().focus
        intruder = open_another(other)
        taken = wait_for_focus(other, intruder)
        back = wait_for_focus(other, kiosk)
        other.close()
    assert (taken, back) == (True, True)


def open_another(server: display.Display) -> object:
    """Show another program's window and give it the keyboard."""
    screen = server.screen()
    window = screen.root.create_window(10, 10, 200, 200, 0, screen.root_depth)
    window.map()
    server.sync()
    window.set_input_focus(X.RevertToParent, X.CurrentTime)
    server.sync()
    return window


def wait_for_focus(server: display.Display, window: object) -> bool:
    """Say whether `window` has the keyboard before long."""
    end_s = time.monotonic() + PATIENCE_S / 3
    while server.get_input_focus().focus != window:
        if time.monotonic() > end_s:
            return False
        threading.Event().wait(0.02)
    return True
