"""Nothing swallowed: what becomes of a code that is read in each state of the screen."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import a_card
from tests.fakes import SteppedClock
from tests.signing import Issuer, an_shc
from tests.ui.checkpoint import Checkpoint, Person, a_checkpoint
from tests.ui.samples import FAULT

PIN = "482915"
FIRST, SECOND, THIRD = (f"Người Thử Số {number}" for number in (1, 2, 3))
PAST_S = 15
"""Longer than a verdict stays."""
HOUR_S = 3_600
IDLE = "ĐƯA MÃ QR VÀO ĐẦU ĐỌC"
GREEN = "MỜI VÀO"
HEALTH_CARD = {
    "iss": "https://x.example.org",
    "nbf": 1_700_000_000,
    "vc": {"credentialSubject": {"fhirBundle": {"entry": []}}},
}
"""Of a kind that no point takes unless its policy says so."""

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


class Scene:
    """A checkpoint with its reception, who stands there, and time that is turned by hand."""

    def __init__(self, qtbot: QtBot, gate: Checkpoint, clock: SteppedClock) -> None:
        self.gate = gate
        self.person = Person(qtbot, gate.window)
        self._clock = clock

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._clock.advance(seconds)
        self.gate.window.on_time()
        self.gate.staff.on_time()

    def read(self, number: int, *texts: str) -> None:
        """Read a card, and look until `texts` are there."""
        self.person.hold_up(a_card(number))
        self.person.wait_for(*texts)


def is_idle(scene: Scene) -> None:
    scene.person.wait_for(IDLE)


def is_dim(scene: Scene) -> None:
    scene.wait(HOUR_S)


def shows_green(scene: Scene) -> None:
    scene.read(1, GREEN, FIRST)


def shows_check(scene: Scene) -> None:
    scene.read(1, GREEN, FIRST)
    scene.wait(HOUR_S)
    scene.read(1, "CHỜ KIỂM TRA", FIRST)


def shows_old_check(scene: Scene) -> None:
    shows_check(scene)
    scene.wait(2.5)


def shows_deny(scene: Scene) -> None:
    scene.person.hold_up(an_shc(Issuer(), HEALTH_CARD))
    scene.person.wait_for("KHÔNG ĐƯỢC VÀO")


def shows_unreadable(scene: Scene) -> None:
    scene.person.hold_up("xyz-khong-ro-la-gi")
    scene.person.wait_for("KHÔNG ĐỌC ĐƯỢC")


def is_out_of_order(scene: Scene) -> None:
    scene.gate.window.on_broken(FAULT)


def settles(scene: Scene) -> None:
    shows_check(scene)
    scene.person.tap("Cho qua…")
    scene.person.wait_for("Vì sao cho qua?")
    scene.wait(2.5)  # a CHECK that is held would be waited for


def shows_log(scene: Scene) -> None:
    scene.person.tap("Nhật ký")
    scene.person.wait_for("NHẬT KÝ HÔM NAY")


def searches(scene: Scene) -> None:
    shows_log(scene)
    scene.person.tap("Tìm tên hoặc số cuối")
    scene.person.type("an")


def shows_entry(scene: Scene) -> None:
    shows_green(scene)
    scene.wait(PAST_S)
    shows_log(scene)
    scene.person.tap(FIRST)
    scene.person.wait_for("CHI TIẾT LƯỢT")


def asks_who_is_there(scene: Scene) -> None:
    shows_log(scene)
    scene.wait(61)
    scene.person.wait_for("Còn ai ở đó không?")


def types_a_number(scene: Scene) -> None:
    scene.person.tap("Nhập tay")
    scene.person.wait_for("NHẬP TAY")
    for digit in "001":
        scene.person.tap(digit)


def looks(scene: Scene) -> None:
    scene.person.tap("Chỉ xem")
    scene.person.wait_for("CHỈ XEM")


def asks_for_a_pin(scene: Scene) -> None:
    scene.person.press(Qt.Key.Key_F10)
    scene.person.wait_for("ĐẶT MÃ PIN MỚI")


def shows_admin(scene: Scene) -> None:
    asks_for_a_pin(scene)
    scene.person.type(PIN)
    scene.person.press(Qt.Key.Key_Return)
    scene.person.wait_for("NHẬP LẠI MÃ PIN")
    scene.person.type(PIN)
    scene.person.press(Qt.Key.Key_Return)
    scene.person.wait_for("QUẢN TRỊ")


def shows_form(scene: Scene) -> None:
    scene.person.tap("Khách đến")
    scene.person.wait_for("Ghi nhận và in thẻ")


def lists_who_is_inside(scene: Scene) -> None:
    shows_form(scene)
    scene.person.tap("Ai đang ở trong")
    scene.person.wait_for("ĐANG Ở TRONG")


def calls_the_roll(scene: Scene) -> None:
    shows_form(scene)
    scene.person.tap("Sơ tán")
    scene.person.wait_for("SƠ TÁN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The second person's card is read where `begin` led.

    `kept` entries come of it; at once `seen` stands on the screen, and once time
    has run for `after_s`, `then`. `rule` is the one of screens.md it follows.
    """

    rule: str
    begin: Callable[[Scene], None]
    kept: int = 1
    seen: tuple[str, ...] = (GREEN, SECOND)
    after_s: float = 4.0
    then: tuple[str, ...] = (IDLE,)


ROWS = {
    "idle": Row(rule="16: decided", begin=is_idle),
    "attract": Row(rule="16: decided, and never dimmed", begin=is_dim),
    "allow": Row(rule="detail 1: the next replaces it at once", begin=shows_green),
    "check-held": Row(
        rule="15: kept at once, shown after 2 s",
        begin=shows_check,
        seen=("CHỜ KIỂM TRA", FIRST),
        after_s=2.1,
        then=(GREEN, SECOND),
    ),
    "check": Row(rule="15: replaced after 2 s", begin=shows_old_check),
    "deny-held": Row(
        rule="15: kept at once, shown after 2 s",
        begin=shows_deny,
        seen=("KHÔNG ĐƯỢC VÀO",),
        after_s=2.1,
        then=(GREEN, SECOND),
    ),
    "unreadable": Row(rule="16: replaced at once", begin=shows_unreadable),
    "out-of-order": Row(
        rule="detail 6: what was kept proves it in order", begin=is_out_of_order
    ),
    "settle": Row(
        rule="16: shown over it, and it comes back",
        begin=settles,
        then=("Vì sao cho qua?",),
    ),
    "log": Row(
        rule="16: shown over it, and it comes back",
        begin=shows_log,
        then=("NHẬT KÝ HÔM NAY", SECOND),
    ),
    "log-search": Row(
        rule="16: no letter of it in the box, whose search stays",
        begin=searches,
        then=("NHẬT KÝ HÔM NAY", "an"),
    ),
    "log-entry": Row(
        rule="16: shown over it, and it comes back",
        begin=shows_entry,
        then=("CHI TIẾT LƯỢT", FIRST),
    ),
    "question": Row(
        rule="16, 19: shown over it; the question stays until somebody answers",
        begin=asks_who_is_there,
        then=("Còn ai ở đó không?",),
    ),
    "typing": Row(
        rule="16: a person's code is decided; what was typed is wiped",
        begin=types_a_number,
    ),
    "look": Row(
        rule="info mode: told, never kept",
        begin=looks,
        kept=0,
        seen=("CHỈ XEM", SECOND),
        then=("CHỈ XEM", SECOND),
    ),
    "pin": Row(
        rule="16: decided behind it, told in its status line; no digit of it in the PIN",
        begin=asks_for_a_pin,
        seen=("ĐẶT MÃ PIN MỚI", "1 lượt vừa đọc"),
        then=("ĐẶT MÃ PIN MỚI",),
    ),
    "admin": Row(
        rule="16: decided behind it, told in its status line",
        begin=shows_admin,
        seen=("QUẢN TRỊ", "1 lượt vừa đọc"),
        then=("QUẢN TRỊ",),
    ),
    "reception": Row(
        rule="16, detail 10: fills the form that asks for it, kept when confirmed",
        begin=shows_form,
        kept=0,
        seen=("Ghi nhận và in thẻ", SECOND),
        then=("Ghi nhận và in thẻ", SECOND),
    ),
    "reception-list": Row(
        rule="detail 10: opens the form of who is not inside",
        begin=lists_who_is_inside,
        kept=0,
        seen=("Ghi nhận và in thẻ", SECOND),
        then=("Ghi nhận và in thẻ", SECOND),
    ),
    "roll-call": Row(
        rule="detail 13: ticks who is on the roll, and says who is not; no entry",
        begin=calls_the_roll,
        kept=0,
        seen=("SƠ TÁN", "Mã này không của ai trong danh sách."),
        then=("SƠ TÁN",),
    ),
}


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    clock = SteppedClock()
    with a_checkpoint(qtbot, tmp_path / "kiosk", clock, has_desk=True) as gate:
        yield Scene(qtbot, gate, clock)


@pytest.mark.parametrize("name", ROWS)
def test_a_code_becomes_what_the_rules_say(scene: Scene, name: str) -> None:
    row = ROWS[name]
    row.begin(scene)
    before = scene.gate.count_entries()
    scene.person.hold_up(a_card(2))
    scene.person.wait_for(*row.seen)
    scene.gate.wait_for_entries(before + row.kept)
    scene.wait(row.after_s)
    scene.person.wait_for(*row.then)
    assert scene.gate.count_entries() == before + row.kept


def test_the_same_code_again_within_three_seconds_changes_nothing(
    scene: Scene,
) -> None:
    shows_green(scene)
    scene.wait(1)
    scene.read(1, GREEN, FIRST)
    scene.read(2, GREEN, SECOND)
    assert scene.gate.count_entries() == 2


def test_of_two_that_wait_for_a_check_both_are_kept_and_the_newest_is_shown(
    scene: Scene,
) -> None:
    shows_check(scene)
    scene.read(2, "CHỜ KIỂM TRA", FIRST)
    scene.read(3, "CHỜ KIỂM TRA", FIRST)
    scene.gate.wait_for_entries(4)
    scene.wait(2.1)
    scene.person.wait_for(GREEN, THIRD)


def test_what_was_typed_is_gone_once_a_code_was_read(scene: Scene) -> None:
    types_a_number(scene)
    scene.read(2, GREEN, SECOND)
    scene.wait(4)
    scene.person.tap("Nhập tay")
    scene.person.wait_for("0/12")


def test_a_slow_reader_taken_for_a_person_presses_no_button(scene: Scene) -> None:
    shows_green(scene)
    scene.person.type("tran thi b")
    scene.person.press(Qt.Key.Key_Return)
    scene.wait(4)
    scene.person.wait_for(IDLE)
    scene.person.type("a b")
    scene.person.wait_for(IDLE)
    assert scene.gate.list_entries() == [("presented", "allow", "in")]
