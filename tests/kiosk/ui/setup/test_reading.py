"""What a test shows of a read, and which codes are nobody's credential."""

from dataclasses import replace

import pytest

from kiosk.protocol.enrolment import is_enrolment_code
from kiosk.ui.setup.reading import see
from tests.builders import a_card, a_payload


@pytest.mark.parametrize(
    ("data", "is_code"),
    [
        ("VE1QKA5DION", True),
        (" ve1q-ka5d\r\n", True),
        ("VE1", True),
        ("VP1:ABC", False),
        ("001190012345|x", False),
        ("VE1|ABC", False),
        ("", False),
    ],
)
def test_an_enrolment_code_is_told_by_its_beginning(
    data: str, *, is_code: bool
) -> None:
    assert is_enrolment_code(data.encode()) is is_code


def test_a_read_is_shown_by_kind_and_name_and_no_number() -> None:
    payload = a_payload(a_card(1))
    seen = see(payload, payload.received_ns + 3_000_000)
    assert (seen.kind, seen.pace_ms, seen.types) == ("cccd", 3.0, False)
    assert payload.data.decode().split("|")[0] not in repr(seen)


def test_a_number_alone_is_shown_to_its_last_four() -> None:
    seen = see(a_payload("001190012345"), 0)
    assert seen.about.endswith("2345")
    assert "0011900" not in seen.about


def test_a_typing_readers_pace_is_not_the_time_to_decode() -> None:
    seen = see(replace(a_payload("abc"), reader="wedge"), 0)
    assert (seen.types, seen.pace_ms, seen.kind) == (True, None, "unknown")
