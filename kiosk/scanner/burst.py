"""Burst: how a reader's keys are told from a person's, by their times alone."""

from dataclasses import dataclass
from enum import Enum
from statistics import median

from kiosk.payload import MAX_FRAME_BYTES
from kiosk.scanner.keys import ENTER, TAB

MIN_KEYS = 6
"""Fewer keys are never a reader's; its terminator does not count."""
MIN_KEYS_STALLED = 10
"""Fewer are no reader's where one of the gaps is longer than the hold: a busy
machine delays a key, a person rolls three or four at once."""
MAX_MEDIAN_GAP_MS = 35
"""A person's gaps are rarely below 50 ms; slow readers need up to 30."""
HOLD_MS = 40
"""How long the first keys are held back: too short for a person to notice."""
SILENCE_MS = 80
"""What ends a burst while no terminator was seen yet."""
STALL_MS = 400
"""What ends a burst of a reader that sends terminators: a busy X server was
seen to stall for 100 ms in the middle of a code."""
REPEAT_MS = 15
"""A held key repeats every 20 ms at the fastest. What Qt on X11 calls a repeat
within less is a fast reader's doubled key: its release and the next press bear
the same millisecond, which is all that Qt goes by."""
MAX_KEYS = MAX_FRAME_BYTES + len("]Q1")
CLOCK_MS = 2**32
"""X11 counts milliseconds in 32 bits and starts anew after 49.7 days."""


class Fate(Enum):
    """What becomes of the key that was pressed."""

    HELD = "held"
    """Not known yet whose it is."""
    TAKEN = "taken"
    """The reader's, and so is all that was held."""
    PASSED = "passed"
    """A person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What was held is a person's: give it to where it was meant for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One code as a reader typed it; `too_long` codes have no text."""

    text: str
    too_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a key came to; `before` is what its coming has ended."""

    fate: Fate
    before: Typed | Burst | None = None
    burst: Burst | None = None


class BurstRecogniser:
    """Rules on one key after the other; times are the events' own.

    The caller asks `settle()` when no key has come for `wait_ms`.
    """

    def __init__(self) -> None:
        self._characters: list[str] = []
        self._gaps_ms: list[int] = []
        self._held = 0
        self._has_stalled = False
        self._is_burst = False
        self._last_ms = 0
        self._terminated_ms: int | None = None

    @property
    def wait_ms(self) -> int | None:
        """Return the silence that ends what is open; None where nothing is."""
        if not self._is_burst:
            return HOLD_MS if self._held else None
        return STALL_MS if self._terminated_ms is not None else SILENCE_MS

    def press(self, character: str, at_ms: int, *, is_repeat: bool = False) -> Ruling:
        """Rule on a key that means `character`."""
        gap_ms = (at_ms - self._last_ms) % CLOCK_MS
        if is_repeat and gap_ms > REPEAT_MS:
            self._last_ms = at_ms
            fate = Fate.TAKEN if self._is_burst else Fate.PASSED
            return Ruling(fate=fate, before=self.interrupt())
        before = None if self._goes_on(gap_ms) else self._part()
        self._last_ms = at_ms
        if character in (ENTER, TAB):
            return self._terminate(before, at_ms)
        if self._characters and not self._is_burst:
            self._gaps_ms.append(gap_ms)
            self._has_stalled |= gap_ms > HOLD_MS
        if len(self._characters) <= MAX_KEYS:
            self._characters.append(character)
        return self._continue(before)

    def interrupt(self) -> Typed | None:
        """Take note of a key that no reader sends; a burst goes on."""
        if self._is_burst:
            return None
        was_held = self._held > 0
        self._forget()
        return Typed() if was_held else None

    def settle(self) -> Typed | Burst | None:
        """End what is open, because silence did.

        Keys given back still count if a reader's follow: the silence may have
        been a stall, and the code is worth more than a letter in a field.
        """
        if self._is_burst:
            return self._finish()
        was_held = self._held > 0
        self._held = 0
        return Typed() if was_held else None

    def _goes_on(self, gap_ms: int) -> bool:
        if self._is_burst:
            return gap_ms <= (self.wait_ms or 0)
        return gap_ms <= (HOLD_MS if self._has_stalled else SILENCE_MS)

    def _part(self) -> Typed | Burst | None:
        return self._finish() if self._is_burst else self.interrupt()

    def _terminate(self, before: Typed | Burst | None, at_ms: int) -> Ruling:
        if self._is_burst:
            self._terminated_ms = at_ms
            return Ruling(fate=Fate.TAKEN, before=before, burst=self._finish())
        # A second terminator, such as LF after CR, must not press a button.
        if not self._characters and self._is_just_ended(at_ms):
            return Ruling(fate=Fate.TAKEN, before=before)
        return Ruling(fate=Fate.PASSED, before=self.interrupt() or before)

    def _continue(self, before: Typed | Burst | None) -> Ruling:
        if self._is_burst:
            return Ruling(fate=Fate.TAKEN, before=before)
        needed = MIN_KEYS_STALLED if self._has_stalled else MIN_KEYS
        if len(self._characters) < needed:
            self._held += 1
            return Ruling(fate=Fate.HELD, before=before)
        if median(self._gaps_ms) <= MAX_MEDIAN_GAP_MS:
            self._is_burst = True
            return Ruling(fate=Fate.TAKEN, before=before)
        return Ruling(fate=Fate.PASSED, before=self.interrupt() or before)

    def _is_just_ended(self, at_ms: int) -> bool:
        if self._terminated_ms is None:
            return False
        return (at_ms - self._terminated_ms) % CLOCK_MS <= SILENCE_MS

    def _finish(self) -> Burst:
        too_long = len(self._characters) > MAX_KEYS
        text = "" if too_long else "".join(self._characters)
        self._forget()
        return Burst(text=text, too_long=too_long)

    def _forget(self) -> None:
        self._characters.clear()
        self._gaps_ms.clear()
        self._held = 0
        self._has_stalled = False
        self._is_burst = False
