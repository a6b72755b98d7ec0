"""Tests of a unit that is picked in a form."""

from collections.abc import Mapping

import pytest
from fastapi import Request

from province.accounts import Visitor
from province.ledger.scope import Scope
from province.ledger.unit_loading import load
from province.nation import read_nation
from province.services import Services
from province.units import Unit
from province.web.session import Posted
from province.web.unit_choice import Choice, read_choice, show_choice
from province.web.visit import Visit
from tests.province.builders import NOW


@pytest.fixture
def furnished(services: Services) -> Services:
    with services.database.writing() as connection:
        load(connection, read_nation(province="08"))
    return services


def make_visit(
    services: Services, fields: Mapping[str, str] | None = None, unit: str = ""
) -> Visit:
    return Visit(
        services=services,
        request=Request({"type": "http"}),
        visitor=Visitor(name="lan", role="province", unit=unit),
        scope=Scope(unit=unit),
        now=NOW,
        language="vi",
        form_token="",
        posted=Posted(fields=fields or {}),
    )


def read(
    services: Services, unit: str = "", *, code: str = "", words: str = ""
) -> Unit | Choice:
    visit = make_visit(services, {"unit": code, "unit_words": words}, unit)
    with visit.reading() as connection:
        return read_choice(visit, connection)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("02545", ""),
        ("", "tan trao"),
        ("", "Xã TÂN TRÀO"),
        ("", "02545"),
        ("02545", "tan trao"),
    ],
)
def test_a_picked_code_or_words_that_mean_one_unit_are_taken(
    furnished: Services, code: str, words: str
) -> None:
    unit = read(furnished, code=code, words=words)
    assert isinstance(unit, Unit)
    assert unit.name == "Xã Tân Trào"


def test_words_count_where_what_is_picked_is_none_of_them(furnished: Services) -> None:
    """Without script the unit of before stays picked while other words are typed."""
    unit = read(furnished, code="02545", words="binh ca")
    assert isinstance(unit, Unit)
    assert unit.code == "02548"


@pytest.mark.parametrize(
    ("code", "words", "fault"),
    [
        ("", "", "units_pick_missing"),
        ("99999", "", "units_pick_missing"),
        ("", "paris", "units_pick_missing"),
        ("", "xa tan", "units_pick_several"),
    ],
)
def test_what_means_none_or_several_is_told_beside_the_field(
    furnished: Services, code: str, words: str, fault: str
) -> None:
    choice = read(furnished, code=code, words=words)
    assert isinstance(choice, Choice)
    assert (choice.fault, choice.words) == (fault, words)
    assert bool(choice.options) == (fault == "units_pick_several")


def test_another_units_code_is_none(furnished: Services) -> None:
    assert isinstance(read(furnished, "02548", code="02545"), Choice)
    assert isinstance(read(furnished, "02545", code="02545"), Unit)


def test_a_form_that_changes_something_begins_with_what_there_was(
    furnished: Services,
) -> None:
    visit = make_visit(furnished)
    with visit.reading() as connection:
        choice = show_choice(visit, connection, "02545")
        assert show_choice(visit, connection).options == ()
    assert choice.options[0].path == "Xã Tân Trào, tỉnh Tuyên Quang"
    assert choice.chosen == "02545"
