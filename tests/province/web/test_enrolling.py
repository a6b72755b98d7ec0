"""Tests of how officers let kiosks in: by codes, several at once, and by files."""

import base64
import io
import re

import msgspec
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import select

from kiosk.protocol import enrolment, enrolment_file
from kiosk.protocol.enrolment import Code
from kiosk.protocol.enrolment_file import AskedByFile
from province.ledger.office_tables import audit
from province.ledger.tables import enrolment_codes, kiosks
from province.services import Services
from tests.province.builders import FakeKiosk, add_point
from tests.province.web.clerk import Answer, Clerk, open_office


@pytest.fixture
def clerk(services: Services) -> Clerk:
    """Return an officer of the province, where there are points in two units."""
    for name, unit in (("Chợ Mẫu", "04"), ("Trường Mẫu", "04"), ("Bến Mẫu", "05")):
        add_point(services.database, name, unit=unit)
    return open_office(services)


def ask_by_file(kiosk: FakeKiosk) -> bytes:
    request = enrolment.make_request(b"t" * 16, kiosk.key, "0.1.0")
    return enrolment_file.encode(AskedByFile(request=request))


def ask_for(clerk: Clerk, content: bytes, point: str) -> Answer:
    """Upload a request for `point`, as the form on the page does."""
    told = {"form_token": clerk.find_token("/enrol"), "point": point}
    files = {"file": ("../request", content)}
    return clerk.client.post("/enrol/answer", data=told, files=files)


def list_enrolled(services: Services) -> list[tuple[str, str]]:
    with services.database.reading() as connection:
        query = select(kiosks.c.kiosk_id, kiosks.c.point_id)
        return [(row[0], row[1]) for row in connection.execute(query)]


def test_a_code_is_shown_once_and_a_kiosk_reads_it(clerk: Clerk) -> None:
    at = "/points/P000001/enrol"
    page = clerk.send(at, at=at, gate="Cổng 1").text

    shown = re.search(r'id="code">(\w+)<', page)
    assert shown is not None
    code = enrolment.parse_code(shown[1])
    assert isinstance(code, Code)
    assert code.url == "http://127.0.0.1:8080"
    assert shown[1] not in clerk.read("/enrol")


def test_a_unit_gets_a_sheet_of_codes_that_a_reader_reads(clerk: Clerk) -> None:
    answer = clerk.send("/enrol/many", at="/enrol", unit="04", form="pdf")

    page = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0]
    found = zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    codes = [enrolment.parse_code(one.text) for one in found]

    assert len(codes) == 2
    assert all(isinstance(one, Code) for one in codes)
    assert "Trường Mẫu" in page.get_textpage().get_text_range()


def test_points_that_are_named_get_a_table_of_codes(clerk: Clerk) -> None:
    answer = clerk.send(
        "/enrol/many", at="/enrol", points="P000001, p000003", form="csv"
    )

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line[:7] for line in lines[1:]] == ["P000001", "P000003"]


@pytest.mark.parametrize("points", ["P000001 P999999", "P999999", ""])
def test_no_code_is_made_unless_every_point_is_there(
    clerk: Clerk, services: Services, points: str
) -> None:
    answer = clerk.send("/enrol/many", at="/enrol", points=points, form="csv")

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    with services.database.reading() as connection:
        assert connection.execute(select(enrolment_codes)).all() == []


def test_a_code_that_is_withdrawn_is_good_no_more(clerk: Clerk) -> None:
    at = "/points/P000001/enrol"
    clerk.send(at, at=at, gate="")
    place = re.search(r'action="(/enrol/\w+/withdraw)"', clerk.read("/enrol"))
    assert place is not None
    assert clerk.send(place[1], at="/enrol").status_code == 303

    assert "/withdraw" not in clerk.read("/enrol")
    assert clerk.send(place[1], at="/enrol").status_code == 404


def test_a_request_is_answered_by_a_file_with_a_fingerprint(
    clerk: Clerk, services: Services
) -> None:
    kiosk = FakeKiosk()
    request = ask_by_file(kiosk)
    page = ask_for(clerk, request, "P000002")

    given = clerk.send(
        "/enrol/file",
        at="/enrol",
        point="P000002",
        request=base64.b64encode(request).decode(),
    )

    answered = enrolment_file.decode_answer(given.content)
    assert answered is not None
    assert list_enrolled(services) == [(kiosk.kiosk_id, "P000002")]
    fingerprint = enrolment_file.make_fingerprint(kiosk.public_key, answered.root)
    assert fingerprint in page.text


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"x" * 20_000])
def test_what_is_no_request_is_named_and_changes_nothing(
    clerk: Clerk, services: Services, content: bytes
) -> None:
    answer = ask_for(clerk, content, "P000001")

    assert answer.status_code == 400
    assert "không được trả lời" in answer.text
    assert list_enrolled(services) == []


def test_a_request_that_somebody_altered_is_refused(
    clerk: Clerk, services: Services
) -> None:
    asked = enrolment_file.decode_request(ask_by_file(FakeKiosk()))
    assert asked is not None
    forged = msgspec.structs.replace(asked.request, public_key=FakeKiosk(2).public_key)
    content = enrolment_file.encode(AskedByFile(request=forged))

    answer = ask_for(clerk, content, "P000001")

    assert answer.status_code == 400
    assert list_enrolled(services) == []


@pytest.mark.usefixtures("clerk")
def test_a_clerk_of_one_unit_lets_nobody_into_another(services: Services) -> None:
    other = open_office(services, "clerk", "05")
    request = ask_by_file(FakeKiosk())

    assert other.get("/points/P000001/enrol").status_code == 404
    many = other.send("/enrol/many", at="/enrol", points="P000001", form="csv")
    by_file = ask_for(other, request, "P000001")

    assert (many.status_code, by_file.status_code) == (400, 400)
    assert list_enrolled(services) == []


def test_who_let_a_kiosk_in_is_kept(clerk: Clerk, services: Services) -> None:
    ask_for(clerk, ask_by_file(FakeKiosk()), "P000001")

    with services.database.reading() as connection:
        query = select(audit.c.subject).where(audit.c.act == "request_answered")
        assert connection.scalar(query) == FakeKiosk().kiosk_id
