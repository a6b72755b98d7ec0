"""Pace: how many entries go into the next batch, by how the last ones went."""

from dataclasses import dataclass, replace

from kiosk.protocol.batch import MAX_ROWS

START_ROWS = 1000
"""Bytes an entry hardly fall beyond 1,000 rows, and a batch stays near 100 kB."""

CUT_ROWS = 8
"""About 1 kB: what a line can't carry in one piece, smaller pieces don't mend."""

QUICK_S = 2.0
"""Below it a batch costs a request and a commit more than its bytes: 5,000 rows
settle in the time of two batches of 1,000 (10 ms), the gate waits for half of them."""

SLOW_S = 20.0
"""Beyond it a line that breaks off costs more than it saves."""

_LEAST_QUICK = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`rows` may go together; once something was too large it grows by little steps."""

    rows: int = START_ROWS
    is_wary: bool = False

    def grow(self, sent: int, taken_s: float) -> "Pace":
        """Return the pace after a batch of `sent` rows that was taken in `taken_s`."""
        if taken_s > SLOW_S:
            return replace(self, rows=max(min(self.rows, _LEAST_QUICK), self.rows // 2))
        if self.is_wary:
            # The way may have changed, or what was too large may have been one entry.
            rows = self.rows + max(1, self.rows // 10)
        elif sent == self.rows and taken_s < QUICK_S:
            rows = 2 * self.rows
        else:
            return self
        return replace(self, rows=min(MAX_ROWS, rows))

    def halve(self, sent: int) -> "Pace":
        """Return the pace after a batch of `sent` rows was too large for the province."""
        return Pace(rows=max(1, sent // 2), is_wary=True)

    def shrink(self, sent: int) -> "Pace":
        """Return the pace after the line broke under `sent` rows.

        One that breaks every 50 kB lets half of them through.
        """
        if sent <= CUT_ROWS:
            return self
        return Pace(rows=max(CUT_ROWS, sent // 2), is_wary=True)
