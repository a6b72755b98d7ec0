"""Kiosk window: a real one on a real X server, read by a typing reader."""

from collections.abc import Iterator

import pytest

from kiosk.ui.screens import ScreenKind
from kiosk.ui.theme import PALETTE
from tests.ui.eye import Eye, colors_of
from tests.ui.running import running
from tests.ui.x11 import Typist, x_server

CODE = "001190000123|TRAN THI THU NGHIEM|05031990"

pytestmark = [pytest.mark.xcb, pytest.mark.system]


@pytest.fixture
def server() -> Iterator[str]:
    with x_server(f"{Eye.WIDTH}x{Eye.HEIGHT}x24") as name:
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
