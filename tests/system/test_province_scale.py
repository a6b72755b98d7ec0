"""A province of 6,128 points and a million entries: its figures against its raw rows."""

import pytest

from benchmarks.province_scale import (
    ENTRIES,
    FLAT,
    RAW_SHARE,
    UPKEEP_SHARE,
    measure,
    tell,
)

pytestmark = [pytest.mark.timing, pytest.mark.system]


@pytest.mark.timeout(900)
def test_figures_cost_a_fraction_of_raw_rows_and_stay_flat() -> None:
    """The real size is `benchmarks.province_scale --entries 20000000`.

    What somebody's looking costs a batch is judged there: here other programs share
    the processors.
    """
    measured = measure(ENTRIES, rounds=3)
    tell(measured)

    assert max(measured.shares.values()) <= RAW_SHARE
    assert measured.upkeep <= UPKEEP_SHARE
    assert max(measured.batch, measured.figures) <= FLAT
