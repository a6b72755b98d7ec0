"""A clerk's week in a real browser: import, enrolment, entries late and early, a silence, reminders.

The first two weeks are lived by a calendar that the test turns; on the last day the
same folder is served by a real `province serve`, and a real kiosk joins. With
`GALLERY_DIR=docs/pictures` it paints pictures of docs/province.vi.md again.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from kiosk.protocol.batch import Batch
from province.clock import read_now
from province.dispatch import find_last_week
from province.period import Period
from tests.browser.browsing import Window, open_window, start_chromium
from tests.browser.clicking import choose, go_to, press, read_sheet, tell
from tests.browser.gates import (
    POINTS,
    PROVINCE,
    Calendar,
    Gate,
    find_unit,
    list_communes,
    name_point,
    serve_at,
    spread,
    write_register,
)
from tests.builders import a_card
from tests.province.processes import Running, answer, serve
from tests.province.smtp import Office, serve_mail
from tests.system import kiosks

PASSWORD = "một câu dễ nhớ của tôi"
CLERK, OFFICER = "van.thu", "can.bo.xa"
BUSY, FALLING, REAL = 0, 1, 2
"""Lines of the register: who works on, who falls silent, who has a real kiosk."""
ROUND_WITHIN_S = 60
"""The fleet and the outbox are looked into every 20 s (province.upkeep.ROUND_S)."""


@dataclass(slots=True, kw_only=True)
class Week:
    """What the steps share: `last` is the last full week, `before` the one before."""

    data: Path
    browser: Browser
    office: Office
    last: Period = field(default_factory=lambda: find_last_week(read_now()))
    gates: dict[int, Gate] = field(default_factory=dict)
    late: Batch | None = None
    """What its kiosk could not send for a while."""
    password: str = ""
    """The administrator's, told once at the first start."""

    @property
    def before(self) -> Period:
        return self.last.previous


@pytest.fixture
def week(tmp_path: Path) -> Iterator[Week]:
    """Give an empty province that knows its units, a mail server and a browser."""
    data = tmp_path / "province"
    answer("unit", "load", "--data", str(data), "--province", PROVINCE)
    with ExitStack() as opened:
        office = opened.enter_context(serve_mail())
        browser = opened.enter_context(start_chromium())
        yield Week(data=data, browser=browser, office=office)


@pytest.mark.system
@pytest.mark.timeout(300)
def test_a_clerks_week(week: Week, tmp_path: Path) -> None:
    calendar = Calendar(week.before.start + timedelta(hours=8))
    with serve_at(week.data, calendar) as lived:
        week.password = lived.password
        set_up_officers(week, lived.url)
        with log_in(week, lived.url, CLERK) as clerk:
            import_points(clerk)
            for line in (BUSY, FALLING):
                enrol_gate(week, clerk, line)
        live_two_weeks(week, lived.url, calendar)
    with serve(week.data) as province:
        with log_in(week, province.url, CLERK) as clerk:
            see_who_fell_silent(week, clerk)
            see_late_entries_come(week, clerk)
            see_a_real_kiosk(clerk, tmp_path / "kiosk")
            see_the_alarm(week, clerk)
        set_up_mail(week, province)
        with log_in(week, province.url, CLERK) as clerk:
            remind(week, clerk)
            make_posters(clerk)
        with log_in(week, province.url, OFFICER) as officer:
            see_only_the_own_unit(officer)


@contextmanager
def log_in(week: Week, url: str, name: str) -> Iterator[Window]:
    """Give a window in which `name` has logged in."""
    with open_window(week.browser, url) as window:
        window.log_in(name, PASSWORD)
        yield window


def set_up_officers(week: Week, url: str) -> None:
    """The administrator invites a clerk of the province and an officer of one commune."""
    invited = {CLERK: ("Văn thư", ""), OFFICER: ("Cán bộ đơn vị", find_unit(FALLING))}
    with open_window(week.browser, url) as admin:
        admin.open("/login")
        admin.log_in("admin", week.password)
        links = [invite(admin, name, *one) for name, one in invited.items()]
        go_to(admin.page, "Cán bộ")
        admin.keep_picture("province-officers", full_page=False)
    for link in links:
        with open_window(week.browser, url) as guest:
            guest.open(urlsplit(link).path)
            guest.page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
            guest.page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
            press(guest.page, "Lưu mật khẩu")
            guest.page.wait_for_url("**/login")


def invite(admin: Window, name: str, role: str, unit: str) -> str:
    """Invite an officer and return the link that is shown once."""
    page = admin.page
    go_to(page, "Cán bộ")
    page.get_by_label("Tên người dùng").fill(name)
    page.get_by_label("Vai trò", exact=True).select_option(role)
    page.get_by_label("Đơn vị", exact=True).fill(unit)
    press(page, "Tạo liên kết mời")
    return page.get_by_label("Liên kết cho cán bộ").input_value()


def import_points(clerk: Window) -> None:
    """The clerk gives the register's file, looks at the preview, confirms it."""
    page = clerk.page
    go_to(page, "Điểm kiểm soát")
    page.get_by_role("link", name="Nhập điểm kiểm soát từ tệp").click()
    page.get_by_label("Tệp Excel").set_input_files(
        {
            "name": "diem-kiem-soat.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": write_register(),
        }
    )
    press(page, "Xem trước")
    expect(tell(page, "dòng sẽ thêm mới")).to_have_text("6.128")
    expect(tell(page, "dòng có lỗi, sẽ bỏ qua")).to_have_text("3")
    clerk.keep_picture("province-import", full_page=False)
    with page.expect_download() as refused:
        page.get_by_role("link", name="XLSX").first.click()
    _, *lines = read_sheet(refused.value)
    assert [line[0] for line in lines] == [
        "Quán không loại",
        "Quán không đơn vị",
        "Quán sai số",
    ]
    press(page, "Xác nhận nhập")
    expect(page.get_by_role("status")).to_contain_text("Đã nhập xong.")
    go_to(page, "Điểm kiểm soát")
    expect(page.get_by_text("Số điểm:")).to_contain_text("6.128")


def enrol_gate(week: Week, clerk: Window, line: int) -> None:
    """The clerk makes a code for a point, and its kiosk uses it."""
    gate = week.gates[line] = Gate(700 + line)
    gate.enrol(clerk.url, make_code(clerk, line))


def make_code(clerk: Window, line: int) -> str:
    """Make a one-time code for the point of a line, and return what the page shows."""
    page = clerk.page
    open_point(clerk, line)
    page.get_by_role("link", name="Cấp mã cho máy mới").click()
    page.get_by_label("Cổng").fill("Cổng chính")
    press(page, "Lập mã")
    expect(page.get_by_role("img", name="Mã ghi danh")).to_be_visible()
    clerk.keep_picture("province-enrol", full_page=False)
    return page.locator("#code").inner_text()


def open_point(clerk: Window, line: int) -> None:
    """Look a point up by its name and open its page."""
    page = clerk.page
    go_to(page, "Điểm kiểm soát")
    page.get_by_label("Tìm theo tên hoặc mã").fill(name_point(line))
    press(page, "Tìm")
    page.get_by_role("row", name=name_point(line)).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name_point(line))


def live_two_weeks(week: Week, url: str, calendar: Calendar) -> None:
    """Both points work; then one goes on, newer entries first, and one says nothing more."""
    calendar.now = week.before.end - timedelta(hours=2)
    monday = week.before.start + timedelta(hours=9)
    for line, entries in ((BUSY, 40), (FALLING, 30)):
        gate = week.gates[line]
        gate.send(url, gate.make(spread(monday, entries), calendar.now), calendar.now)
    calendar.now = week.last.end - timedelta(hours=2)
    busy, first = week.gates[BUSY], week.last.start + timedelta(hours=7)
    week.late = busy.make(spread(first, 35), first + timedelta(days=1))
    newer = busy.make(spread(first + timedelta(days=4), 25), calendar.now)
    busy.send(url, newer, calendar.now)


def see_who_fell_silent(week: Week, clerk: Window) -> None:
    """One point worked in the week before and not in the last one: the list names it."""
    page = clerk.page
    choose(page, week.before)
    expect(tell(page, "Điểm hoạt động")).to_have_text("2")
    expect(tell(page, "Lượt cho qua")).to_have_text("70")
    choose(page, week.last)
    expect(tell(page, "Điểm hoạt động")).to_have_text("1")
    expect(tell(page, "Điểm im lặng")).to_have_text("6.127")
    expect(tell(page, "Lượt cho qua")).to_have_text("25")
    tell(page, "Điểm im lặng").get_by_role("link").click()
    row = page.get_by_role("row", name=name_point(FALLING))
    expect(row).to_contain_text("không báo cáo")
    clerk.keep_picture("province-silent", full_page=False)


def see_late_entries_come(week: Week, clerk: Window) -> None:
    """What was under way since the last week changes that week's figures."""
    assert week.late is not None
    for _ in ("once", "and again, since its receipt was lost"):
        week.gates[BUSY].send(clerk.url, week.late, read_now())
    clerk.open("/")
    choose(clerk.page, week.last)
    expect(tell(clerk.page, "Lượt cho qua")).to_have_text("60")


def see_a_real_kiosk(clerk: Window, folder: Path) -> None:
    """A real kiosk uses its code, lets two people in and sends; the point's page shows it."""
    enrolled = kiosks.ask("enrol", make_code(clerk, REAL), data=folder)
    assert enrolled["gate"] == "Cổng chính"
    cards = folder.with_suffix(".txt")
    cards.write_text(f"{a_card(1)}\n{a_card(2)}\n", encoding="utf-8")
    idle = ("--no-sync", "--replay", str(cards), "--exit-when-idle", "0.3")
    with kiosks.run(folder, *idle) as running:
        running.process.wait(timeout=60)
    assert kiosks.ask("sync", "--once", data=folder)["accepted"] == 2
    open_point(clerk, REAL)
    expect(clerk.page.get_by_text("Có hoạt động trong 7 ngày qua")).to_be_visible()


def see_the_alarm(week: Week, clerk: Window) -> None:
    """The silent kiosk is an alarm; the clerk asks, and writes down what was said."""
    page = clerk.page
    go_to(page, "Máy")
    page.get_by_role("link", name="Im lặng quá lâu").click()
    wait_for(page.locator("main"), name_point(FALLING))
    row = page.get_by_role("row", name=name_point(FALLING))
    expect(row).to_contain_text("Im lặng quá lâu")
    clerk.keep_picture("province-fleet", full_page=False)
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        week.gates[FALLING].kiosk.kiosk_id
    )
    page.get_by_label("Ghi chú").fill("Đã gọi: mất điện từ đầu tuần")
    press(page, "Đã xem")
    expect(page.get_by_text("Đã gọi: mất điện từ đầu tuần")).to_be_visible()


def set_up_mail(week: Week, province: Running) -> None:
    """The administrator names the mail server."""
    with open_window(week.browser, province.url) as admin:
        admin.log_in("admin", week.password)
        page = admin.page
        go_to(page, "Đôn đốc")
        page.get_by_role("link", name="Máy chủ thư").click()
        page.get_by_label("Tên máy chủ").fill("127.0.0.1")
        page.get_by_label("Cổng").fill(str(week.office.port))
        page.get_by_label("Bảo mật").select_option("none")
        page.get_by_label("Địa chỉ gửi").fill("tinh@example.vn")
        press(page, "Lưu")
        expect(page.get_by_role("status")).to_have_text("Đã lưu.")


def remind(week: Week, clerk: Window) -> None:
    """The clerk writes to the silent point's commune; the letter arrives and is kept."""
    page, unit = clerk.page, find_unit(FALLING)
    go_to(page, "Đôn đốc")
    page.locator("form.row").first.get_by_label("Mã đơn vị").fill(unit)
    press(page, "Xem")
    expect(page.get_by_role("row", name=name_point(FALLING))).to_be_visible()
    page.get_by_label("Địa chỉ thư nhận").first.fill("xa@example.vn")
    page.get_by_label("Ghi nhớ các địa chỉ").check()
    page.get_by_text("Xem trước thư").click()
    page.get_by_text("Xem trước thư").evaluate("one => one.scrollIntoView()")
    clerk.keep_picture("province-reminders", full_page=False)
    press(page, "Gửi qua thư điện tử")
    facts = page.locator("dl.facts")
    wait_for(facts, "máy chủ thư đã nhận")
    (letter,) = week.office.letters
    assert letter["To"] == "xa@example.vn"
    body = letter.get_body()
    assert body is not None
    assert name_point(FALLING) in body.get_content()
    assert name_point(BUSY) not in body.get_content()
    go_to(page, "Đôn đốc")
    expect(page.get_by_role("row", name="xa@example.vn")).to_contain_text(CLERK)


def make_posters(clerk: Window) -> None:
    """The clerk makes location codes for a commune and takes the sheets to print."""
    page, unit = clerk.page, find_unit(REAL)
    go_to(page, "Mã địa điểm")
    page.locator("#batch-unit").fill(unit)
    press(page, "Lập mã còn thiếu")
    expect(page.get_by_role("status")).to_be_visible()
    clerk.keep_picture("province-posters", full_page=False)
    with page.expect_download() as sheet:
        page.get_by_role("link", name="PDF A4").first.click()
    assert sheet.value.path().read_bytes().startswith(b"%PDF")


def see_only_the_own_unit(officer: Window) -> None:
    """The commune's officer has its points, and finds no trace of any other."""
    page, communes = officer.page, dict(list_communes())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        communes[find_unit(FALLING)]
    )
    own = -(-(POINTS - FALLING) // len(communes))
    expect(tell(page, "Điểm đã đăng ký")).to_have_text(str(own))
    officer.keep_picture("province-unit", full_page=False)
    go_to(page, "Điểm kiểm soát")
    expect(page.get_by_text("Số điểm:")).to_contain_text(str(own))
    page.get_by_label("Tìm theo tên hoặc mã").fill(name_point(BUSY))
    press(page, "Tìm")
    expect(page.get_by_text("Số điểm:")).to_contain_text("0")
    assert officer.open(f"/?unit={find_unit(BUSY)}") == 404
    assert officer.open("/enrol") == 403


def wait_for(told: Locator, text: str) -> None:
    """Load the page again until it says `text`."""
    for _ in range(ROUND_WITHIN_S):
        if text in told.inner_text():
            return
        told.page.wait_for_timeout(1_000)
        told.page.reload()
    expect(told).to_contain_text(text)
