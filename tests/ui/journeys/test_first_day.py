"""A first day at the gate: four things a person does by what stands on the screen."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import a_card
from tests.fakes import SteppedClock
from tests.provinces import Province, serve
from tests.system.kiosks import ask
from tests.ui.checkpoint import Checkpoint, Person, a_checkpoint

HOUR_S = 3_600
DAY_S = 24 * HOUR_S
PAST_S = 15
"""Longer than a verdict stays and an entry can be taken back."""

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


class FirstDay:
    """A checkpoint, and a person who has never seen it."""

    def __init__(self, qtbot: QtBot, gate: Checkpoint, clock: SteppedClock) -> None:
        self.gate = gate
        self.person = Person(qtbot, gate.window)
        self._clock = clock

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._clock.advance(seconds)
        self.gate.window.on_time()


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    with serve(tmp_path / "province") as running:
        yield running


@contextmanager
def a_day(qtbot: QtBot, data: Path, clock: SteppedClock) -> Iterator[FirstDay]:
    with a_checkpoint(qtbot, data, clock) as gate:
        yield FirstDay(qtbot, gate, clock)


@pytest.fixture
def day(qtbot: QtBot, tmp_path: Path) -> Iterator[FirstDay]:
    with a_day(qtbot, tmp_path / "kiosk", SteppedClock()) as day:
        yield day


def test_a_card_is_read(day: FirstDay) -> None:
    day.person.wait_for("ĐƯA MÃ QR VÀO ĐẦU ĐỌC", "Cổng A · VÀO")
    day.person.hold_up(a_card(1))
    day.person.wait_for("MỜI VÀO", "Người Thử Số 1", "•••• 0001")
    assert "001090000001" not in day.person.read()
    assert day.gate.list_entries() == [("presented", "allow", "in")]
    day.wait(4)
    day.person.wait_for("ĐƯA MÃ QR VÀO ĐẦU ĐỌC")
    assert "Người Thử" not in day.person.read()


def test_a_wrong_direction_is_put_right_on_the_verdict(day: FirstDay) -> None:
    day.person.hold_up(a_card(1))
    day.person.wait_for("MỜI VÀO")
    day.wait(HOUR_S)
    day.person.hold_up(a_card(1))  # on the way out, at a gate that says IN
    day.person.wait_for("CHỜ KIỂM TRA", "Sai chiều")
    day.person.tap("Sai chiều")
    day.person.wait_for("MỜI RA", "Người Thử Số 1")
    acts = [(act, direction) for act, _, direction in day.gate.list_entries()]
    assert acts == [*[("presented", "in")] * 2, ("void", ""), ("presented", "out")]


def test_a_wrong_entry_is_taken_back_from_the_idle_screen(day: FirstDay) -> None:
    day.person.hold_up(a_card(1))
    day.person.wait_for("MỜI VÀO")
    day.wait(4)
    day.person.tap("Hoàn tác")
    day.person.wait_for("Đã huỷ lượt vừa rồi")
    assert [act for act, _, _ in day.gate.list_entries()] == ["presented", "void"]
    day.wait(PAST_S)
    day.person.wait_until_gone("Hoàn tác")


def test_yesterdays_entry_is_found_in_the_log(day: FirstDay) -> None:
    for number in (1, 2, 3):
        day.person.hold_up(a_card(number))
        day.person.wait_for(f"Người Thử Số {number}")
        day.wait(PAST_S)
    day.wait(DAY_S)
    day.person.tap("Nhật ký")
    day.person.wait_for("NHẬT KÝ HÔM NAY")
    day.person.tap("Hôm qua")
    day.person.wait_for("Người Thử Số 1", "Người Thử Số 3")
    day.person.tap("Tìm tên hoặc số cuối")
    day.person.type("thu so 2")
    day.person.wait_until_gone("Người Thử Số 1")
    day.person.tap("Người Thử Số 2")
    day.person.wait_for("CHI TIẾT LƯỢT", "•••• 0002", "Đã lưu ở máy, chờ gửi")


def test_it_is_seen_why_the_province_refused_an_entry(
    qtbot: QtBot, tmp_path: Path, province: Province
) -> None:
    data = tmp_path / "kiosk"
    ask("enrol", province.make_code(province.add_point()), data=data)
    with a_day(qtbot, data, a_wrong_clock()) as day:
        day.person.hold_up(a_card(1))
        day.person.wait_for("Người Thử Số 1")
        day.wait(PAST_S)
        day.person.wait_for("1 cần xử lý")
        day.person.tap("Nhật ký")
        day.person.tap("Tỉnh không nhận")
        day.person.tap("Người Thử Số 1")
        day.person.wait_for("Tỉnh không nhận", "giờ ghi ở tương lai")
        day.person.wait_for("Xem lại đồng hồ của máy.")


def a_wrong_clock() -> SteppedClock:
    """Return the clock of a machine that was set wrong and can't count since its start."""
    clock = SteppedClock(datetime.now(UTC) + timedelta(days=3))
    clock.reboot("")
    return clock
