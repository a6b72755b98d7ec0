"""Tests of the rules' pages: tried first, published, and brought back."""

import json
import re

import pytest
from sqlalchemy import select

from province import policies
from province.ledger.office_tables import audit
from province.rehearsal import list_samples
from province.services import Services
from tests.province.builders import add_point
from tests.province.web.clerk import Clerk, open_office
from tests.province.web.mailing import fill

CARD = "001192000777|012999888|Vũ Thị Minh Hoạ|14021992|Nữ|Hà Nội|03042022"


def read(services: Services) -> bytes | None:
    with services.database.reading() as connection:
        return policies.read_policy_text(connection)


def publish(clerk: Clerk, **document: object) -> int:
    text = json.dumps(document)
    return clerk.send("/rules/publish", at="/rules", text=text).status_code


def try_text(clerk: Clerk, document: object, **scene: str) -> str:
    text = json.dumps(document)
    return fill(clerk, "/rules/try", "/rules", {"text": text} | scene).text


def test_a_draft_is_tried_and_nothing_is_kept(services: Services) -> None:
    page = try_text(
        open_office(services),
        {"version": 1, "default": {"accepted": ["can_cuoc"], "checked": ["bhyt"]}},
    )

    told = re.search(r"(\d+) trong (\d+) mã được quyết định khác đi", page)
    assert told is not None
    assert 0 < int(told[1]) < int(told[2]) == len(list_samples())
    assert "CCCD không có số CMND cũ" in page
    assert read(services) is None


def test_a_pasted_code_is_decided_and_never_shown_or_kept(services: Services) -> None:
    clerk = open_office(services)

    page = try_text(
        clerk, {"version": 1, "default": {"accepted": ["bhyt"]}}, payload=CARD
    )

    assert "Mã vừa nhập" in page
    assert "001192000777" not in page
    with services.database.reading() as connection:
        rows = connection.execute(select(audit)).all()
    assert "001192000777" not in str(rows)
    assert "Minh Hoạ" not in str(rows)


def test_where_and_when_it_is_shown_counts(services: Services) -> None:
    point = add_point(services.database)
    hours = {"days": ["mon"], "since": "08:00", "until": "17:00"}
    document = {"version": 1, "points": {point: {"opening_hours": [hours]}}}
    clerk = open_office(services)

    changed = [
        try_text(clerk, document, point=where, moment=at).count("khác</strong>")
        for where, at in (
            (point, "2026-11-22T09:00"),
            (point, "2026-11-23T09:00"),
            ("", "2026-11-22T09:00"),
        )
    ]

    assert changed[0] > 0
    assert changed[1:] == [0, 0]


def test_publishing_rules_at_once_and_tells_kiosks(services: Services) -> None:
    before = services.publication.read_version()

    assert publish(open_office(services), version=1, default={"capacity": 5}) == 303

    assert json.loads(read(services) or b"")["default"] == {"capacity": 5}
    assert services.publication.read_version() >= before


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"version": 1, "defualt": {}}, "defualt"),
        ({"version": 1, "default": {"accepted": ["cccdd"]}}, "cccdd"),
        ({"version": 1, "points": {"P9": {}}}, "points.P9"),
        ({"version": "1"}, "version"),
    ],
)
def test_a_fault_names_its_place_and_changes_nothing(
    services: Services, document: dict[str, object], said: str
) -> None:
    clerk = open_office(services)

    assert said in try_text(clerk, document)
    assert publish(clerk, **document) == 422
    assert read(services) is None


def test_the_form_fills_the_document_and_leaves_the_rest(services: Services) -> None:
    clerk = open_office(services)
    publish(clerk, version=3, default={"kept": ["name"]})
    fields = {"made_of": "form", "kind_cccd": "check", "capacity": "7"}
    numbers = {"repeat_seconds": "3", "completion_seconds": "20"}

    page = fill(
        clerk, "/rules/try", "/rules", fields | numbers | {"retention_days": "30"}
    ).text

    assert "&#34;version&#34;: 4" in page
    assert "&#34;capacity&#34;: 7" in page
    assert "&#34;kept&#34;" in page


def test_a_number_out_of_bounds_is_told_at_its_field(services: Services) -> None:
    response = open_office(services).send(
        "/rules/try", at="/rules", made_of="form", capacity="0", retention_days="9999"
    )

    assert response.status_code == 422
    assert 'id="capacity-fault"' in response.text
    assert 'id="retention_days-fault"' in response.text


def test_what_ruled_before_is_listed_and_brought_back(services: Services) -> None:
    clerk = open_office(services)
    publish(clerk, version=1, default={"capacity": 5})
    publish(clerk, version=2, default={"capacity": 9})

    page = clerk.read("/rules/versions/1")
    assert "&#34;version&#34;: 3" in page
    publish(clerk, version=3, default={"capacity": 5})

    assert "province" in clerk.read("/rules")
    with services.database.reading() as connection:
        versions = [one.version for one in policies.list_versions(connection)]
    assert versions == [3, 2, 1]


@pytest.mark.parametrize("path", ["9", "x", "-1", "1%00", "99999999999999999999"])
def test_a_version_that_never_was_is_missing(services: Services, path: str) -> None:
    assert open_office(services).get(f"/rules/versions/{path}").status_code == 404


def test_an_older_version_is_refused(services: Services) -> None:
    clerk = open_office(services)
    publish(clerk, version=2)

    assert publish(clerk, version=1) == 422
