"""Tests of the pages on which officers look for points, and at one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from province.ledger import applications, cases
from province.ledger.cases import Case
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.office_tables import audit
from province.ledger.place_tables import point_days
from province.ledger.point_views import DayLine
from province.ledger.points import find_point
from province.ledger.scope import WHOLE
from province.place import Field
from province.row_plan import Register, RowPlan, plan_rows
from province.services import Services
from province.stays import Stay
from province.web.points import BAR_HEIGHT, draw_bars
from tests.province.builders import NOW, FakeKiosk, add_point, enrol
from tests.province.ledger.places import PLACE
from tests.province.tables import a_csv
from tests.province.web.clerk import Clerk, open_office


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the whole province, where there are two points."""
    add_point(services.database, "Chợ <b>Lớn</b>", unit="04")
    add_point(services.database, "Trường Mẫu", unit="05")
    return open_office(services)


def list_acts(services: Services) -> list[tuple[str, str]]:
    with services.database.reading() as connection:
        rows = connection.execute(select(audit.c.act, audit.c.subject)).all()
    return [(act, subject) for act, subject in rows if act.startswith("point")]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["P000001", "P000002"]),
        ("q=cho+lon", []),
        ("q=truong", ["P000002"]),
        ("q=p000001", ["P000001"]),
        ("q=%25", []),
        ("category=market", ["P000001", "P000002"]),
        ("category=school", []),
        ("unit=05", ["P000002"]),
        ("state=suspended", []),
        ("state=without_kiosk", ["P000001", "P000002"]),
        ("after=P000001", ["P000002"]),
    ],
)
def test_points_are_found(clerk: Clerk, query: str, shown: list[str]) -> None:
    page = clerk.read(f"/points?{query}").partition("</form>")[2]

    assert [one for one in ("P000001", "P000002") if f"/points/{one}" in page] == shown


def test_what_a_point_is_called_is_text(clerk: Clerk) -> None:
    for page in ("/points", "/points/P000001", "/points/P000001/edit"):
        assert "&lt;b&gt;Lớn" in clerk.read(page)
        assert "<b>Lớn" not in clerk.read(page)


def test_a_point_shows_its_kiosks_days_and_silence(
    services: Services, clerk: Clerk
) -> None:
    enrol(services.database, FakeKiosk(), "P000001")
    day = {"day": NOW.date(), "point_id": "P000001", "unit": "04"}
    with services.database.writing() as connection:
        figures = {"entries": 1234, "admitted": 1200, "refused": 34}
        connection.execute(insert(point_days).values(**day, **figures))

    page = clerk.read("/points/P000001")

    assert "Có hoạt động trong 7 ngày qua" in page
    assert "Không có báo cáo đủ 7 ngày qua" in clerk.read("/points/P000002")
    assert '<th scope="row">20/11/2026</th><td class="number">1.234</td>' in page
    assert FakeKiosk().kiosk_id in page
    assert page.count("<rect") == 30


def test_the_highest_bar_fills_the_picture() -> None:
    counts = (0, 1, 1000)
    days = [
        DayLine(day=NOW.date() + timedelta(days=n), entries=c, admitted=c, refused=0)
        for n, c in enumerate(counts)
    ]

    assert draw_bars(days) == [(0, 40, 0), (8, 39, 1), (16, 0, BAR_HEIGHT)]


def test_a_point_rests_with_a_reason_and_works_again(
    services: Services, clerk: Clerk
) -> None:
    page = "/points/P000001"
    refused = clerk.send(f"{page}/suspend", at=page, reason="")
    assert (refused.status_code, "Hãy ghi lý do" in refused.text) == (422, True)

    clerk.send(f"{page}/suspend", at=page, reason="Nghỉ hè")
    assert "Nghỉ hè" in clerk.read("/points/P000001")
    assert "P000001" in clerk.read("/points?state=suspended")

    clerk.send(f"{page}/resume", at=page)
    assert "P000001" not in clerk.read("/points?state=suspended")
    assert list_acts(services) == [
        ("point_suspended", "P000001"),
        ("point_resumed", "P000001"),
    ]


def test_a_point_can_t_begin_to_rest_twice_at_once(clerk: Clerk) -> None:
    """The clock of these tests stands still."""
    page = "/points/P000001"
    clerk.send(f"{page}/suspend", at=page, reason="Nghỉ hè")
    clerk.send(f"{page}/resume", at=page)

    again = clerk.send(f"{page}/suspend", at=page, reason="Sửa cổng")

    assert (again.status_code, "hãy gửi lại" in again.text) == (422, True)
    assert 'value="Sửa cổng"' in again.text


def notify_of_case(database: Database, point_id: str) -> str:
    case = Case(
        case_id="V1",
        made_at=NOW,
        made_by="mai",
        unit="",
        reason="ca bệnh số 12",
        way="document",
        persons=(),
        since=NOW,
        until=NOW,
        window=timedelta(minutes=15),
    )
    at = to_us(NOW)
    stay = Stay(
        point_id=point_id, since_us=at, until_us=at, in_id=b"i", out_id=None, marks=0
    )
    with database.writing() as connection:
        cases.add(connection, case)
        cases.notify(connection, case, [stay], text="Khử khuẩn <ngay>", now=NOW)
    return case.case_id


def test_a_point_shows_what_a_case_tells_it_and_no_other_does(
    services: Services, clerk: Clerk
) -> None:
    case_id = notify_of_case(services.database, "P000001")

    assert "Khử khuẩn &lt;ngay&gt;" in clerk.read("/points/P000001")
    assert "Khử khuẩn" not in clerk.read("/points/P000002")

    with services.database.writing() as connection:
        cases.close(connection, case_id)
    assert "Ca đang truy vết" not in clerk.read("/points/P000001")


def test_an_officer_of_a_unit_meets_no_point_of_another(services: Services) -> None:
    point = add_point(services.database, unit="04")
    clerk = open_office(services, "unit", "05")

    assert point not in clerk.read("/points")
    assert point not in clerk.read("/points?table=points_register&form=csv")
    for page in (f"/points/{point}", f"/points/{point}/edit", "/points/P999999"):
        assert clerk.get(page).status_code == 404
    for form in ("edit", "suspend", "resume"):
        sent = clerk.send(f"/points/{point}/{form}", reason="a", name="b")
        assert sent.status_code == 404
    with services.database.reading() as connection:
        kept = find_point(connection, WHOLE, point)
    assert kept is not None
    assert (kept.suspended_at, kept.place.name) == (None, "Cổng chợ")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_register_that_is_taken_along_is_imported_as_it_is(
    services: Services, clerk: Clerk, form: str
) -> None:
    body = clerk.get(f"/points?table=points_register&form={form}").content
    with services.database.reading() as connection:
        found = [find_point(connection, WHOLE, f"P00000{n}") for n in (1, 2)]
    register = Register(
        places={point.point_id: point.place for point in found if point},
        find_unit=lambda said: said,
        fields=tuple(Field),
    )

    plan = plan_rows(body, register)

    assert isinstance(plan, RowPlan)
    assert (plan.same, plan.added, plan.changed, plan.refused) == (2, (), (), ())
    assert ("points_exported", "") in list_acts(services)


def test_a_list_is_paged(services: Services) -> None:
    clerk = open_office(services)
    for number in range(101):
        add_point(services.database, f"Điểm {number}")

    first = clerk.read("/points?q=diem")
    assert "after=P000100" in first
    assert "P000101" not in first
    assert "P000101" in clerk.read("/points?q=diem&after=P000100")


def test_a_unit_s_clerk_does_the_week_s_work_on_both_databases(
    services: Services, ledger: Database
) -> None:
    """On PostgreSQL the second wall stands meanwhile."""
    with ledger.writing() as connection:
        number = applications.apply(connection, PLACE, NOW)
    clerk = open_office(replace(services, database=ledger), "unit", "04")
    place = {"name": "Chợ", "category": "market", "unit_words": "04"}
    rows = ("Tên,Loại,Đơn vị", "Trường,school,04", "Chợ,market,04")

    codes = [clerk.send("/points/new", at="/profile", **place).status_code]
    for form, told in (
        ("edit", place | {"name": "Chợ B"}),
        ("suspend", {"reason": "a"}),
    ):
        sent = clerk.send(f"/points/P000001/{form}", at="/profile", **told)
        codes.append(sent.status_code)
    for register in ("points", "places"):
        start = f"/{register}/import"
        page = clerk.upload(start, a_csv(*rows)).headers["Location"]
        codes.append(clerk.send(page, at=page).status_code)
    paths = ("/places/match", f"/applications/{number}/approve")
    codes += [clerk.send(path, at="/profile").status_code for path in paths]

    assert codes == [303] * 7
    assert "<b>100 %</b>" in clerk.read("/places")
    shown = clerk.read("/points")
    assert [f"/points/P00000{n}" in shown for n in (1, 2, 3, 4)] == [True] * 4
