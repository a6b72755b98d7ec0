"""Reception session: taps, codes and answers find each other through real threads."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.paper_calls import PrintBadge
from kiosk.ui.reception_flow import State
from tests.builders import CARD, a_payload
from tests.guards import LogWatch
from tests.ui.stage import Stage
from tests.ui.visitors import a_visit, some_visits

pytestmark = pytest.mark.usefixtures("fonts")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(qtbot, *some_visits(3))
    yield stage
    stage.finish()


def test_a_code_before_the_desk_opens_is_the_gates(stage: Stage) -> None:
    stage.session.submit(a_payload())
    assert (len(stage.left), stage.session.reception.state) == (1, State.CLOSED)


def test_a_code_that_came_as_the_desk_closed_is_the_gates(stage: Stage) -> None:
    stage.session.on_presented(a_payload())
    assert len(stage.left) == 1


def test_a_card_is_checked_in_and_its_badge_printed(stage: Stage, qtbot: QtBot) -> None:
    stage.session.open()
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    stage.tap("Ghi nhận và in thẻ")
    stage.wait_for("Thẻ đã gửi tới Máy in ở quầy.")
    (printed,) = stage.paper.printed
    assert isinstance(printed, PrintBadge)
    assert (printed.visit, stage.desk.count_inside()) == (stage.desk.visits[-1], 4)
    assert qtbot is not None


def test_a_taken_badge_is_told_with_its_wearer(stage: Stage) -> None:
    stage.session.open()
    # Somebody else gives out the badge between its suggestion and its use.
    stage.wait_for_entry("26112004")
    stage.desk.visits.append(a_visit(9, badge="26112004"))
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    stage.tap("Ghi nhận và in thẻ")
    stage.wait_for(f"đang ở chỗ {a_visit(9).name}.")


def test_a_visitor_is_signed_out_in_the_list(stage: Stage) -> None:
    stage.session.open()
    stage.tap("Ai đang ở trong")
    stage.wait_for("ĐANG Ở TRONG: 3 KHÁCH")
    stage.tap("Ra")
    stage.wait_for("ĐANG Ở TRONG: 2 KHÁCH")


def test_who_left_meanwhile_is_told(stage: Stage) -> None:
    stage.session.open()
    stage.tap("Ai đang ở trong")
    stage.wait_for("ĐANG Ở TRONG: 3 KHÁCH")
    stage.desk.visits.clear()
    stage.tap("Ra")
    stage.wait_for("không có lượt nào để ghi ra")


def test_a_broken_disk_is_told_and_the_form_stays(
    stage: Stage, log_watch: LogWatch
) -> None:
    log_watch.expect("kiosk.ui.desk_thread", "desk failed")
    stage.session.open()
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    stage.desk.is_broken = True
    stage.tap("Ghi nhận và in thẻ")
    stage.wait_for("Không ghi được vào đĩa")
    assert stage.session.reception.draft.payload is not None


def test_a_form_is_wiped_after_its_warning(stage: Stage) -> None:
    stage.session.open()
    stage.session.submit(a_payload(CARD))
    stage.wait_for("Đã đọc từ thẻ.")
    stage.pass_to(61_000)
    stage.wait_for("Còn ai ở đây không?")
    stage.pass_to(90_000)
    assert (stage.session.view.isHidden(), stage.read()) == (True, "")


def test_a_roll_call_is_reached_in_two_taps_and_stays(stage: Stage) -> None:
    stage.session.open()
    stage.tap("Sơ tán")
    stage.wait_for("SƠ TÁN: 3 NGƯỜI")
    stage.pass_to(10_000_000)
    assert stage.session.reception.state is State.ROLL_CALL
