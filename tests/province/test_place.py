"""Tests of what is registered of a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from province.category import Category
from province.place import Fault, Field, Place, check, describe, make_key
from province.words import load_page_texts

GOOD = {Field.NAME: "Chợ Lớn", Field.CATEGORY: "market", Field.UNIT: "04"}
SAID = st.dictionaries(st.sampled_from(Field), st.text())


def test_a_place_is_trimmed_and_nfc() -> None:
    place = check(GOOD | {Field.NAME: " Chợ  Lo\u031b\u0301n "})

    assert place == Place(name="Chợ Lớn", category=Category.MARKET, unit="04")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (Field.NAME, ""),
        (Field.NAME, "a" * 201),
        (Field.NAME, "A\0"),
        (Field.CATEGORY, "shop"),
        (Field.UNIT, "4a"),
        (Field.UNIT, "²"),
        (Field.ADDRESS, "a" * 301),
        (Field.CONTACT_NAME, "\u202ea"),
        (Field.CONTACT_PHONE, "12345"),
        (Field.CONTACT_PHONE, "0912x45678"),
        (Field.GATES, "a" * 41),
        (Field.GATES, ";".join(map(str, range(31)))),
        (Field.EXPECTED_DAILY, "-1"),
        (Field.EXPECTED_DAILY, "1.5"),
        (Field.EXPECTED_DAILY, "1000001"),
    ],
)
def test_the_field_that_is_wrong_is_named(field: Field, said: str) -> None:
    assert check(GOOD | {field: said}) == (Fault(field=field, said=said),)


def test_every_wrong_field_is_named_at_once() -> None:
    faults = check({})

    assert isinstance(faults, tuple)
    assert [fault.field for fault in faults] == ["name", "category", "unit"]


@pytest.mark.parametrize(
    "said", ["0912 345 678", "+84 912-345-678", "912345678", "0084912345678"]
)
def test_a_phone_number_is_kept_in_digits(said: str) -> None:
    place = check(GOOD | {Field.CONTACT_PHONE: said})

    assert isinstance(place, Place)
    assert place.contact_phone == "0912345678"


def test_gates_are_told_apart_and_named_once() -> None:
    place = check(GOOD | {Field.GATES: "Cổng 1; Cổng 2\nCổng 1;"})

    assert isinstance(place, Place)
    assert place.gates == ("Cổng 1", "Cổng 2")


@pytest.mark.parametrize(
    ("said", "number"), [("1.200", 1200), ("1,200", 1200), ("0", 0), ("", None)]
)
def test_a_number_may_have_marks_between_thousands(
    said: str, number: int | None
) -> None:
    place = check(GOOD | {Field.EXPECTED_DAILY: said})

    assert isinstance(place, Place)
    assert place.expected_daily == number


def test_the_same_name_in_other_letters_is_the_same_place() -> None:
    assert make_key("CHỢ  Lớn", "04") == make_key("Chợ lớn", "04")
    assert make_key("Lê Lợi", "04") != make_key("Lệ Lợi", "04")


@given(SAID)
def test_whatever_is_said_is_a_place_or_has_faults(said: dict[Field, str]) -> None:
    place = check(said)

    assert isinstance(place, Place) or len(place) > 0


@given(SAID)
def test_a_place_told_and_checked_again_is_the_same(said: dict[Field, str]) -> None:
    place = check(GOOD | said)

    assert isinstance(place, tuple) or check(describe(place)) == place


def test_each_field_has_a_name_and_a_sentence() -> None:
    texts = load_page_texts()

    assert {f"place_{kind}_{f}" for f in Field for kind in ("field", "fault")} <= {
        *texts
    }
