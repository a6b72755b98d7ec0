"""Test what is a presentation and what is text for a field."""

from dataclasses import replace

import pytest

from kiosk.payload import ReadFault, Repair
from kiosk.ui.bursts import Asked, understand
from tests.builders import a_card, a_payload

FIELDS = [Asked.TEXT, Asked.NUMBER]


@pytest.mark.parametrize("asked", Asked)
@pytest.mark.parametrize("code", [a_card(1), "HC1:NCFOXN%TS3DH", "VP1:6BF"])
def test_a_code_of_a_known_kind_is_a_presentation_anywhere(
    code: str, asked: Asked
) -> None:
    assert understand(a_payload(code), asked) == a_payload(code)


@pytest.mark.parametrize("asked", FIELDS)
@pytest.mark.parametrize("text", ["29A-123.45", "ACME Trading", "HTTPS://VI.DU/7"])
def test_what_is_no_code_is_text_for_a_field(text: str, asked: Asked) -> None:
    assert understand(a_payload(text), asked) is None


@pytest.mark.parametrize("text", ["29A-123.45", "HTTPS://VI.DU/7", "26112001"])
def test_without_a_field_everything_is_a_presentation(text: str) -> None:
    assert understand(a_payload(text), Asked.NOTHING) == a_payload(text)


@pytest.mark.parametrize("digits", ["26112001", "001190000123", "079201000456"])
def test_digits_are_text_only_where_a_number_is_asked_for(digits: str) -> None:
    assert understand(a_payload(digits), Asked.NUMBER) is None
    assert understand(a_payload(digits), Asked.TEXT) == a_payload(digits)


def test_what_could_not_be_read_never_becomes_text() -> None:
    payload = replace(a_payload(""), fault=ReadFault.TOO_LONG)
    assert understand(payload, Asked.TEXT) == payload


@pytest.mark.parametrize("asked", Asked)
def test_a_card_in_hex_digits_is_the_card(asked: Asked) -> None:
    presented = understand(a_payload(a_card(1).encode().hex()), asked)
    assert presented is not None
    assert presented.data.decode() == a_card(1)
    assert presented.repairs == (Repair.HEX,)


def test_hex_digits_of_no_card_stay_what_they_are() -> None:
    digits = b"hello world".hex()
    presented = understand(a_payload(digits), Asked.NOTHING)
    assert presented == a_payload(digits)
