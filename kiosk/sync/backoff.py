"""Back-off: how long to wait after faults, with full jitter."""

FIRST_S = 1.0
CAP_S = 300.0
"""Five minutes: a checkpoint's staff see within a coffee that the link is back."""


def wait_s(faults: int, chance: float, retry_after_s: float | None = None) -> float:
    """Return seconds to wait after `faults` faults in a row (1 or more).

    `chance` is uniform in [0, 1): full jitter, so that 500 kiosks that lost
    the same province do not come back in step. Never less than
    `retry_after_s` where the province named it.
    """
    ceiling = min(CAP_S, FIRST_S * 2.0 ** min(faults, 20))
    return max(retry_after_s or 0.0, ceiling * chance)
