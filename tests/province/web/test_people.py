"""Tests of the pages of entries and visits: whom they show, and to whom."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from province.ledger.arrivals import append_batch
from province.ledger.columns import to_us
from province.ledger.database import Database
from province.ledger.office_tables import audit
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.web.clerk import Clerk, open_office


@pytest.fixture
def kiosk(sqlite: Database) -> FakeKiosk:
    """Return a kiosk of a point whose name is no markup."""
    made = FakeKiosk()
    enrol(sqlite, made, add_point(sqlite, "<b>Cổng & chợ</b>"))
    return made


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the whole province."""
    return open_office(services)


def list_acts(database: Database) -> list[tuple[str, dict[str, object]]]:
    with database.reading() as connection:
        rows = connection.execute(select(audit.c.act, audit.c.told)).all()
    return [(act, told) for act, told in rows if act.startswith(("entries", "visits"))]


def test_todays_entries_are_masked_and_names_whole(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    append_batch(sqlite, kiosk.sign(an_entry(-1)), NOW)

    page = clerk.read("/entries")

    assert "NGUYỄN VĂN MẪU" in page
    assert "••••••••0001" in page
    assert "001099000001" not in page


def test_what_people_wrote_is_text_and_not_markup(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    append_batch(sqlite, kiosk.sign(an_entry(-1)), NOW)

    page = clerk.read("/entries?words=%3Cb%3E")
    found = clerk.read("/entries")

    assert "<b>" not in page + found
    assert "&lt;b&gt;Cổng &amp; chợ&lt;/b&gt;" in found


def test_visitors_have_host_company_and_how_they_left(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    came = an_entry(-9, visit={"host": "Bà <Ánh>", "company": "Công ty Mẫu"})
    inside = an_entry(-8, visit={"host": "Ông Bình"}, claims={"name": "LÊ VĂN GIẢ"})
    closed = an_entry(-7, act="closed", refers=came.entry_id, claims={})
    append_batch(sqlite, kiosk.sign(came, inside, closed), NOW)

    page = clerk.read("/visits")

    assert "11:59:53 20/11/2026 (tự đóng)" in page
    assert "Bà &lt;Ánh&gt;</td>" in page
    assert page.index("còn bên trong") < page.index("LÊ VĂN GIẢ")
    assert "001099000001" not in page


def test_a_day_has_its_own_entries_only(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    before_midnight = to_us(NOW.replace(hour=0) - timedelta(hours=7, seconds=1))
    row = an_entry(5, decided_at_us=before_midnight, claims={"name": "HÔM QUA"})
    append_batch(sqlite, kiosk.sign(row), NOW)

    assert "HÔM QUA" not in clerk.read("/entries")
    assert "HÔM QUA" in clerk.read("/entries?day=2026-11-19")


def test_entries_are_paged_newest_first(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    rows = [an_entry(n, claims={"name": f"N{n:03d}"}) for n in range(1, 61)]
    append_batch(sqlite, kiosk.sign(*rows), NOW)

    first = clerk.read("/entries")
    link = re.search(r'href="(/entries\?[^"]*after=[^"]+)"', first)
    assert link is not None
    second = clerk.read(link[1].replace("&amp;", "&"))

    assert re.findall(r"N\d{3}", first) == [f"N{n:03d}" for n in range(60, 10, -1)]
    assert re.findall(r"N\d{3}", second) == [f"N{n:03d}" for n in range(10, 0, -1)]


def test_an_officer_of_a_unit_sees_only_its_own(
    services: Services, sqlite: Database, kiosk: FakeKiosk
) -> None:
    other = FakeKiosk(2)
    enrol(sqlite, other, add_point(sqlite, "Của đơn vị 05", unit="05"))
    append_batch(sqlite, kiosk.sign(an_entry(1)), NOW)
    append_batch(sqlite, other.sign(an_entry(2, claims={"name": "LÊ VĂN GIẢ"})), NOW)
    officer = open_office(services, "unit", "05")

    pages = officer.read("/entries") + officer.read("/entries?point=P000001")

    assert "LÊ VĂN GIẢ" in pages
    assert "NGUYỄN" not in pages


@pytest.mark.parametrize("role", ["clerk", "auditor"])
def test_who_may_not_see_people_sees_none(services: Services, role: str) -> None:
    officer = open_office(services, role)

    assert officer.get("/entries").status_code == 403
    assert officer.get("/visits").status_code == 403


def test_every_look_search_and_file_is_kept_without_a_name(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    append_batch(sqlite, kiosk.sign(an_entry(1), an_entry(2)), NOW)
    clerk.read("/entries?point=P000001")
    clerk.read("/entries?words=nguyen")
    clerk.read("/visits?table=people_visits&form=csv")

    acts = list_acts(sqlite)

    assert [act for act, _ in acts] == [
        "entries_viewed",
        "entries_searched",
        "visits_exported",
    ]
    assert [told["rows"] for _, told in acts] == [2, 2, 0]
    assert "nguyen" not in str(acts)


def test_a_file_has_the_whole_day(
    sqlite: Database, kiosk: FakeKiosk, clerk: Clerk
) -> None:
    rows = [an_entry(n, claims={"name": f"=N{n:03d}"}) for n in range(1, 61)]
    append_batch(sqlite, kiosk.sign(*rows), NOW)

    file = clerk.read("/entries?table=people_entries&form=csv")

    assert len(re.findall(r",'=N\d{3},", file)) == 60


@pytest.mark.parametrize(
    "query", ["?after=x", "?after=1-zz", "?day=%00", "?day=9999-99-99", "?outcome=x"]
)
def test_an_address_without_sense_shows_the_page(clerk: Clerk, query: str) -> None:
    assert clerk.get(f"/entries{query}").status_code == 200
    assert clerk.get(f"/visits{query}").status_code == 200


def test_a_day_at_the_end_of_time_is_a_day(clerk: Clerk) -> None:
    assert clerk.get("/entries?day=9999-12-31").status_code == 200
    assert clerk.get("/entries?day=0001-01-01").status_code == 200
