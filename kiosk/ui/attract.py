"""Attract: the idle screen when nobody came for minutes: dim, and never still; no Qt."""

AFTER_MS = 5 * 60_000
"""A screen that nobody looks at is dimmed after this long (screens.md 8)."""
STEP_MS = 7_500
"""A pixel each time: 8 px a minute, too slow to be seen and enough against burn-in."""


def is_dim(quiet_ms: int, after_ms: int = AFTER_MS) -> bool:
    """Say whether the idle screen is dimmed when nothing came for `quiet_ms`."""
    return quiet_ms >= after_ms


def find_drift(
    quiet_ms: int, reach_px: int, after_ms: int = AFTER_MS
) -> tuple[int, int]:
    """Return how far right and down the screen stands, at most `reach_px` each.

    It moves by one pixel, across and down by turns. One way is shorter, so that
    the path does not fall back on itself.
    """
    steps = max(0, quiet_ms - after_ms) // STEP_MS
    across = _swing((steps + 1) // 2, max(1, reach_px))
    down = _swing(steps // 2, max(1, reach_px - 1))
    return across, down


def _swing(steps: int, reach: int) -> int:
    """Return where a point is that goes from 0 to `reach`, to `-reach`, and back."""
    place = (steps + reach) % (4 * reach)
    return place - reach if place <= 2 * reach else 3 * reach - place
