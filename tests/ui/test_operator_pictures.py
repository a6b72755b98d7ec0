"""Operator pictures: the gate's own screens with their buttons, as the operator's guide shows them.

`GALLERY_DIR=docs/pictures pytest tests/ui/test_operator_pictures.py` paints the
guide's pictures again.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes import SteppedClock
from tests.ui.checkpoint import a_checkpoint
from tests.ui.images import keep_colors
from tests.ui.test_nothing_swallowed import (
    FIRST,
    HOUR_S,
    PAST_S,
    SECOND,
    Scene,
    is_idle,
    is_out_of_order,
    looks,
    settles,
    shows_check,
    shows_deny,
    shows_green,
    shows_log,
    shows_unreadable,
)

MOST_BYTES = 120_000

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


def may_take_back(scene: Scene) -> None:
    shows_green(scene)
    scene.wait(4)
    scene.person.wait_for("Hoàn tác")


def types_a_whole_number(scene: Scene) -> None:
    scene.person.tap("Nhập tay")
    for digit in "001090000007":
        scene.person.tap(digit)


def looks_at_a_card(scene: Scene) -> None:
    looks(scene)
    scene.read(2, SECOND)


def finds_yesterdays(scene: Scene) -> None:
    for number in (1, 2, 3):
        scene.read(number, f"Người Thử Số {number}")
        scene.wait(PAST_S)
    scene.wait(24 * HOUR_S)
    shows_log(scene)
    scene.person.tap("Hôm qua")
    scene.person.wait_for(FIRST, SECOND)
    scene.person.tap("Tìm tên hoặc số cuối")
    scene.person.type("so 2")
    scene.person.wait_until_gone(FIRST)


PICTURES: dict[str, tuple[Callable[[Scene], None], str]] = {
    "idle": (is_idle, "Nhập tay"),
    "allow": (shows_green, "Sai chiều"),
    "check": (shows_check, "Cho qua…"),
    "deny": (shows_deny, "KHÔNG ĐƯỢC VÀO"),
    "unreadable": (shows_unreadable, "Nhập tay"),
    "out-of-order": (is_out_of_order, "E-901"),
    "undo": (may_take_back, "Hoàn tác"),
    "settle": (settles, "Đã xem giấy tờ gốc"),
    "typing": (types_a_whole_number, "12/12"),
    "look": (looks_at_a_card, "CHỈ XEM"),
    "log": (finds_yesterdays, "Hôm qua"),
}
"""What leads to each picture, and a text that stands on it."""


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    clock = SteppedClock()
    with a_checkpoint(qtbot, tmp_path / "kiosk", clock) as gate:
        yield Scene(qtbot, gate, clock)


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_guide_is_what_is_seen(
    scene: Scene, tmp_path: Path, name: str
) -> None:
    begin, text = PICTURES[name]
    begin(scene)
    scene.person.wait_for(text)
    file = Path(os.environ.get("GALLERY_DIR", tmp_path), f"gate-{name}.png")
    few = keep_colors(scene.gate.window.grab().toImage(), 255)
    assert few.save(str(file), quality=0)  # 0 is the smallest file
    assert file.stat().st_size < MOST_BYTES
