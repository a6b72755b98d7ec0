"""Tests of the policy's form."""

import json

import pytest

from kiosk.policy import DEFAULT_POLICY, Policy
from kiosk.rulebook import read_policy
from province.policy_form import describe, fill, find_faults, renumber


def test_what_the_form_shows_and_takes_back_is_the_same_policy() -> None:
    fields = describe(DEFAULT_POLICY)

    read = read_policy(fill(None, fields), "")

    assert isinstance(read, Policy)
    assert describe(read) == fields
    assert (read.version, read.accepted) == (1, DEFAULT_POLICY.accepted)
    assert find_faults(fields) == ()


def test_what_has_no_field_stays() -> None:
    text = json.dumps(
        {"version": 7, "points": {"P1": {"capacity": 3}}, "default": {"kept": ["name"]}}
    ).encode()

    filled = json.loads(fill(text, describe(DEFAULT_POLICY) | {"capacity": "9"}))

    assert filled["points"] == {"P1": {"capacity": 3}}
    assert filled["default"]["kept"] == ["name"]
    assert (filled["version"], filled["default"]["capacity"]) == (8, 9)


@pytest.mark.parametrize("said", ["0", "-1", "x", "1.5", "1000001", "٣", "9" * 40])
def test_a_number_out_of_bounds_is_a_fault(said: str) -> None:
    assert find_faults(describe(DEFAULT_POLICY) | {"capacity": said}) == ("capacity",)


def test_a_document_is_set_again_under_another_number() -> None:
    again = json.loads(renumber(b'{"default": {"capacity": 5}, "version": 2}', 9))

    assert again == {"version": 9, "default": {"capacity": 5}}
