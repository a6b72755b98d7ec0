"""The admin's screen says what the next purge takes, and what it keeps."""

from dataclasses import replace

from kiosk.retention import Countdown
from kiosk.ui.admin_retention import list_retention
from tests.ui.admin_samples import FACTS
from tests.ui.samples import EN, VI

assert FACTS.countdown is not None
COUNTDOWN: Countdown = FACTS.countdown


def tell(countdown: Countdown) -> list[str]:
    return [line.text for line in list_retention(countdown, VI)]


def test_what_goes_and_what_is_overdue_is_counted() -> None:
    assert tell(COUNTDOWN) == [
        "312 lượt, trước 22/10/2026",
        "20/10/2026",
        "12.044 lượt, giữ đến 30/09/2027",
    ]


def test_every_line_has_its_name_in_both_languages() -> None:
    vi, en = (list(list_retention(COUNTDOWN, texts)) for texts in (VI, EN))
    assert len({line.label for line in (*vi, *en)}) == 6


def test_nothing_overdue_is_not_told() -> None:
    countdown = replace(COUNTDOWN, overdue=0, overdue_until=None)
    assert len(tell(countdown)) == 2


def test_a_clock_that_is_not_believed_is_told() -> None:
    countdown = replace(COUNTDOWN, before=None, oldest=None)
    assert tell(countdown)[0] == "Chờ: chưa tin được đồng hồ"
