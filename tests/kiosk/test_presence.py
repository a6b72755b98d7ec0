"""Presence tells who is inside."""

from datetime import timedelta

import msgspec
import pytest

from kiosk.payload import Direction
from kiosk.presence import Presence, choose_later
from tests.fakes import START


@pytest.mark.parametrize(
    ("direction", "inside"), [(Direction.IN, True), (Direction.OUT, False)]
)
def test_who_was_last_admitted_inwards_is_inside(
    direction: Direction, *, inside: bool
) -> None:
    presence = Presence(direction=direction, gate="A", at=START)
    assert presence.is_inside is inside


def test_the_later_admission_counts_and_ones_own_at_the_same_moment() -> None:
    own = Presence(direction=Direction.IN, gate="A", at=START)
    same = msgspec.structs.replace(own, gate="B", is_heard=True)
    later = msgspec.structs.replace(same, at=START + timedelta(seconds=1))
    assert [choose_later(own, one) for one in (same, later)] == [own, later]
    assert choose_later(later, own) == later


def test_a_presence_alone_counts() -> None:
    own = Presence(direction=Direction.IN, gate="A", at=START)
    assert (choose_later(own, None), choose_later(None, own)) == (own, own)
    assert choose_later(None, None) is None
