"""Status: the line above every screen tells what staff must know."""

from collections.abc import Iterable

import msgspec
import pytest

from kiosk.disk import DiskState, Room
from kiosk.health import Health, Link
from kiosk.roster import RosterState
from kiosk.ui.flow import Flow
from kiosk.ui.screens import Screen, compose_screen
from kiosk.ui.status import Icon
from tests.ui.samples import (
    EN,
    VI,
    WALL,
    a_decided,
    a_health,
    screen_of,
    surroundings,
)


def notices_of(screen: Screen) -> Iterable[tuple[Icon, str]]:
    return [(notice.icon, notice.text) for notice in screen.status.notices]


def test_the_status_line_tells_link_and_unsent() -> None:
    screen = screen_of(a_decided(), a_health(pending=100_000))
    assert notices_of(screen) == [
        (Icon.CLOUD_OFF, "Ngoại tuyến"),
        (Icon.UNSENT, "100.000 chưa gửi"),
    ]


def test_the_status_line_tells_what_needs_a_person() -> None:
    health = a_health(link=Link.ONLINE, refused=2, roster_state=RosterState.STALE)
    assert notices_of(screen_of(a_decided(), health)) == [
        (Icon.CLOUD, "Trực tuyến"),
        (Icon.UNSENT, "37 chưa gửi"),
        (Icon.ATTENTION, "2 cần xử lý"),
        (Icon.ATTENTION, "Danh mục quá hạn"),
    ]


def test_the_status_line_tells_that_the_province_has_a_notice() -> None:
    notices = notices_of(screen_of(a_decided(), a_health(notice="Khử khuẩn.")))
    assert (Icon.ATTENTION, "Điểm liên quan ca bệnh: gọi y tế") in notices


def test_the_status_line_tells_what_is_overdue() -> None:
    notices = notices_of(screen_of(a_decided(), a_health(overdue=1_204)))
    assert (Icon.ATTENTION, "1.204 quá hạn chưa gửi") in notices


def test_the_status_line_tells_of_copies_that_could_not_go() -> None:
    notices = notices_of(screen_of(a_decided(), a_health(copies_held=2)))
    assert (Icon.ATTENTION, "2 bản sao quá hạn") in notices


def test_the_clock_is_vietnams() -> None:
    assert screen_of(a_decided()).status.clock == "08:41"


@pytest.mark.parametrize(
    ("room", "word", "stands_out"),
    [
        (Room(state=DiskState.LOW, days=9), "Đĩa còn 9 ngày", False),
        (Room(state=DiskState.CRITICAL, days=2), "Đĩa còn 2 ngày", True),
        (Room(state=DiskState.LOW, days=400), "Đĩa sắp đầy", False),
        (Room(state=DiskState.CRITICAL), "Đĩa gần đầy", True),
        (Room(state=DiskState.RESERVE, days=0), "Đĩa đầy", True),
    ],
)
def test_a_disk_that_fills_up_is_said_days_ahead(
    room: Room, word: str, *, stands_out: bool
) -> None:
    around = surroundings(msgspec.structs.replace(a_health(), room=room))
    screen = compose_screen(Flow(), around, (VI, EN), WALL)
    (notice,) = [one for one in screen.status.notices if "Đĩa" in one.text]
    assert (notice.text, notice.stands_out) == (word, stands_out)


@pytest.mark.parametrize(
    ("health", "word"),
    [
        (
            msgspec.structs.replace(a_health(), is_damaged=True),
            "Dữ liệu hỏng: khởi động lại",
        ),
        (msgspec.structs.replace(a_health(), lost=12), "12 lượt bị mất"),
    ],
)
def test_a_damaged_database_is_said_and_stands_out(health: Health, word: str) -> None:
    screen = compose_screen(Flow(), surroundings(health), (VI, EN), WALL)
    (notice,) = [one for one in screen.status.notices if one.text == word]
    assert notice.stands_out
