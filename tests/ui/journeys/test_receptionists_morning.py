"""A receptionist's morning: 15 visitors, two known, one without a card, and an alarm."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from kiosk.app import Road
from kiosk.place import open_place
from kiosk.reception import CheckedIn, Desk, Filled, VisitField
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.migration import upgrade
from kiosk.ui.behind import Behind
from kiosk.ui.paper_calls import PrintBadge, PrintRoll
from kiosk.ui.reception_session import ReceptionSession
from kiosk.ui.sounds import Sounds
from kiosk.ui.window import KioskWindow
from tests.builders import a_card, a_payload
from tests.fakes import SteppedClock
from tests.ui.fake_paper import FakePaper
from tests.ui.journeys.receptionist import Receptionist
from tests.ui.samples import EN, VI, surroundings

LIMIT_S = 20.0
DAY_S = 86_400
KNOWN = (101, 102)
NEW = range(1, 13)
HOSTS = ("Chị Lan", "Anh Dũng")
WALK_IN = "Nguyễn Thị Hòa Bình"
WALK_IN_KEYS = "nguyeenx thij hoaf binhf"

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


@dataclass(slots=True, kw_only=True)
class Reception:
    """The desk at work, and who works there."""

    session: ReceptionSession
    receptionist: Receptionist
    paper: FakePaper
    at_the_gate: list[object]


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def reception(qtbot: QtBot, tmp_path: Path, clock: SteppedClock) -> Iterator[Reception]:
    folder = Folder(tmp_path / "kiosk")
    with closing(open_or_make(folder, upgrade)) as database:
        road = Road(open_place(folder, database, clock), [], sync=False)
        paper, at_the_gate = FakePaper(), list[object]()
        with road.desk("A") as desk:
            for number in KNOWN:
                visited_yesterday(desk, number)
            clock.advance(DAY_S)
            session = ReceptionSession(
                desk, paper, (VI, EN), now=clock, leave=at_the_gate.append
            )
            window = KioskWindow(
                surroundings(),
                (VI, EN),
                now=clock,
                sounds=Sounds(list[Path]().append),
                behind=Behind(reception=session),
            )
            qtbot.addWidget(window)
            window.resize(1280, 800)
            window.show()
            session.start()
            yield Reception(
                session=session,
                receptionist=Receptionist(qtbot, window, session, clock),
                paper=paper,
                at_the_gate=at_the_gate,
            )
            session.finish()


def visited_yesterday(desk: Desk, number: int) -> None:
    """Let a visitor come and go."""
    fields = {
        VisitField.HOST: HOSTS[number % 2],
        VisitField.COMPANY: "Cơ khí Minh Phát",
        VisitField.PLATE: "29C-123.45",
    }
    filled = desk.present(a_payload(a_card(number)))
    assert isinstance(filled, Filled)
    checked_in = desk.check_in(msgspec.structs.replace(filled.form, fields=fields))
    assert isinstance(checked_in, CheckedIn)
    desk.sign_out(checked_in.visit.visit_id)


def name_of(number: int) -> str:
    return f"Người Thử Số {number}"


def confirm(at: Receptionist, name: str) -> tuple[float, int]:
    """Confirm the form, and return how long the check-in took, and its taps."""
    at.tap("Ghi nhận và in thẻ")
    at.wait_for(f"Đã ghi nhận {name}.")
    return at.spent_s, at.taps


def test_a_new_visitor_takes_one_presentation_and_two_taps(
    reception: Reception,
) -> None:
    at = reception.receptionist
    at.tap("Khách đến")
    at.start_watch()
    at.present(a_card(1))
    at.wait_for(name_of(1))
    at.tap("Chị Lan")
    spent_s, taps = confirm(at, name_of(1))
    assert (spent_s <= LIMIT_S, taps) == (True, 2)


def test_a_known_visitor_is_offered_the_last_visit(reception: Reception) -> None:
    at = reception.receptionist
    at.tap("Khách đến")
    at.start_watch()
    at.present(a_card(KNOWN[0]))
    at.tap("Như lần trước 20/11: gặp Anh Dũng · Cơ khí Minh Phát · 29C-123.45")
    assert at.read_box("Số xe") == "29C-123.45"
    spent_s, taps = confirm(at, name_of(KNOWN[0]))
    assert (spent_s <= LIMIT_S, taps) == (True, 2)


def test_a_visitor_without_a_card_is_typed_in_telex(reception: Reception) -> None:
    at = reception.receptionist
    at.tap("Khách đến")
    at.start_watch()
    at.type("Họ tên", WALK_IN_KEYS)
    assert at.read_box("Họ tên") == WALK_IN
    at.tap("Chị Lan")
    at.tap("Họp")
    spent_s, _ = confirm(at, WALK_IN)
    assert spent_s <= LIMIT_S


def test_a_failed_badge_is_printed_again(reception: Reception) -> None:
    at = reception.receptionist
    reception.paper.refuses = 1
    at.tap("Khách đến")
    at.present(a_card(1))
    at.wait_for(name_of(1))
    at.tap("Ghi nhận và in thẻ")
    at.wait_for("nhưng chưa in được thẻ")
    at.tap("In lại")
    at.wait_for("Thẻ đã gửi tới Máy in ở quầy.")
    assert len(reception.paper.printed) == 1


def test_the_morning(reception: Reception) -> None:
    at = reception.receptionist
    slowest_s = max(*let_all_in(at), 0.0)
    assert slowest_s <= LIMIT_S
    let_three_out(at)
    at.tap("Sơ tán")
    at.wait_for("SƠ TÁN: 12 NGƯỜI")
    for number in (2, 3, 101):
        at.tick(name_of(number))
    at.wait_for("Đã thấy 3 · Chưa thấy 9")
    at.present(a_card(4))
    at.wait_for(f"Đã thấy {name_of(4)}.")
    at.tap("Chỉ người chưa thấy")
    at.pause(3_600)
    at.tap("In danh sách")
    at.wait_for("Danh sách đã gửi tới Máy in ở quầy.")
    (roll,) = [one for one in reception.paper.printed if isinstance(one, PrintRoll)]
    badges = [one for one in reception.paper.printed if isinstance(one, PrintBadge)]
    assert (roll.roll.unseen_count, len(badges)) == (8, 15)
    at.tap("Kết thúc")
    at.tap("Kết thúc, xoá dấu")
    at.wait_for("ĐANG Ở TRONG: 12 KHÁCH")


def let_all_in(at: Receptionist) -> Iterator[float]:
    """Check 15 visitors in; yield how long each took."""
    at.tap("Khách đến")
    for number in NEW:
        at.start_watch()
        at.present(a_card(number))
        at.wait_for(name_of(number))
        at.tap(HOSTS[number % 2])
        at.tap("Giao hàng")
        yield confirm(at, name_of(number))[0]
    for number in KNOWN:
        at.start_watch()
        at.present(a_card(number))
        at.wait_for(name_of(number))
        host = HOSTS[number % 2]
        at.tap(f"Như lần trước 20/11: gặp {host} · Cơ khí Minh Phát · 29C-123.45")
        yield confirm(at, name_of(number))[0]
    at.start_watch()
    at.type("Họ tên", WALK_IN_KEYS)
    at.tap("Chị Lan")
    yield confirm(at, WALK_IN)[0]


def let_three_out(at: Receptionist) -> None:
    """Sign one out by the card, one by the badge, one by a tap in the list."""
    at.present(a_card(12))
    at.wait_for(f"{name_of(12)} đã ra lúc")
    at.present("26112111")
    at.wait_for(f"{name_of(11)} đã ra lúc")
    at.tap("Ai đang ở trong")
    at.wait_for("ĐANG Ở TRONG: 13 KHÁCH")
    at.type("Tìm theo tên, không cần dấu", "hoa bi")
    at.wait_for("thẻ 26112115")
    at.tap("Ra")
    at.wait_for(f"{WALK_IN} đã ra lúc")
    at.wait_for("ĐANG Ở TRONG: 12 KHÁCH")


def test_a_form_is_wiped_when_nobody_is_there(reception: Reception) -> None:
    at = reception.receptionist
    at.tap("Khách đến")
    at.present(a_card(1))
    at.wait_for(name_of(1))
    at.pause(61)
    at.wait_for("Còn ai ở đây không?")
    at.tap("Tôi vẫn ở đây")
    assert name_of(1) in at.read()
    at.pause(81)
    at.wait_for("ĐƯA MÃ QR VÀO ĐẦU ĐỌC")
    assert name_of(1) not in at.read()


def test_a_code_on_the_idle_screen_is_the_gates(reception: Reception) -> None:
    reception.receptionist.present(a_card(1))
    assert len(reception.at_the_gate) == 1
