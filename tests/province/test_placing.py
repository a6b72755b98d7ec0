"""Tests of where entries of doubtful clocks are placed."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from province.placing import (
    LONGEST_MS,
    STEP,
    Confidence,
    Counted,
    Placing,
    Stretch,
    add,
    anchor,
    clamp_ms,
    gather,
    has_moved,
    join,
    narrow,
    place,
)
from tests.province.builders import NOW

BEGAN = NOW - timedelta(hours=5)
HOUR = timedelta(hours=1)
HOUR_MS = 3_600_000


def a_stretch(claimed: datetime = BEGAN, *, latest: datetime = NOW) -> Stretch:
    """Return a boot with an entry in its first hour, and one in its third."""
    return Stretch(
        first=5,
        last=9,
        first_ms=HOUR_MS,
        last_ms=3 * HOUR_MS,
        claimed=claimed,
        latest=latest,
    )


def test_a_batch_over_the_network_places_its_boot_exactly() -> None:
    wrong = a_stretch(claimed=BEGAN - timedelta(days=9000))
    assert place(anchor(wrong, BEGAN)) == Placing(
        began_at=BEGAN, confidence=Confidence.EXACT
    )


def test_the_shortest_way_counts() -> None:
    late = anchor(a_stretch(), BEGAN + timedelta(seconds=30))
    for told in (anchor(late, BEGAN), anchor(anchor(a_stretch(), BEGAN), late.latest)):
        assert told.latest == BEGAN


def test_without_any_bound_the_kiosks_own_clock_is_all_there_is() -> None:
    assert place(a_stretch()) is None


def test_no_entry_is_later_than_its_arrival() -> None:
    ahead = a_stretch(claimed=NOW + 9 * HOUR, latest=BEGAN + 2 * HOUR)
    assert place(ahead) == Placing(
        began_at=BEGAN + 2 * HOUR, confidence=Confidence.BOUNDED
    )


def test_a_clock_that_fits_between_its_neighbours_is_believed() -> None:
    bounded = narrow(a_stretch(), BEGAN, BEGAN + 6 * HOUR)
    assert place(bounded) == Placing(began_at=BEGAN, confidence=Confidence.BOUNDED)


def test_a_clock_set_back_is_put_after_the_entry_before() -> None:
    back = narrow(a_stretch(claimed=BEGAN - 100 * HOUR), BEGAN, None)
    assert place(back) == Placing(began_at=BEGAN - HOUR, confidence=Confidence.BOUNDED)


def test_a_clock_set_forward_is_put_before_the_entry_after() -> None:
    ahead = narrow(a_stretch(claimed=NOW - HOUR), None, BEGAN + 4 * HOUR)
    assert place(ahead) == Placing(began_at=BEGAN + HOUR, confidence=Confidence.BOUNDED)


def test_neighbours_do_not_move_what_is_exact() -> None:
    exact = anchor(a_stretch(), BEGAN)
    assert narrow(exact, NOW, NOW) == exact


def test_a_step_below_a_second_moves_no_entry_again() -> None:
    then = Placing(began_at=BEGAN, confidence=Confidence.EXACT)
    near = Placing(began_at=BEGAN + STEP / 2, confidence=Confidence.EXACT)
    far = Placing(began_at=BEGAN + STEP, confidence=Confidence.EXACT)
    bounded = Placing(began_at=BEGAN, confidence=Confidence.BOUNDED)
    moved = [has_moved(then, now) for now in (near, far, bounded, None)]
    assert moved == [False, True, True, True]


def test_a_count_beyond_reason_breaks_no_date() -> None:
    assert add(NOW, -clamp_ms(2**63)) < add(NOW, clamp_ms(-5)) < add(NOW, LONGEST_MS)


a_counted = st.builds(
    Counted,
    position=st.integers(1, 50),
    boot=st.just("b"),
    monotonic_ms=st.integers(0, HOUR_MS),
    decided_at=st.just(BEGAN),
)


@given(counted=st.lists(a_counted, min_size=2, unique_by=lambda one: one.position))
def test_the_order_of_arrival_does_not_matter(counted: list[Counted]) -> None:
    whole = gather(counted, NOW)["b"]
    early, late = gather(counted[:1], NOW)["b"], gather(counted[1:], NOW)["b"]
    assert join(early, late) == join(late, early) == whole
