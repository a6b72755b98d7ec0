"""Tests of the doors: attacks on every route of the pages, out of the route table."""

import csv
import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import quote, urlsplit

import openpyxl
import pytest
from fastapi.routing import APIRoute

from province.api.app import create_app
from province.ledger.tables import points
from province.rights import Right, Role
from province.web.doors import Door
from tests.province.web.besieged import (
    UNKNOWN,
    Besieged,
    Caller,
    besiege,
)
from tests.province.web.route_table import (
    find_role,
    list_doors,
    list_roles_without,
    name_door,
)

GETS, POSTS = list_doors("GET"), list_doors("POST")
every_door = pytest.mark.parametrize("door", [*GETS, *POSTS], ids=name_door)
every_page = pytest.mark.parametrize("door", GETS, ids=name_door)
every_form = pytest.mark.parametrize("door", POSTS, ids=name_door)
CLOSED_SETS = {"choice", "language", "form", "kind", "version"}
"""Parameters that are no ids: the same words for every unit."""
inner = [
    door
    for door in (*GETS, *POSTS)
    if set(re.findall(r"{(\w+)}", door.path)) - CLOSED_SETS
]

HOSTILE = (
    "' OR '1'='1",
    '"; DROP TABLE users; --',
    "1 UNION SELECT password_hash FROM users",
    "..%2f..%2f..%2fetc%2fpasswd",
    "../../../../etc/passwd",
    "%00",
    "\r\nX-Planted: 1",
    "<script>alert(1)</script>",
    "{{ 7*7 }}${7*7}",
    "9" * 400,
    "-1",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "\ud7ff\u202e\U0001f4a9",
)
RIGHTS_OF_FORMS = sorted({door.right for door in POSTS}, key=str)
ROUNDS = 4
"""Times that a form is filled, each field with another text each time."""
BEFORE_LOGIN = {
    ("GET", "/login"),
    ("POST", "/login"),
    ("GET", "/login/code"),
    ("POST", "/login/code"),
    ("POST", "/logout"),
    ("GET", "/language/{language}"),
    ("GET", "/invitation/{token}"),
    ("POST", "/invitation/{token}"),
    ("GET", "/oidc/login"),
    ("GET", "/oidc/callback"),
    ("GET", "/static/{name}"),
}
"""What needs no login. A new route stands behind a door, or here on purpose."""
OF_KIOSKS = ("/v1/", "/health", "/roster", "/metrics", "/q/", "/d/")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """Give a province that no test of this module changes for another."""
    with besiege(tmp_path_factory.mktemp("besieged")) as province:
        yield province


@pytest.fixture(scope="module")
def trampled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Besieged]:
    """Give a province that a test may change as it likes."""
    with besiege(tmp_path_factory.mktemp("trampled")) as province:
        yield province


def knock(caller: Caller, door: Door, path: str, token: str = "") -> tuple[int, str]:
    """Try a door and return status and body."""
    if door.method == "GET":
        response = caller.get(path)
    else:
        response = caller.post(path, {"form_token": token})
    return response.status_code, response.text


def find_officer(door: Door, prefix: str) -> str:
    return f"{prefix}.{find_role(door.right)}"


def test_every_route_is_a_door_or_known_to_be_open(besieged: Besieged) -> None:
    doors = {(door.method, door.path) for door in (*GETS, *POSTS)}
    routes = {
        (method, route.path)
        for route in create_app(besieged.services).routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
        if not route.path.startswith(OF_KIOSKS)
    }

    assert routes - doors - BEFORE_LOGIN == set()
    assert {door for door in doors if door[1].startswith(OF_KIOSKS)} == set()


@every_door
def test_without_a_login_every_door_leads_to_it(besieged: Besieged, door: Door) -> None:
    path = besieged.seeded.fill(door.path, besieged.seeded.own)
    caller = besieged.visit()
    answer = caller.get(path) if door.method == "GET" else caller.post(path, {"a": "b"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/login")
    assert answer.text == ""


@pytest.mark.parametrize(
    ("door", "role"),
    [(d, r) for d in (*GETS, *POSTS) for r in list_roles_without(d.right)],
    ids=lambda one: name_door(one) if isinstance(one, Door) else str(one),
)
def test_a_role_without_the_right_is_refused(
    besieged: Besieged, door: Door, role: Role
) -> None:
    caller = besieged.visit(f"tinh.{role}")
    path = besieged.seeded.fill(door.path, besieged.seeded.own)

    status, body = knock(caller, door, path, caller.make_token())

    assert status == 403
    assert "Không có quyền" in body


@pytest.mark.parametrize("door", inner, ids=name_door)
def test_another_units_ids_look_like_unknown_ones(
    besieged: Besieged, door: Door
) -> None:
    caller = besieged.visit(find_officer(door, "phuong"))
    token, before = caller.make_token(), besieged.read_rows()
    foreign = besieged.seeded.fill(door.path, besieged.seeded.foreign)
    nowhere = besieged.seeded.fill(
        door.path, dict.fromkeys(besieged.seeded.foreign, UNKNOWN)
    )

    answers = [knock(caller, door, path, token) for path in (foreign, nowhere)]

    (status, theirs), (_, none) = answers
    assert [one for one, _ in answers] == [404, 404]
    assert hide(theirs, foreign) == hide(none, nowhere)
    assert status == 404
    assert besieged.read_rows() == before


def hide(body: str, path: str) -> str:
    """Return a page without the address that it was asked at."""
    return body.replace(quote(path), "HERE").replace(path, "HERE")


@every_form
def test_a_form_that_is_not_ours_changes_nothing(
    besieged: Besieged, door: Door
) -> None:
    caller = besieged.visit(find_officer(door, "tinh"))
    path = besieged.seeded.fill(door.path, besieged.seeded.own)
    other = besieged.visit("phuong.unit").make_token()
    before = besieged.read_rows()

    answers = [
        caller.post(path, {"name": "x"} | fields).status_code
        for fields in ({}, {"form_token": ""}, {"form_token": other})
    ]

    assert answers == [403, 403, 403]
    assert besieged.read_rows() == before


@every_form
def test_a_body_beyond_reason_changes_nothing(besieged: Besieged, door: Door) -> None:
    caller = besieged.visit(find_officer(door, "tinh"))
    path = besieged.seeded.fill(door.path, besieged.seeded.own)
    token, before = caller.make_token(), besieged.read_rows()

    answer = caller.post(path, f"form_token={token}&name=".ljust(door.largest + 1, "x"))

    assert 400 <= answer.status_code < 500
    assert besieged.read_rows() == before


@every_page
def test_hostile_addresses_make_no_error(besieged: Besieged, door: Door) -> None:
    caller = besieged.visit(find_officer(door, "tinh"))
    path = besieged.seeded.fill(door.path, besieged.seeded.own)
    names = find_parameters(caller.get(path).text, path)
    tried = [caller.get(path, **dict.fromkeys(names, text)) for text in HOSTILE]
    for text in HOSTILE if "{" in door.path else ():
        ids = dict.fromkeys(besieged.seeded.own, quote(text, safe="%"))
        tried.append(caller.get(besieged.seeded.fill(door.path, ids)))

    assert {one.status_code // 100 for one in tried} <= {2, 3, 4}
    for one in tried:
        assert "X-Planted" not in one.headers
        assert "<script>alert" not in one.text
        assert "Traceback" not in one.text
        assert "root:" not in one.text
        assert "$argon2" not in one.text


def find_parameters(body: str, path: str) -> set[str]:
    """Return the names that this page's own links and forms ask with."""
    links = re.findall(r'href="([^"]*\?[^"]*)"', body)
    asked = {
        pair.partition("=")[0]
        for link in map(unescape, links)
        if urlsplit(link).path in {"", path}
        for pair in urlsplit(link).query.split("&")
    }
    named = set(re.findall(r'<(?:input|select)[^>]* name="(\w+)"', body))
    return (asked | named | {"table", "form", "page", "after"}) - {"form_token"}


@pytest.mark.parametrize("right", RIGHTS_OF_FORMS)
def test_hostile_forms_make_no_error(trampled: Besieged, right: Right | None) -> None:
    doors = [door for door in POSTS if door.right is right]
    officer = f"tinh.{find_role(right)}"
    fields = find_form_fields(trampled, trampled.visit(officer), right)
    for door in doors:
        path = trampled.seeded.fill(door.path, trampled.seeded.own)
        for turn in range(ROUNDS):
            # A new session each time: what was posted may have ended the last one.
            caller = trampled.visit(officer)
            told = {
                field: HOSTILE[(place + turn * ROUNDS) % len(HOSTILE)]
                for place, field in enumerate(sorted(fields))
            }
            answer = caller.post(path, told | {"form_token": caller.make_token()})
            assert answer.status_code < 500, (door.path, told)
            assert "X-Planted" not in answer.headers
            assert "<script>alert" not in answer.text


def find_form_fields(
    trampled: Besieged, caller: Caller, right: Right | None
) -> set[str]:
    """Return every field of the forms of those pages that need `right`."""
    found: set[str] = set()
    for door in GETS:
        if door.right not in (right, None):
            continue
        body = caller.get(trampled.seeded.fill(door.path, trampled.seeded.own)).text
        found |= set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', body))
    return found - {"form_token"}


@every_page
def test_headers_keep_every_page_harmless(besieged: Besieged, door: Door) -> None:
    caller = besieged.visit(find_officer(door, "tinh"))
    path = besieged.seeded.fill(door.path, besieged.seeded.own)

    for who in (caller, besieged.visit(), besieged.visit("xa.auditor")):
        headers = who.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"


@every_page
def test_a_page_loads_nothing_from_elsewhere(besieged: Besieged, door: Door) -> None:
    caller = besieged.visit(find_officer(door, "tinh"))
    answer = caller.get(besieged.seeded.fill(door.path, besieged.seeded.own))
    if not answer.headers["Content-Type"].startswith("text/html"):
        return

    loaded = re.findall(r'(?:src|href|action|hx-\w+)="([^"]*)"', answer.text)
    assert [one for one in loaded if re.match(r"(?!tel:|mailto:)\w+:|//", one)] == []
    assert (
        re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son\w+=", answer.text) == []
    )


@every_page
def test_no_table_that_is_taken_along_holds_a_formula(
    trampled_names: Besieged, door: Door
) -> None:
    caller = trampled_names.visit(find_officer(door, "tinh"))
    path = trampled_names.seeded.fill(door.path, trampled_names.seeded.own)
    links = re.findall(r'href="([^"]*[?&;]table=[^"]*)"', caller.get(path).text)

    for link in map(unescape, links):
        body = caller.get(link).content
        if "form=csv" in link:
            told = csv.reader(io.StringIO(body.decode("utf-8-sig")))
            cells = [cell for row in told for cell in row]
            assert [one for one in cells if is_formula(one)] == []
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(body)).active
            assert sheet is not None
            types = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in types


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet would run `cell`; a number is none."""
    is_number = re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None
    return cell.startswith(FORMULAS) and not is_number


@pytest.fixture(scope="module")
def trampled_names(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Besieged]:
    """Give a province whose points are named like formulas."""
    with besiege(tmp_path_factory.mktemp("named")) as province:
        with province.services.database.writing() as connection:
            connection.execute(
                points.update().values(
                    name='=HYPERLINK("http://evil.example")', address="@SUM(1)"
                )
            )
        yield province
