"""Presence tells who is inside."""

import pytest

from kiosk.payload import Direction
from kiosk.presence import Presence
from tests.fakes import START


@pytest.mark.parametrize(
    ("direction", "inside"), [(Direction.IN, True), (Direction.OUT, False)]
)
def test_who_was_last_admitted_inwards_is_inside(
    direction: Direction, *, inside: bool
) -> None:
    presence = Presence(direction=direction, gate="A", at=START)
    assert presence.is_inside is inside
