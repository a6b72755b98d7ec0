"""Kiosk window: a real one on a real X server, read by a typing reader."""

import threading
import time
from collections.abc import Iterator

import pytest
from Xlib import X, display

from kiosk.ui.screens import ScreenKind
from kiosk.ui.theme import PALETTE
from tests.ui.running import PATIENCE_S, running
from tests.ui.x11 import Typist, x_server

WIDTH, HEIGHT = 1280, 800
PLACES = [(30, HEIGHT // 2), (WIDTH - 30, HEIGHT // 2), (WIDTH // 2, HEIGHT - 22)]
"""Just inside the border, at three edges of the screen."""
CODE = "001190000123|TRAN THI THU NGHIEM|05031990"

pytestmark = [pytest.mark.xcb, pytest.mark.system]


class Eye:
    """Looks at the screen's pixels."""

    def __init__(self, server: str) -> None:
        self._display = display.Display(server)

    def see(self, x: int, y: int) -> str:
        root = self._display.screen().root
        pixel = root.get_image(x, y, 1, 1, X.ZPixmap, 0xFFFFFFFF).data
        return f"#{pixel[2]:02X}{pixel[1]:02X}{pixel[0]:02X}"

    def wait_for(self, kind: ScreenKind) -> list[str]:
        """Return the colours at `PLACES` once they are those of `kind`."""
        field = PALETTE[kind].field
        end_s = time.monotonic() + PATIENCE_S
        while (seen := [self.see(*place) for place in PLACES]) != [field] * 3:
            if time.monotonic() > end_s:
                break
            threading.Event().wait(0.02)
        return seen

    def close(self) -> None:
        self._display.close()


@pytest.fixture
def server() -> Iterator[str]:
    with x_server(f"{WIDTH}x{HEIGHT}x24") as name:
        yield name


@pytest.fixture
def eye(server: str) -> Iterator[Eye]:
    eye = Eye(server)
    yield eye
    eye.close()


@pytest.fixture
def typist(server: str) -> Iterator[Typist]:
    typist = Typist(server)
    yield typist
    typist.close()


def colors_of(kind: ScreenKind) -> list[str]:
    return [PALETTE[kind].field] * len(PLACES)


def test_a_typed_code_turns_the_whole_screen_green_and_back(
    server: str, eye: Eye, typist: Typist
) -> None:
    with running("good", DISPLAY=server, QT_QPA_PLATFORM="xcb") as window:
        window.wait_for("ready")
        assert eye.wait_for(ScreenKind.IDLE) == colors_of(ScreenKind.IDLE)
        typist.type(CODE + "\r", gap_ms=2)
        assert window.wait_for("submitted") == CODE
        assert eye.wait_for(ScreenKind.ALLOW) == colors_of(ScreenKind.ALLOW)
        assert eye.wait_for(ScreenKind.IDLE) == colors_of(ScreenKind.IDLE)


def test_a_fault_of_the_road_is_never_green(
    server: str, eye: Eye, typist: Typist
) -> None:
    with running("broken", DISPLAY=server, QT_QPA_PLATFORM="xcb") as window:
        window.wait_for("ready")
        typist.type(CODE + "\r", gap_ms=2)
        window.wait_for("submitted")
        kind = ScreenKind.OUT_OF_ORDER
        assert eye.wait_for(kind) == colors_of(kind)
        assert eye.see(2, 2) == PALETTE[kind].border


def test_a_disk_that_is_well_again_gives_the_gate_back(
    server: str, eye: Eye, typist: Typist
) -> None:
    with running("mended", DISPLAY=server, QT_QPA_PLATFORM="xcb") as window:
        window.wait_for("ready")
        during = eye.wait_for(ScreenKind.OUT_OF_ORDER)
        typist.type(CODE + "\r", gap_ms=2)
        window.wait_for("submitted")
        after = eye.wait_for(ScreenKind.IDLE)
    assert during == colors_of(ScreenKind.OUT_OF_ORDER)
    assert after == colors_of(ScreenKind.IDLE)
