"""A first run: from a kiosk out of its box to one that its province knows."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.config import load_config
from kiosk.payload import Direction
from kiosk.place import open_place
from kiosk.storage import pin, settings, slots
from kiosk.storage.folder import Folder, open_or_make
from kiosk.storage.key_slots import passphrase
from kiosk.storage.migration import upgrade
from kiosk.ui.paper_calls import PrintRecovery
from tests.builders import CARD
from tests.fakes import SteppedClock
from tests.provinces import Province, serve
from tests.ui.journeys.admin import PIN, Admin

pytestmark = [pytest.mark.usefixtures("fonts"), pytest.mark.system]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    """Run a province for the tests of this module."""
    with serve(tmp_path_factory.mktemp("province") / "data") as served:
        yield served


@pytest.fixture
def admin(qtbot: QtBot, tmp_path: Path) -> Iterator[Admin]:
    folder, clock = Folder(tmp_path / "kiosk"), SteppedClock()
    with closing(open_or_make(folder, upgrade)) as database:
        place = open_place(folder, database, clock)
        admin = Admin(qtbot, place, clock, is_first_run=True)
        yield admin
        admin.finish()


def test_a_kiosk_is_enrolled_by_what_its_screen_says(
    admin: Admin, province: Province
) -> None:
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    admin.show_code(province.make_code(province.add_point("Chốt Tân Trào"), gate="B"))
    admin.wait_for("Tỉnh đã nhận ki-ốt này")
    assert "Chốt Tân Trào" in admin.read()
    admin.tap("Tiếp tục")
    admin.wait_for("Cụm từ khôi phục")
    admin.tap("Đã ghi lại")
    admin.wait_for("Tên cổng")
    admin.tap("RA")
    admin.tap("Tiếp tục")
    admin.wait_for("ĐẶT MÃ PIN MỚI")
    admin.enter(PIN)
    admin.wait_for("NHẬP LẠI MÃ PIN")
    admin.enter(PIN)
    admin.wait_for("Thử đầu đọc")
    admin.show_code(CARD)
    admin.wait_for("CCCD")
    admin.tap("Xong")
    assert (admin.restarts, admin.count_entries()) == (1, 0)
    with admin.place.database.read() as connection:
        assert settings.read_enrolment(connection) is not None
        assert pin.is_set(connection)
    assert load_config(admin.place.folder.config).direction is Direction.OUT


def test_the_recovery_passphrase_goes_to_paper_while_it_is_shown(
    admin: Admin, province: Province
) -> None:
    admin.paper.refuses = 1
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    admin.show_code(province.make_code(province.add_point("Chốt Tân Trào"), gate="B"))
    admin.tap("Tiếp tục")
    admin.wait_for("Cụm từ khôi phục")
    before = list_files(admin.place.folder.path)
    admin.tap("In ra giấy")
    admin.wait_for("Không có máy in giấy. Hãy chép tay cụm từ")
    admin.tap("In ra giấy")
    admin.wait_for("Đã gửi tới máy in Máy in ở quầy.")
    (sheet,) = admin.paper.printed
    assert isinstance(sheet, PrintRecovery)
    held = slots.load(admin.place.folder.slots)
    assert passphrase.unlock(held, sheet.joined.recovery) is not None
    assert sheet.joined.recovery in admin.read()
    assert list_files(admin.place.folder.path) == before
    admin.tap("Đã ghi lại")
    admin.wait_for("Tên cổng")
    assert sheet.joined.recovery not in admin.read()


def list_files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_gate_works_before_anybody_enrols_it(admin: Admin) -> None:
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    admin.present(CARD)
    admin.wait_for("MỜI VÀO")
    admin.clock.advance(60)
    admin.window.on_time()
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")


def test_it_is_put_off_and_found_again_in_the_menu(admin: Admin) -> None:
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    admin.press(Qt.Key.Key_Escape)
    admin.tap("Làm sau: dùng ngoại tuyến")
    admin.wait_for("ĐƯA MÃ QR VÀO ĐẦU ĐỌC")
    admin.set_pin()
    admin.tap("Đăng ký với tỉnh")
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    assert admin.restarts == 0


def test_a_wrong_code_is_told_and_is_no_entry(admin: Admin) -> None:
    admin.wait_for("Đưa mã QR đăng ký của tỉnh vào đầu đọc")
    admin.show_code("VE1ABCDEFGH")
    admin.wait_for("Mã bị gõ sai hoặc đọc thiếu.")
    assert admin.count_entries() == 0


def test_a_setting_is_changed_and_counts_from_a_new_start(admin: Admin) -> None:
    admin.tap("Làm sau: dùng ngoại tuyến")
    admin.set_pin()
    admin.tap("Cài đặt")
    admin.tap("RA")
    admin.wait_for("Đã lưu.")
    admin.tap("Khởi động lại")
    assert admin.restarts == 1
