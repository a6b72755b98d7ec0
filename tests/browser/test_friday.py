"""A case and a Friday in a real browser: contacts of a case found, and the report sent.

The month of `tests.browser.month` is made first, in an empty province. With
`GALLERY_DIR=docs/pictures` it paints pictures of docs/province.vi.md again.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from docx import Document
from playwright.sync_api import Browser, expect
from sqlalchemy import and_, exists, func, or_, select

from province import dispatch
from province.ledger import users
from province.ledger.database import Database, open_database
from province.ledger.entry_tables import worded
from province.ledger.users import User
from province.mail import MailServer, Security
from province.reports.wording import tell_number
from province.rights import Role
from province.upkeep import Upkeep
from tests.browser.browsing import Window, open_window
from tests.browser.clicking import choose, go_to, press, read_sheet, tell
from tests.browser.gates import Calendar, Lived, serve_at
from tests.browser.month import (
    SINCE,
    UNTIL,
    choose_person,
    list_met,
    list_visited,
    make_month,
)
from tests.province.builders import NOW
from tests.province.simulator import SORTS, Month, name_document
from tests.province.smtp import Office as MailOffice
from tests.province.smtp import serve_mail
from tests.province.weeks import ACTIVE_WEEK, WEEK, count_admitted, count_refused

PASSWORD = "một câu dễ nhớ của tôi"
SPOTS = 2 * len(SORTS)
"""The town's points (tests.province.simulator)."""
MAILBOX = "van.thu@tinh-mau.gov.vn"
NAMES = {Role.HEALTH: "y.te", Role.CLERK: "van.thu"}
OpenAs = Callable[[Role], Window]
FRIDAY = NOW + timedelta(hours=2, minutes=1)
"""A minute after the schedule's 14:00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A province after its month, and the clock that it lives by."""

    lived: Lived
    calendar: Calendar
    month: Month

    @property
    def url(self) -> str:
        return self.lived.url


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What the town's own entries are, counted from the raw rows of the week."""

    points: int
    entries: int
    admitted: int


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Give a province that lived its month, with a health officer and a clerk."""
    data = tmp_path / "province"
    data.mkdir()
    with closing(open_database(data)) as database:
        month = make_month(database)
        add_officers(database)
    calendar = Calendar(NOW)
    with serve_at(data, calendar) as lived:
        yield Office(lived=lived, calendar=calendar, month=month)


@pytest.fixture
def open_as(browser: Browser, office: Office) -> Iterator[OpenAs]:
    """Give what opens a window with an officer of a role logged in."""
    with ExitStack() as opened:

        def open_one(role: Role) -> Window:
            window = opened.enter_context(open_window(browser, office.url))
            window.log_in(NAMES[role], PASSWORD)
            return window

        yield open_one


@pytest.mark.system
def test_the_contacts_of_a_case_are_found_by_few_clicks(
    open_as: OpenAs, office: Office
) -> None:
    person = choose_person(office.month)
    health = open_as(Role.HEALTH)
    open_case(health, name_document(person))
    page = health.page

    met = {name_document(one) for one in list_met(office.month, person)}
    assert len(met) > 5
    health.keep_picture("province-case", full_page=False)
    page.locator("#picture").evaluate("one => one.scrollIntoView()")
    health.keep_picture("province-contacts", full_page=False)
    table = take_table(health, "Người tiếp xúc", "XLSX")
    assert met <= {row["Số giấy tờ"] for row in table}
    sure = {row["Số giấy tờ"] for row in table if row["Độ chắc chắn"] == "Chắc chắn"}
    assert len(sure) > 5
    assert sure <= met

    points = take_table(health, "Điểm cần thông báo", "XLSX")
    assert list_visited(office.month, person) == {row["Mã điểm"] for row in points}
    press(page, "Thông báo cho các điểm")
    expect(page.get_by_text("Đã thông báo cho các điểm lúc")).to_be_visible()
    go_to(page, "Tổng quan")
    expect(page.get_by_text("Điểm liên quan ca đang truy vết")).to_be_visible()


@pytest.mark.system
def test_fridays_report_is_sent_and_in_the_list_with_the_right_figures(
    open_as: OpenAs, office: Office
) -> None:
    clerk = open_as(Role.CLERK)
    page = clerk.page
    seen = count_by_hand(office.lived.services.database)
    see_the_overview(clerk, seen)
    go_to(page, "Báo cáo")
    page.get_by_label("Địa chỉ thư nhận").fill(MAILBOX)
    press(page, "Thêm lịch")
    expect(page.get_by_text("14:00:00 20/11/2026")).to_be_visible()
    office.calendar.now = FRIDAY
    with serve_mail() as post:
        use_server(office, post)
        Upkeep(office.lived.services).do_round(FRIDAY)
    check_sent(post, tell_expected(seen))

    clerk = open_as(Role.CLERK)  # who was away for longer than a session lives
    page = clerk.page
    go_to(page, "Báo cáo")
    clerk.keep_picture("province-reports", full_page=False)
    expect(page.get_by_text("1/1 đã gửi")).to_be_visible()
    page.get_by_role("row", name="tuần 46 năm 2026").get_by_role("link").click()
    clerk.keep_picture("province-report", full_page=False)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Văn bản (DOCX)").click()
    text = read_document(taken.value.path().read_bytes())
    for sentence in tell_expected(seen):
        assert sentence in text, text


def see_the_overview(clerk: Window, seen: Counted) -> None:
    """The overview says of the week what its report says."""
    page = clerk.page
    choose(page, WEEK)
    active = tell_number(ACTIVE_WEEK.active + seen.points)
    expect(tell(page, "Điểm hoạt động")).to_have_text(active)
    expect(page.locator(".chart canvas").first).to_be_visible()
    clerk.keep_picture("province-dashboard", full_page=False)


def open_case(health: Window, document: str) -> None:
    """Fill in whom, when and why, and look up."""
    page = health.page
    go_to(page, "Truy vết")
    page.get_by_label("Số hoặc họ tên").fill(document)
    page.get_by_label("Từ ngày").fill(SINCE.isoformat())
    page.get_by_label("Đến hết ngày").fill(UNTIL.isoformat())
    page.get_by_label("Khoảng trước và sau (phút)").fill("0")
    page.get_by_label("Lý do").fill("Ca bệnh mẫu, theo Quyết định số 00/QĐ")
    health.keep_picture("province-tracing", full_page=False)
    press(page, "Tra cứu")
    expect(page.get_by_role("heading", level=1)).to_contain_text("NGUYỄN VĂN MẪU")


def take_table(health: Window, section: str, form: str) -> list[dict[str, str]]:
    """Take a table of the page along and return its rows by their headings."""
    heading = health.page.get_by_role("heading", name=section, exact=True)
    shown = health.page.locator("section", has=heading)
    with health.page.expect_download() as taken:
        shown.get_by_role("link", name=form, exact=True).click()
    titles, *rows = read_sheet(taken.value)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def use_server(office: Office, post: MailOffice) -> None:
    """Let letters of the province go to `post`."""
    server = MailServer(
        host="127.0.0.1",
        port=post.port,
        security=Security.NONE,
        user="",
        sender="tinh@mau.vn",
    )
    with office.lived.services.database.writing() as connection:
        dispatch.store_server(connection, server)


def check_sent(post: MailOffice, sentences: list[str]) -> None:
    """One letter arrived, whose document says each of `sentences`."""
    (got,) = post.letters
    assert got["To"] == MAILBOX
    papers = {one.get_filename(): one.get_content() for one in got.iter_attachments()}
    assert set(papers) == {f"bao-cao-01-{WEEK.week}{end}" for end in (".docx", ".xlsx")}
    text = read_document(papers[f"bao-cao-01-{WEEK.week}.docx"])
    assert [one for one in sentences if one not in text] == []


def read_document(content: bytes) -> str:
    """Return all paragraphs of a DOCX as one text."""
    document = Document(io.BytesIO(content))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def count_by_hand(database: Database) -> Counted:
    """Count the simulated entries of the week, row by row."""
    row, act = worded.alias("row"), worded.alias("act")
    at = func.coalesce(row.c.placed_at, row.c.decided_at)
    its = act.c.refers == row.c.entry_id
    void, admitted = (
        exists().where(its, act.c.act == name) for name in ("void", "admitted")
    )
    is_in = and_(at >= WEEK.start, at < WEEK.end)
    counts = and_(
        row.c.act == "presented",
        ~void,
        or_(row.c.outcome == "allow", and_(row.c.outcome == "check", admitted)),
    )
    numbers = func.count(), func.count(row.c.point_id.distinct())
    with database.reading() as connection:
        (every, _), (good, points) = (
            connection.execute(select(*numbers).where(*terms)).one()
            for terms in ((is_in,), (is_in, counts))
        )
    return Counted(points=points, entries=every, admitted=good)


def tell_expected(seen: Counted) -> list[str]:
    """Return what the report must say, by the letter's week and the town's entries."""
    letter = ACTIVE_WEEK
    registered = letter.points + SPOTS
    active = letter.active + seen.points
    refused = sum(count_refused(number) for number in range(letter.active))
    admitted = sum(count_admitted(letter))
    return [
        f"đã thiết lập {tell_number(registered)} điểm",
        f"Có {tell_number(active)} điểm hoạt động trên {tell_number(registered)} điểm",
        f"{tell_number(letter.zero + SPOTS - seen.points)} điểm báo cáo không phát sinh",
        f"{tell_number(letter.no_report)} điểm không có báo cáo",
        f"đã ghi nhận {tell_number(admitted + refused + seen.entries)} lượt",
        f"{tell_number(admitted + seen.admitted)} lượt được vào, ra",
    ]


def add_officers(database: Database) -> None:
    """Let a health officer and a clerk of the whole province log in."""
    hashed = PasswordHasher().hash(PASSWORD)
    with database.writing() as connection:
        for role, name in NAMES.items():
            user = User(name=name, role=role, unit="", password_hash=hashed)
            users.insert_user(connection, user, NOW)
