"""Matrix: every screen at the sizes between and beyond the galleries', for eyes, fingers and ears.

A scale of the display (QT_SCALE_FACTOR) only changes how many units there are
to paint on: 1920 × 1080 at 1.5 is laid out as 1280 × 720.
"""

import os
import subprocess
import sys
from itertools import combinations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.reception_widgets import TapButton
from tests.ui.every_screen import Size, list_screens
from tests.ui.running import ROOT
from tests.ui.test_desk_gallery import list_visible, place_of
from tests.ui.test_gallery import overflows

SIZES: dict[str, tuple[Size, str]] = {
    "3840x2160": ((3840, 2160), "vi"),
    "1920x1080@1.5": ((1280, 720), "vi"),
    "1280x800@2": ((640, 400), "en"),
    "1080x1920@2": ((540, 960), "en"),
    "480x800": ((480, 800), "vi"),
}
ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.PushButton,
    QAccessible.Role.EditableText,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
}
SCREENS = list_screens()

pytestmark = pytest.mark.usefixtures("fonts")

every_screen = pytest.mark.parametrize("name", SCREENS)
IN_SOAK = {"1920x1080@1.5", "1080x1920@2", "480x800"}
"""Between sizes that every run paints: these are looked at by `make soak`."""
every_size = pytest.mark.parametrize(
    ("size", "language"),
    [
        pytest.param(*at, id=name, marks=[pytest.mark.soak] if name in IN_SOAK else [])
        for name, at in SIZES.items()
    ],
)


def list_controls(view: QWidget) -> list[QWidget]:
    """Return what can be tapped: a question's own buttons while it is asked."""
    kinds = (QAbstractButton, QLineEdit)
    found = [w for kind in kinds for w in view.findChildren(kind)]
    shown: list[QWidget] = [w for w in found if w.isVisibleTo(view)]
    asked = [w for w in shown if type(w.parentWidget()).__name__ == "QuestionView"]
    return asked or shown


@every_screen
@every_size
def test_nothing_is_cut_or_crossed(
    qtbot: QtBot, name: str, size: Size, language: str
) -> None:
    view = SCREENS[name](qtbot, size, language)
    labels = [w for w in list_visible(view) if isinstance(w, QLabel) and w.text()]
    places = [place_of(w, view) for w in list_controls(view)]
    cut = [label.text() for label in labels if overflows(label, view)]
    over = [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]
    outside = [place for place in places if not _holds(view, place)]
    assert (cut, over, outside) == ([], [], [])


@pytest.mark.system
@pytest.mark.parametrize("scale", ["1.5", "2"])
def test_a_scaled_display_cuts_nothing(scale: str) -> None:
    chosen = "painted_whole and 1280x800 and vi"
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("tests/ui/test_gallery.py", "-k", chosen),
        ],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale},
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert (ended.returncode, " passed" in ended.stdout) == (0, True), ended.stdout


def _holds(view: QWidget, place: QRect) -> bool:
    return view.rect().contains(place)


@every_screen
@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_is_named_heard_as_it_is_read_and_reached_by_the_keyboard(
    qtbot: QtBot, name: str, language: str
) -> None:
    view = SCREENS[name](qtbot, (1280, 800), language)
    controls = list_controls(view)
    labels = [w for w in list_visible(view) if isinstance(w, QLabel) and w.text()]
    mute = [w.objectName() or type(w).__name__ for w in controls if _is_mute(w)]
    unlike = [label.text() for label in labels if _hear(label) != _flow(label.text())]
    unreached = [w.accessibleName() for w in controls if _is_unreached(w)]
    assert (mute, unlike, unreached) == ([], [], [])


def _is_mute(control: QWidget) -> bool:
    role = QAccessible.queryAccessibleInterface(control).role()
    return role not in ROLES or not _hear(control)


def _hear(widget: QWidget) -> str:
    heard = QAccessible.queryAccessibleInterface(widget)
    return _flow(heard.text(QAccessible.Text.Name))


def _flow(text: str) -> str:
    return " ".join(text.split())


def _is_unreached(control: QWidget) -> bool:
    is_by_tab = control.focusPolicy() & Qt.FocusPolicy.TabFocus
    return isinstance(control, TapButton) and control.isEnabled() and not is_by_tab
