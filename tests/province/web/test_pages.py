"""Tests of the officers' pages, through a real server and real cookies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import requests
from sqlalchemy import select

from province.accounts import Accounts
from province.ledger.arrivals import append_batch
from province.ledger.tables import sessions
from province.services import Services
from tests.province.builders import NOW, FakeKiosk, add_point, an_entry, enrol
from tests.province.loopback import serve_in_thread


class Browser:
    """An officer's browser."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{self.url}{path}", timeout=30)

    def post(self, path: str, **fields: str) -> requests.Response:
        return self.session.post(
            f"{self.url}{path}", data=fields, timeout=30, allow_redirects=False
        )

    def find_token(self, path: str) -> str:
        found = re.search(r'name="form_token" value="(\w+)"', self.get(path).text)
        assert found is not None
        return found[1]

    def log_in(self, name: str, password: str) -> requests.Response:
        token = self.find_token("/login")
        return self.post("/login", name=name, password=password, form_token=token)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A running province with one officer of the whole province."""

    services: Services
    url: str
    password: str

    def open(self) -> Browser:
        browser = Browser(self.url)
        assert browser.log_in("lan", self.password).status_code == 303
        return browser


@pytest.fixture
def office(services: Services) -> Iterator[Office]:
    """Give a province with a point, a kiosk and one entry of today."""
    database = services.database
    password = Accounts(database).add("lan", "province", "", NOW)
    kiosk = FakeKiosk()
    enrol(database, kiosk, add_point(database, "<b>Cổng & chợ</b>"))
    append_batch(database, kiosk.sign(an_entry(-1)), NOW)
    with serve_in_thread(services) as url:
        yield Office(services=services, url=url, password=password)


def test_without_a_login_there_is_only_the_login(office: Office) -> None:
    response = Browser(office.url).get("/")

    assert response.url == f"{office.url}/login"
    assert "NGUYỄN" not in response.text


def test_vietnamese_comes_first_and_english_is_marked(office: Office) -> None:
    page = office.open().get("/").text

    assert '<html lang="vi">' in page
    assert "Điểm kiểm soát" in page
    assert '<a href="/language/en?back=/" lang="en">English</a>' in page


def test_a_wrong_password_is_told_without_saying_which(office: Office) -> None:
    known, unknown = (
        Browser(office.url).log_in(name, "wrong") for name in ("lan", "nobody")
    )

    assert (known.status_code, unknown.status_code) == (401, 401)
    assert "Sai tên hoặc mật khẩu" in known.text
    token = re.compile(r'value="\w+"')
    assert token.sub("", known.text) == token.sub("", unknown.text)


def test_a_login_form_of_another_site_is_refused(office: Office) -> None:
    browser = Browser(office.url)
    browser.get("/login")

    response = browser.post(
        "/login", name="lan", password=office.password, form_token="0" * 64
    )

    assert response.status_code == 403
    assert "session" not in browser.session.cookies


def test_another_site_cannot_log_an_officer_out(office: Office) -> None:
    browser = office.open()

    browser.post("/logout", form_token="0" * 64)

    assert browser.get("/").url == f"{office.url}/"


def test_logging_out_ends_the_session_at_the_server(office: Office) -> None:
    browser = office.open()
    stolen = dict(browser.session.cookies)

    browser.post("/logout", form_token=browser.find_token("/"))

    thief = Browser(office.url)
    thief.session.cookies.update(stolen)
    assert thief.get("/").url == f"{office.url}/login"


def test_a_session_from_before_the_login_is_not_taken_over(office: Office) -> None:
    browser = Browser(office.url)
    browser.session.cookies.set("session", "planted")

    browser.log_in("lan", office.password)

    with office.services.database.reading() as connection:
        assert len(connection.execute(select(sessions)).all()) == 1
    assert "planted" not in browser.session.cookies.get_dict().values()


def test_cookies_are_out_of_reach_of_scripts_and_sites(office: Office) -> None:
    response = Browser(office.url).log_in("lan", office.password)

    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie


def test_over_https_cookies_are_secure(services: Services) -> None:
    with serve_in_thread(replace(services, is_https=True)) as url:
        cookie = requests.get(f"{url}/login", timeout=30).headers["Set-Cookie"]

    assert "Secure" in cookie


def test_pages_allow_scripts_of_ours_no_frame_and_no_copy(office: Office) -> None:
    response = office.open().get("/")

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "style=" not in response.text


def test_the_style_comes_from_here(office: Office) -> None:
    response = requests.get(f"{office.url}/static/page.css", timeout=30)

    assert response.headers["Content-Type"].startswith("text/css")
    assert "url(" not in response.text


def test_a_form_beyond_reason_is_refused(office: Office) -> None:
    many = "&".join(f"f{n}=1" for n in range(100))
    response = requests.post(f"{office.url}/login", data=many, timeout=30)

    assert response.status_code == 403
