"""Doorway: codes reach the road at once, and who stands before it once that has come."""

from dataclasses import replace

import pytest

from kiosk.payload import Payload
from kiosk.ui.doorway import Doorway
from tests.ui.samples import a_payload

ENROLMENT = replace(a_payload(), data=b"VE1ABCDEF")


@pytest.fixture
def submitted() -> list[Payload]:
    return []


def test_a_code_reaches_the_road_before_anything_else_is_loaded(
    submitted: list[Payload],
) -> None:
    doorway = Doorway(submitted.append, keeps_enrolment_codes=True)
    doorway.take(a_payload())
    assert submitted == [a_payload()]


def test_an_enrolment_code_waits_for_who_takes_it(submitted: list[Payload]) -> None:
    taken: list[Payload] = []
    doorway = Doorway(submitted.append, keeps_enrolment_codes=True)
    doorway.take(ENROLMENT)
    doorway.lead(taken.append)
    assert (submitted, taken) == ([], [ENROLMENT])


def test_an_enrolled_kiosk_keeps_nothing_back(submitted: list[Payload]) -> None:
    doorway = Doorway(submitted.append, keeps_enrolment_codes=False)
    doorway.take(ENROLMENT)
    assert submitted == [ENROLMENT]


def test_who_is_led_to_takes_everything_from_then_on(submitted: list[Payload]) -> None:
    taken: list[Payload] = []
    doorway = Doorway(submitted.append, keeps_enrolment_codes=True)
    doorway.lead(taken.append)
    doorway.take(a_payload())
    doorway.take(ENROLMENT)
    assert (submitted, taken) == ([], [a_payload(), ENROLMENT])
