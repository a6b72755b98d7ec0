"""Tests of a file's way from upload to register."""

import pytest
from sqlalchemy import func, select

from province.ledger.tables import points
from province.place import Field
from province.row_plan import Register, RowPlan, plan_rows
from province.services import Services
from province.sheet import MOST_BYTES
from tests.province.builders import add_point
from tests.province.tables import a_csv, an_xlsx
from tests.province.web.clerk import Clerk, open_office

PLACE = "/points/import"
HEAD = "Tên,Loại,Đơn vị"


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the whole province."""
    return open_office(services)


def count_points(services: Services) -> int | None:
    with services.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(points))


def upload(clerk: Clerk, content: bytes) -> str:
    """Send a file that can be read, and return the page of its preview."""
    done = clerk.upload(PLACE, content)
    assert done.status_code == 303, done.text
    return done.headers["Location"]


def test_a_file_is_looked_at_before_it_does_anything(
    services: Services, clerk: Clerk
) -> None:
    add_point(services.database, "Chợ", "04")
    page = clerk.read(upload(clerk, a_csv(HEAD, "Chợ,school,04", "B,Chợ,04", "C,x,04")))

    assert count_points(services) == 1
    for count in (
        "<b>1</b> dòng sẽ thêm mới",
        "<b>1</b> dòng sẽ sửa",
        "<b>1</b> dòng có",
    ):
        assert count in page
    assert "Loại &#39;x&#39;: không có loại này" in page


def test_what_is_confirmed_is_done_once(services: Services, clerk: Clerk) -> None:
    place = upload(clerk, an_xlsx(["Tên", "Loại", "Đơn vị"], ["B", "Chợ", "04"]))

    for _ in range(2):
        assert clerk.send(place, at=place).status_code == 303

    assert count_points(services) == 1
    assert "<b>1</b> dòng đã thêm" in clerk.read(place)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_refused_rows_are_taken_along_mended_and_sent_again(
    services: Services, clerk: Clerk, form: str
) -> None:
    place = upload(clerk, a_csv(HEAD, "=1+1,Chợ,04", "C,x,04"))
    clerk.send(place, at=place)

    body = clerk.get(f"{place}?table=refused&form={form}").content

    page = clerk.read(upload(clerk, body))
    assert "<b>0</b> dòng sẽ thêm mới" in page
    assert count_points(services) == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_taken_as_it_is(clerk: Clerk, form: str) -> None:
    body = clerk.get(f"{PLACE}?table=template&form={form}").content
    register = Register(places={}, find_unit=lambda u: u, fields=tuple(Field))

    plan = plan_rows(body, register)

    assert isinstance(plan, RowPlan)
    assert (len(plan.added), plan.refused) == (1, ())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Hãy chọn một tệp"),
        (b"\xff\xff", "Không đọc được tệp"),
        (b"a,b\n", "tệp mẫu"),
        (bytes(MOST_BYTES + 1), "tối đa 8 MB"),
    ],
)
def test_what_is_no_table_is_told_beside_the_file(
    clerk: Clerk, content: bytes, told: str
) -> None:
    done = clerk.upload(PLACE, content)

    assert (done.status_code, told in done.text) == (422, True)


def test_what_no_form_may_hold_is_refused_with_words(clerk: Clerk) -> None:
    done = clerk.upload(PLACE, bytes(MOST_BYTES + 100_000))

    assert (done.status_code, "tối đa 8 MB" in done.text) == (413, True)


def test_a_file_is_its_officer_s_own(services: Services, clerk: Clerk) -> None:
    place = upload(clerk, a_csv(HEAD, "B,Chợ,04"))
    other = open_office(services, "clerk")

    assert other.get(place).status_code == 404
    assert other.send(place).status_code == 404
    assert count_points(services) == 0


def test_an_officer_of_a_unit_imports_within_it(services: Services) -> None:
    point = add_point(services.database, "Chợ", "04")
    clerk = open_office(services, "unit", "05")

    page = clerk.read(
        upload(
            clerk,
            a_csv(
                "Mã điểm,Tên,Loại,Đơn vị",
                f"{point},Của tôi,Chợ,05",
                ",B,Chợ,04",
                ",C,Chợ,05",
            ),
        )
    )

    assert "<b>1</b> dòng sẽ thêm mới" in page
    assert "<b>2</b> dòng có lỗi" in page
