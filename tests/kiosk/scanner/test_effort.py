"""Test when a frame is worth a harder look."""

from kiosk.scanner.effort import (
    HUNCH_PRICE,
    INCOME,
    PATIENCE,
    PURSE,
    SIGN_FRAMES,
    Effort,
)


def look_in_vain(effort: Effort, frames: int, *, has_sign: bool) -> int:
    """Return how many of `frames` were worth a harder look that found nothing."""
    looks = 0
    for _ in range(frames):
        if effort.allows(has_sign=has_sign, is_settled=True):
            looks += 1
            effort.note(has_sign=False, has_code=False)
    return looks


def test_looks_without_a_sign_are_rationed() -> None:
    looks = look_in_vain(Effort(), 1200, has_sign=False)
    assert looks <= PURSE + 1200 * INCOME + 1
    assert looks >= PURSE


def test_a_sign_makes_every_frame_worth_it() -> None:
    assert look_in_vain(Effort(), PATIENCE, has_sign=True) == PATIENCE


def test_a_sign_without_a_code_for_long_is_rationed_too() -> None:
    looks = look_in_vain(Effort(), 1200, has_sign=True)
    assert looks <= PATIENCE + PURSE + 1200 * INCOME + 1


def test_a_sign_holds_for_some_frames() -> None:
    effort = Effort()
    effort.allows(has_sign=True, is_settled=False)
    held = [effort.allows(has_sign=False, is_settled=False) for _ in range(9)]
    assert held.count(True) == SIGN_FRAMES - 1


def test_a_sign_lapses_when_something_else_is_shown() -> None:
    effort = Effort()
    effort.allows(has_sign=True, is_settled=True)
    effort.lapse()
    assert not effort.allows(has_sign=False, is_settled=False)


def test_a_sweeping_frame_without_a_sign_is_not_worth_it() -> None:
    assert not Effort().allows(has_sign=False, is_settled=False)


def test_a_code_fills_the_purse_again() -> None:
    effort = Effort()
    look_in_vain(effort, 60, has_sign=False)
    effort.note(has_sign=True, has_code=True)
    assert look_in_vain(effort, int(PURSE), has_sign=False) == PURSE


def test_a_sign_that_only_harder_looks_see_lowers_the_price() -> None:
    effort = Effort()
    looks = 0
    for _ in range(60):
        if effort.allows(has_sign=False, is_settled=True):
            looks += 1
            effort.note(has_sign=True, has_code=False)
    assert PURSE < looks <= (PURSE + 60 * INCOME) / HUNCH_PRICE + 1
