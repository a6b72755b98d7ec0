"""End to end: the real kiosk in a real window, from a reader's keys to pixels and disk."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.credentials.credential import Claim
from kiosk.ui.screens import ScreenKind, compose_screen
from kiosk.ui.widgets import ScreenView
from tests.builders import a_card
from tests.frames import a_frame, write_video
from tests.ui import unikey
from tests.ui.at_the_gate import AtTheGate, a_screen, at_the_gate
from tests.ui.eye import Eye, colors_of
from tests.ui.images import count_differences
from tests.ui.samples import EN, VI, WALL, a_decided, surroundings, verdict

GAPS_MS = (0, 1, 2, 5, 10)
IN_SOAK_MS = {1, 2, 5}
"""`make test` types as fast and as slow as readers do; `make soak` between as well."""
NAME = "NGUYỄN THỊ ÁNH NGUYỆT"
TYPED_NAME = "Đặng Ngữ Quỳnh Ưởng"
VIDEO_SIZE = (1280, 720)

pytestmark = [
    pytest.mark.xcb,
    pytest.mark.system,
    pytest.mark.timing,
    pytest.mark.usefixtures("fonts"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a reader's keys meet on their way; a person's code is `number`'s at a pace."""

    layout: str = "us"
    caps: bool = False
    unikey: bool = False
    number: int


PLACES = {
    "us": Place(number=100),
    "caps": Place(caps=True, number=200),
    "french": Place(layout="fr", number=300),
    "vietnamese": Place(layout="vn", number=400),
    "unikey": Place(unikey=True, number=500),
    "own-keys": Place(layout="own", number=600),
    "own-keys-caps": Place(layout="own", caps=True, number=700),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A kiosk at work in one of `PLACES`."""

    gate: AtTheGate
    place: Place

    def read(self, number: int, name: str, gap_ms: int) -> None:
        """Type a card as the place's readers do: with ALT, or a key for each letter."""
        card = f"{a_number(number)}||{name}|05031990|Nữ||01012022"
        if self.place.layout == "own":
            self.gate.typist.type(card + "\r", gap_ms)
            return
        codes = [*map(ord, card), 13]
        self.gate.typist.type_numbers([f"{code:04d}" for code in codes], gap_ms)


@pytest.fixture(scope="module", params=PLACES)
def met(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Met]:
    place = PLACES[request.param]
    if place.unikey and not unikey.is_installed():
        pytest.skip("ibus-unikey is not installed: apt-get install ibus ibus-unikey")
    data = tmp_path_factory.mktemp(request.param) / "kiosk"
    with ExitStack() as stack:
        server = stack.enter_context(a_screen())
        session = stack.enter_context(unikey.unikey(server)) if place.unikey else {}
        gate = stack.enter_context(
            at_the_gate(data, layout=place.layout, server=server, environment=session)
        )
        if place.caps:
            gate.typist.press_caps_lock()
        yield Met(gate=gate, place=place)


@pytest.fixture
def screen() -> Iterator[str]:
    with a_screen() as server:
        yield server


def a_number(number: int) -> str:
    return f"001190{number:06d}"


def find_name(qtbot: QtBot, name: str) -> ScreenView:
    """Return a green screen with `name` on it, as it should be painted."""
    around = msgspec.structs.replace(surroundings(), has_counter=True)
    shown = compose_screen(verdict(a_decided(name=name)), around, (VI, EN), WALL)
    view = ScreenView(shown)
    qtbot.addWidget(view)
    view.resize(Eye.WIDTH, Eye.HEIGHT)
    view.grab()
    return view


def count_wrong_pixels(qtbot: QtBot, eye: Eye, name: str) -> int:
    """Count the pixels of the name that are not as they should be."""
    view = find_name(qtbot, name)
    label = view.findChild(QLabel, "name")
    assert isinstance(label, QLabel)
    place = QRect(label.mapTo(view, label.rect().topLeft()), label.size())
    return count_differences(eye.grab(place), view.grab(place).toImage())


@pytest.mark.parametrize(
    "gap_ms",
    [
        pytest.param(gap, marks=[pytest.mark.soak] if gap in IN_SOAK_MS else [])
        for gap in GAPS_MS
    ],
)
def test_a_vietnamese_card_is_painted_and_kept_letter_by_letter(
    qtbot: QtBot, met: Met, gap_ms: int
) -> None:
    number = met.place.number + gap_ms
    met.read(number, TYPED_NAME, gap_ms)
    kept = met.gate.wait_for_entry(a_number(number))
    assert kept is not None
    assert kept.claims[Claim.NAME] == TYPED_NAME
    assert (kept.outcome, kept.direction) == ("allow", "in")
    assert met.gate.eye.wait_for(ScreenKind.ALLOW) == colors_of(ScreenKind.ALLOW)
    assert count_wrong_pixels(qtbot, met.gate.eye, TYPED_NAME) == 0


def test_a_serial_card_is_painted_and_kept(
    qtbot: QtBot, tmp_path: Path, screen: str
) -> None:
    with at_the_gate(tmp_path / "kiosk", server=screen) as gate:
        gate.line.send(a_card(1).replace("Người Thử Số 1", NAME))
        kept = gate.wait_for_entry("001090000001")
        assert kept is not None
        assert (kept.claims[Claim.NAME], kept.outcome) == (NAME, "allow")
        assert gate.eye.wait_for(ScreenKind.ALLOW) == colors_of(ScreenKind.ALLOW)
        assert count_wrong_pixels(qtbot, gate.eye, NAME) == 0
        # A name that differs in one mark is another picture.
        assert count_wrong_pixels(qtbot, gate.eye, NAME.replace("Ễ", "Ể")) > 20


def test_a_card_before_the_camera_is_painted_and_kept(
    qtbot: QtBot, tmp_path: Path, screen: str
) -> None:
    card = a_card(2).replace("Người Thử Số 2", NAME)
    empty, full = a_frame("", VIDEO_SIZE), a_frame(card, VIDEO_SIZE)
    video = write_video(tmp_path / "v.avi", [*[empty] * 30, *[full] * 30, *[empty] * 9])
    with at_the_gate(tmp_path / "kiosk", "--camera", str(video), server=screen) as gate:
        kept = gate.wait_for_entry("001090000002")
        assert kept is not None
        assert (kept.claims[Claim.NAME], kept.outcome) == (NAME, "allow")
        assert gate.eye.wait_for(ScreenKind.ALLOW) == colors_of(ScreenKind.ALLOW)
        assert count_wrong_pixels(qtbot, gate.eye, NAME) == 0


def test_what_is_no_code_of_ours_is_navy_and_kept(tmp_path: Path, screen: str) -> None:
    with at_the_gate(tmp_path / "kiosk", server=screen) as gate:
        gate.line.send("xyz-khong-ro")
        seen = gate.eye.wait_for(ScreenKind.UNREADABLE)
        assert seen == colors_of(ScreenKind.UNREADABLE)
        (kept,) = gate.list_kept()
        assert (kept.outcome, dict(kept.claims)) == ("unreadable", {})
