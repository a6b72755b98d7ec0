"""Cascade: reads a camera's frames one by one, as hard as each deserves."""

import numpy as np
from numpy.typing import NDArray

from kiosk.scanner import zxing
from kiosk.scanner.advice import advise, is_dark
from kiosk.scanner.code import Code, Gray
from kiosk.scanner.effort import Effort
from kiosk.scanner.harder import Finding, HarderLook, cut_guide, sort_out
from kiosk.scanner.hint import Hint
from kiosk.scanner.motion import Motion
from kiosk.scanner.sight import Outline, Sight

REPEAT_NS = 2_000_000_000
"""How long a code must be out of view before it is emitted again."""
REST_NS = 500_000_000
"""How long after a code no harder look is taken: it was just read."""
HINT_AFTER = 4
"""Frames in a row that call for a hint before it is given: most are read by then."""
STEADY = 0.05
"""Of its side: how far what is located may be from where it was."""
STEADY_NS = 500_000_000
LEAST_PX = 24
"""Sides of the least picture with a code in it."""


class Cascade:
    """Looks at frames in their order; not for several threads at once.

    `now_ns` is when the frame was captured, on any clock that never goes back.
    No frame is kept, only sums of them and very small pictures.
    """

    def __init__(self) -> None:
        self._seen_ns: dict[bytes, int] = {}
        self._read_ns: int | None = None
        self._motion = Motion()
        self._effort = Effort()
        self._harder = HarderLook()
        self._hinted = 0
        self._located: tuple[NDArray[np.float64], int] | None = None
        self.was_harder = False
        """Whether the last frame was given a harder look."""

    def look(self, gray: Gray, now_ns: int) -> Sight:
        """Return what `gray` shows, and what is new in it."""
        if not is_frame(gray):
            return Sight(is_idle=True)
        self._motion.note(gray, now_ns)
        if self._motion.is_sweeping():
            self._effort.lapse()
            self._harder.forget()
        finding = sort_out(zxing.locate(gray), lambda corner: corner)
        self.was_harder = False
        if finding.codes:
            self._harder.forget()
            self._effort.note(has_sign=True, has_code=True)
        elif self._is_worth_more(finding, now_ns):
            finding = self._look_harder(gray, finding)
        if finding.codes:
            self._read_ns = now_ns
        elif self._is_idle(now_ns):
            self._harder.forget()  # nobody's code is kept when nobody is there
        return Sight(
            codes=self._pick_new(finding.codes, now_ns),
            hint=self._hint(gray, finding, now_ns),
            outline=finding.outline,
            is_idle=self._is_idle(now_ns),
        )

    def _is_worth_more(self, finding: Finding, now_ns: int) -> bool:
        if self._is_resting(now_ns):
            return False
        is_settled = not self._motion.is_sweeping() and not self._is_idle(now_ns)
        has_sign = finding.outline is not None and self._is_steady(
            finding.outline, now_ns
        )
        return self._effort.allows(has_sign=has_sign, is_settled=is_settled)

    def _is_steady(self, outline: Outline, now_ns: int) -> bool:
        """Tell whether something was located about there lately.

        In a fine chequer something is located in every frame, each time elsewhere.
        """
        middle = np.mean(outline, axis=0)
        last, self._located = self._located, (middle, now_ns)
        if last is None or now_ns - last[1] > STEADY_NS:
            return False
        reach = STEADY * float(np.ptp(outline, axis=0).max())
        return bool(np.abs(middle - last[0]).max() <= reach)

    def _look_harder(self, gray: Gray, first: Finding) -> Finding:
        self.was_harder = True
        finding = self._harder.look(gray, first.outline)
        has_sign = finding.outline is not None
        self._effort.note(has_sign=has_sign, has_code=bool(finding.codes))
        return finding if has_sign else first

    def _pick_new(self, codes: tuple[Code, ...], now_ns: int) -> tuple[Code, ...]:
        self._seen_ns = {
            data: seen_ns
            for data, seen_ns in self._seen_ns.items()
            if now_ns - seen_ns < REPEAT_NS
        }
        new = {code.data: code for code in codes if code.data not in self._seen_ns}
        self._seen_ns |= dict.fromkeys((code.data for code in codes), now_ns)
        return tuple(new.values())

    def _hint(self, gray: Gray, finding: Finding, now_ns: int) -> Hint:
        hint = self._advise(gray, finding.outline, now_ns)
        if finding.codes or hint is Hint.NONE:
            # A code that is located now and then still wants its hint.
            self._hinted = 0 if finding.codes else max(0, self._hinted - 1)
            return Hint.NONE
        self._hinted = min(self._hinted + 1, 2 * HINT_AFTER)
        return hint if self._hinted >= HINT_AFTER else Hint.NONE

    def _advise(self, gray: Gray, outline: Outline | None, now_ns: int) -> Hint:
        if self._is_resting(now_ns):
            return Hint.NONE
        if outline is not None:
            return advise(
                gray,
                outline,
                side_px=self._harder.side_px,
                shift_px=self._harder.shift_px,
            )
        is_busy = not self._is_idle(now_ns)
        return Hint.TOO_DARK if is_busy and is_dark(cut_guide(gray)[2]) else Hint.NONE

    def _is_resting(self, now_ns: int) -> bool:
        return self._read_ns is not None and now_ns - self._read_ns < REST_NS

    def _is_idle(self, now_ns: int) -> bool:
        return self._motion.is_idle(now_ns) and not self._effort.has_sign


def is_frame(gray: Gray) -> bool:
    """Tell whether `gray` is a picture that can have a code in it."""
    return gray.ndim == 2 and gray.dtype == np.uint8 and min(gray.shape) >= LEAST_PX
