"""Back-off: how long to wait after faults, with full jitter."""

FIRST_S = 1.0
CAP_S = 300.0
"""Five minutes: a checkpoint's staff see within a coffee that the link is back."""

MOST_ASKED_S = 3300.0
"""A province that asks for longer is asked again within an hour all the same."""


def wait_s(faults: int, chance: float, retry_after_s: float | None = None) -> float:
    """Return seconds to wait after `faults` faults in a row (1 or more).

    `chance` is uniform in [0, 1): full jitter, so that 500 kiosks that lost
    the same province do not come back in step. It comes on top of
    `retry_after_s` where the province named it, as it told all of them alike.
    """
    ceiling = min(CAP_S, FIRST_S * 2.0 ** min(faults, 20))
    asked_s = min(max(retry_after_s or 0.0, 0.0), MOST_ASKED_S)
    return asked_s + ceiling * chance
