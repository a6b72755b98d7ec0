"""A hint is shown once it is sure, and long enough to be read."""

from kiosk.scanner.hint import Hint
from kiosk.ui.steadiness import APPEARS_AFTER_MS, STAYS_MS, SteadyHint

SURE = APPEARS_AFTER_MS


def follow(*seen: tuple[int, Hint]) -> list[Hint]:
    steady = SteadyHint()
    return [steady.see(hint, at_ms) for at_ms, hint in seen]


def test_a_hint_of_one_frame_is_not_shown() -> None:
    assert follow((0, Hint.NONE), (400, Hint.GLARE), (500, Hint.NONE)) == [
        Hint.NONE,
        Hint.NONE,
        Hint.NONE,
    ]


def test_a_hint_that_lasts_is_shown() -> None:
    shown = follow(
        (1000, Hint.GLARE), (1000 + SURE - 1, Hint.GLARE), (1000 + SURE, Hint.GLARE)
    )
    assert shown == [Hint.NONE, Hint.NONE, Hint.GLARE]


def test_a_shown_hint_stays_until_it_was_read() -> None:
    began = 1000 + SURE
    shown = follow(
        (1000, Hint.GLARE),
        (began, Hint.GLARE),
        (began + 100, Hint.NONE),
        (began + STAYS_MS - 1, Hint.NONE),
        (began + STAYS_MS, Hint.NONE),
    )
    assert shown[1:] == [Hint.GLARE, Hint.GLARE, Hint.GLARE, Hint.NONE]


def test_another_hint_takes_its_place_in_time() -> None:
    began = 1000 + SURE
    shown = follow(
        (1000, Hint.GLARE),
        (began, Hint.GLARE),
        (began + 10, Hint.CLOSER),
        (began + STAYS_MS, Hint.CLOSER),
    )
    assert shown[-2:] == [Hint.GLARE, Hint.CLOSER]
