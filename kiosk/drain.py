"""Drain: how far the sending of what waits is, and how long the rest takes."""

from collections import deque

import msgspec

WINDOW_MS = 20_000
"""A rate is of the last 20 s: a line that got worse shows within them."""

LEAST_SAMPLES = 5
"""On a line where a batch takes half a minute, the window is the last five."""

LEAST_MS = 1_500
"""Before that a rate is that of the first batches, which a cold server slows."""

SAMPLE_MS = 250
"""Samples are no closer: at most 80 in a window, however fast the line is."""

UNSTEADY = 2.0
"""Where the window's halves differ by more, nobody knows how long the rest takes."""


class Drain(msgspec.Struct, frozen=True, kw_only=True):
    """So many entries were sent since it began, of `total` that had to be.

    `rate_per_s` is None where too little was seen, `left_s` also where the
    rate is not steady: a guess that jumps is worse than none.
    """

    done: int
    total: int
    rate_per_s: float | None = None
    left_s: float | None = None


class _Sample(msgspec.Struct, frozen=True):
    at_ms: int
    done: int


class DrainWatch:
    """Follows the reports of a sender; for one thread."""

    def __init__(self) -> None:
        self._samples: deque[_Sample] = deque()
        self._sent = 0
        self._done = 0

    def note(self, *, sent: int, pending: int, at_ms: int) -> Drain:
        """Take that a run has `sent` so many, and `pending` are left, at a monotonic time.

        A run that begins anew counts from 0.
        """
        if sent < self._sent:
            self._sent = 0
        self._done += sent - self._sent
        self._sent = sent
        newest = _Sample(at_ms, self._done)
        rate = _find_rate([*self._samples, newest])
        left_s = pending / rate if rate and self._is_steady(newest) else None
        self._keep(newest)
        return Drain(
            done=self._done,
            total=self._done + pending,
            rate_per_s=rate,
            left_s=left_s,
        )

    def end(self) -> None:
        """Forget all: nothing is left, or something stands in the way."""
        self._samples.clear()
        self._sent = self._done = 0

    def _keep(self, newest: _Sample) -> None:
        samples = self._samples
        if samples and newest.at_ms - samples[-1].at_ms < SAMPLE_MS:
            return
        samples.append(newest)
        oldest_ms = newest.at_ms - WINDOW_MS
        while len(samples) > LEAST_SAMPLES and samples[0].at_ms < oldest_ms:
            samples.popleft()

    def _is_steady(self, newest: _Sample) -> bool:
        """Say whether both halves of the window, by time, went about as fast."""
        seen = [*self._samples, newest]
        middle_ms = (seen[0].at_ms + newest.at_ms) // 2
        cut = next(n for n, one in enumerate(seen) if one.at_ms >= middle_ms)
        early, late = _divide(seen[0], seen[cut]), _divide(seen[cut], newest)
        return 0 < max(early, late) <= UNSTEADY * min(early, late)


def _find_rate(seen: list[_Sample]) -> float | None:
    if seen[-1].at_ms - seen[0].at_ms < LEAST_MS:
        return None
    return _divide(seen[0], seen[-1]) or None


def _divide(first: _Sample, last: _Sample) -> float:
    passed_s = (last.at_ms - first.at_ms) / 1000
    return (last.done - first.done) / passed_s if passed_s > 0 else 0.0
