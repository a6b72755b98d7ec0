"""Back-off grows, is capped, jitters fully and honours what the province asks."""

import pytest

from kiosk.sync import backoff


@pytest.mark.parametrize(
    ("faults", "ceiling_s"), [(1, 2.0), (2, 4.0), (5, 32.0), (9, 300.0), (5000, 300.0)]
)
def test_the_wait_doubles_up_to_five_minutes(faults: int, ceiling_s: float) -> None:
    assert backoff.wait_s(faults, 0.999_999) == pytest.approx(ceiling_s, rel=1e-5)


def test_chance_spreads_over_the_whole_wait() -> None:
    assert backoff.wait_s(9, 0.0) == 0.0
    assert backoff.wait_s(9, 0.5) == 150.0


def test_the_province_is_never_asked_sooner_than_it_said() -> None:
    assert backoff.wait_s(1, 0.0, retry_after_s=60.0) == 60.0


def test_kiosks_that_were_told_the_same_time_do_not_come_back_in_step() -> None:
    assert backoff.wait_s(3, 0.5, retry_after_s=60.0) == 64.0


@pytest.mark.parametrize("asked_s", [86_400.0, 1e300, float("inf")])
def test_no_province_can_ask_for_more_than_an_hour(asked_s: float) -> None:
    """The sender forgets a stored wait of more than that, as its clock was set back."""
    assert backoff.wait_s(9, 0.999, retry_after_s=asked_s) < 3600


def test_a_time_that_is_past_is_now() -> None:
    assert backoff.wait_s(1, 0.0, retry_after_s=-5.0) == 0.0
