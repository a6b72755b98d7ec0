"""Tests of the dashboard: the letters' figures as they stand on the page."""

import gzip
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from province.ledger import trace_tables
from province.ledger.database import Database
from province.period import Period, find_last_days, find_week
from province.services import Services
from province.web.dashboard import tell_change, tell_period, tell_share
from tests.province import weeks
from tests.province.builders import NOW, add_point
from tests.province.web.clerk import Clerk, open_office
from tests.province.weeks import ACTIVE_WEEK, SILENT_WEEK, Letter

_FIGURE = re.compile(r"<li>([^<]+) <b>(?:<a [^>]+>)?([^<]+)(?:</a>)?</b>")
_ASSET = re.compile(r'(?:src|href)="(/static/[^"]+)"')
HEAVIEST_KIB = 100
A_WEEK = Letter(active=400, zero=150, no_report=90, change=-100)
"""Four points in each commune."""


def read_figures(page: str) -> dict[str, str]:
    return {label.strip(): number for label, number in _FIGURE.findall(page)}


def open_week(services: Services, letter: Letter) -> Clerk:
    weeks.lay(services.database, letter)
    return open_office(services)


def test_the_silent_week_stands_on_the_page(services: Services) -> None:
    page = open_week(services, SILENT_WEEK).read("/?week=2026-W46")

    told = read_figures(page)
    assert told["Điểm đã đăng ký"] == "6.128"
    assert told["Điểm hoạt động"] == "5.755"
    assert told["Báo cáo 0 lượt"] == "253"
    assert told["Không báo cáo"] == "120"
    assert told["Điểm im lặng"] == "373"
    assert page.count("−6.019 (−4,") == 2


def test_the_active_week_stands_on_the_page(services: Services) -> None:
    page = open_week(services, ACTIVE_WEEK).read("/?week=2026-W46")

    told = read_figures(page)
    assert (told["Điểm đã đăng ký"], told["Điểm hoạt động"]) == ("6.128", "620")
    assert "10,1%" in page
    assert page.count("+1.234 (") == 2


def test_the_page_weighs_little_with_all_that_it_loads(services: Services) -> None:
    clerk = open_week(services, SILENT_WEEK)
    page = clerk.read("/?week=2026-W46")
    parts = [page, *(clerk.read(place) for place in set(_ASSET.findall(page)))]

    weight = sum(len(gzip.compress(part.encode())) for part in parts)

    assert len(parts) >= 5
    assert weight <= HEAVIEST_KIB * 1024


def test_every_figure_leads_to_rows_of_its_number(services: Services) -> None:
    clerk = open_week(services, A_WEEK)
    page = clerk.read("/?week=2026-W46")
    links = re.findall(r'<a href="(/figures/[a-z_]+\?[^"]+)">([\d.]+)</a>', page)

    told = {
        place.partition("?")[0]: number
        for place, number in links
        if "entries" not in place
    }

    assert set(told) >= {"/figures/zero", "/figures/no_report", "/figures/silent"}
    for place, number in links[:6]:
        assert f"{number} điểm." in clerk.read(place)


def test_a_unit_leads_to_its_own_dashboard(services: Services) -> None:
    clerk = open_week(services, A_WEEK)
    page = clerk.read("/?week=2026-W46")
    link = re.search(r'<a href="(/\?week=2026-W46&amp;unit=08007)">', page)
    assert link is not None

    told = clerk.read(link[1].replace("&amp;", "&"))

    assert "<h1>Xã Mẫu 007</h1>" in told
    assert read_figures(told)["Điểm đã đăng ký"] == "4"
    assert "Về đơn vị của tôi" in told


def test_an_officer_sees_the_own_unit_and_no_other(services: Services) -> None:
    weeks.lay(services.database, A_WEEK)
    officer = open_office(services, "unit", "08007")

    assert read_figures(officer.read("/"))["Điểm đã đăng ký"] == "4"
    unknown, other, above = (
        officer.get(f"/?unit={unit}") for unit in ("99999", "08008", "08")
    )
    assert (unknown.status_code, other.status_code, above.status_code) == (404,) * 3
    assert unknown.text == other.text


def test_units_are_ranked_as_is_asked(services: Services, sqlite: Database) -> None:
    weeks.lay(sqlite, A_WEEK)
    clerk = open_office(services)

    orders = [
        re.findall(r">Xã Mẫu (\d+)</a></td>", clerk.read(f"/?week=2026-W46&by={by}"))
        for by in ("rate", "silence", "nonsense")
    ]

    assert len(orders[0]) == weeks.COMMUNES
    assert orders[0] == orders[2] != orders[1]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("dashboard_by_unit", 160),
        ("dashboard_by_day", 7),
        ("dashboard_by_hour", 24),
        ("dashboard_by_category", 21),
    ],
)
def test_every_table_is_taken_along(services: Services, name: str, rows: int) -> None:
    clerk = open_week(services, A_WEEK)

    file = clerk.get(f"/?week=2026-W46&table={name}&form=csv")

    assert file.headers["content-type"].startswith("text/csv")
    assert len(file.text.strip().splitlines()) == rows + 1


def test_an_empty_province_has_a_page(services: Services) -> None:
    page = open_office(services).read("/")

    assert read_figures(page)["Điểm đã đăng ký"] == "0"
    assert "Chưa điểm nào báo cáo hết kỳ này." in page
    assert "style=" not in page


@pytest.mark.parametrize("query", ["?week=x", "?month=2026-99", "?by=%00", "?period=-"])
def test_an_address_without_sense_shows_the_page(
    services: Services, sqlite: Database, query: str
) -> None:
    add_point(sqlite)

    assert "14/11/2026 – 20/11/2026" in open_office(services).read(f"/{query}")


def test_a_unit_that_nobody_knows_is_missing(services: Services) -> None:
    assert open_office(services).get("/?unit=77777").status_code == 404


def test_changes_have_a_true_minus_and_a_plus() -> None:
    assert [tell_change(number) for number in (-6019, 0, 1234)] == [
        "−6.019",
        "0",
        "+1.234",
    ]
    assert [tell_share(share) for share in (-0.0426, 0.1012, None)] == [
        "−4,3%",
        "10,1%",
        "",
    ]


@pytest.mark.parametrize(
    ("query", "value"),
    [("", ""), ("?period=2026-W47", "2026-W47"), ("?period=2026-11", "2026-11")],
)
def test_on_a_sunday_the_period_is_the_one_that_was_picked(
    services: Services, query: str, value: str
) -> None:
    sunday = replace(services, clock=lambda: NOW + timedelta(days=2))

    page = open_office(sunday).read(f"/{query}")

    assert re.findall(r'<option value="([^"]*)" selected>', page) == [value]


def test_a_period_is_told_by_its_name() -> None:
    day = NOW.date()

    assert tell_period(find_week(day), "vi") == "Tuần 47: 16/11/2026 – 22/11/2026"
    assert tell_period(Period(first=day, last=day), "vi") == "20/11/2026"
    assert tell_period(find_last_days(NOW), "en") == "14/11/2026 – 20/11/2026"


def test_points_that_a_case_touches_are_told(
    services: Services, sqlite: Database
) -> None:
    point_id = add_point(sqlite)
    told = {"case_id": "C1", "since": NOW, "until": NOW}
    case = {"made_at": NOW, "made_by": "lan", "unit": "", "reason": b""}
    notice = {"notice": "Khử khuẩn trước 18 giờ", "notified_at": NOW}
    with sqlite.writing() as connection:
        connection.execute(
            insert(trace_tables.cases).values(
                **told, **case, **notice, way="document", persons=[], window_min=0
            )
        )
        connection.execute(
            insert(trace_tables.case_points).values(**told, point_id=point_id)
        )

    page = open_office(services).read("/")

    assert "Cổng chợ</a>: Khử khuẩn trước 18 giờ" in page
