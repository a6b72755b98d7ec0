"""Visit words: a visit in one line, and times with the day where it matters."""

from datetime import timedelta

import msgspec
import pytest

from kiosk.reception import Leaving
from kiosk.ui.visit_words import describe, show_last_four, summarise, tell_time
from tests.ui.samples import VI, WALL
from tests.ui.visitors import a_visit


def test_a_visit_is_described_without_what_is_missing() -> None:
    visit = a_visit(1, company="", plate="", came_at=WALL)
    expected = "08:41 · gặp Chị Lan, phòng Hành chính · thẻ 26112001"
    assert describe(visit, VI, WALL) == expected


@pytest.mark.parametrize(
    ("days", "told"), [(0, "08:41"), (1, "08:41 19/11"), (30, "08:41 21/10")]
)
def test_another_day_is_told(days: int, told: str) -> None:
    assert tell_time(WALL - timedelta(days=days), WALL) == told


@pytest.mark.parametrize(
    ("document", "said"), [("001190012345", "•••• 2345"), ("", "khách quen")]
)
def test_an_earlier_visit_without_a_host_is_told_by_number(
    document: str, said: str
) -> None:
    visit = a_visit(1, host="", company="", plate="", document=document)
    assert summarise(visit, VI) == said


def test_only_the_last_four_are_shown() -> None:
    assert show_last_four("001190012345") == "•••• 2345"


def test_a_visit_that_the_night_closed_says_so() -> None:
    closed = msgspec.structs.replace(
        a_visit(1, company="", plate=""), leaving=Leaving.CLOSED
    )
    assert summarise(closed, VI) == "gặp Chị Lan, phòng Hành chính · tự đóng"
