"""Burst: how a reader's keys are told from a person's, by their times alone."""

import re
from collections.abc import Sequence
from enum import Enum, StrEnum

import msgspec

from kiosk.payload import MAX_FRAME_BYTES
from kiosk.scanner.keyed import undo_hex
from kiosk.scanner.keys import ENTER, LF, TAB
from kiosk.scanner.numpad import spell

MIN_KEYS = 6
"""Fewer keys are never a reader's; its terminator does not count."""
MIN_KEYS_STALLED = 10
"""Fewer are no reader's where one of the gaps is longer than the hold: a busy
machine delays a key, a person rolls three or four at once."""
MAX_MEDIAN_GAP_MS = 35
"""A person's gaps are rarely below 50 ms; slow readers need up to 30."""
HOLD_MS = 40
"""How long the first keys are held back: too short for a person to notice."""
HOLD_AFTER_MS = 160
"""The same right after a code, when a reader's next is likelier than a person;
stalls of that length part no keys then. A person's median is still too long."""
SILENCE_MS = 80
"""What parts keys that are no burst yet."""
QUIET_MS = 150
"""What ends a burst while no terminator was seen yet."""
STALL_MS = 400
"""What ends a burst of a reader that sends terminators: a busy X server was
seen to stall for 100 ms in the middle of a code."""
FIRST_REPEAT_MS = 150
"""A held key repeats after 200 ms at the earliest, then every 20 ms. What Qt on
X11 calls a repeat before that is a fast reader's doubled key: its release and
the next press bear the same millisecond, which is all that Qt goes by."""
MAX_KEYS = MAX_FRAME_BYTES + len("]Q1")
VCARD = re.compile(r"(\][A-Z][0-9A-Z])?BEGIN:VCARD")
OPENING = 16
"""Enough of a text's first and last characters to know a vCard."""
FIRST_PRINTABLE = 0x20
TERMINATORS = {ENTER: ENTER, LF: ENTER, TAB: TAB}
"""Which key a terminator stands for that is typed as a number."""
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


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What was held is a person's: give it to where it was meant for."""


class Mode(StrEnum):
    """How a reader typed a code's characters."""

    PLAIN = "plain"
    """As a US keyboard's keys."""
    ALT = "alt"
    """Some as numbers on the keypad (`numpad.py`)."""
    HEX = "hex"
    """Perhaps as the hex digits of their bytes; a number may look like that."""


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """One code as a reader typed it; `too_long` codes have no text.

    `terminator` is empty where silence ended it. `duration_ms` runs from the
    first key of the text to the last; Shift and ALT are not counted as keys.
    """

    text: str
    too_long: bool = False
    mode: Mode = Mode.PLAIN
    terminator: str = ""
    keys: int
    duration_ms: int

    @property
    def keys_per_second(self) -> int:
        """Return the pace; a reader may be faster than the clock's millisecond."""
        return round(1000 * (self.keys - 1) / max(1, self.duration_ms))


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What a key came to; `before` is what its coming has ended."""

    fate: Fate
    before: Typed | Burst | None = None
    burst: Burst | None = None


class BurstRecogniser:
    """Rules on one key after the other; times are the events' own.

    The caller asks `settle()` when no key has come for `wait_ms`.
    """

    def __init__(self) -> None:
        self._typed: list[str | int] = []
        self._gaps_ms: list[int] = []
        self._keys = 0
        self._held = 0
        self._given = 0
        self._follows = False
        self._has_stalled = False
        self._is_burst = False
        self._repeats = False
        self._first_ms = 0
        self._key_ms = 0
        self._last_ms = 0
        self._terminated_ms: int | None = None

    @property
    def wait_ms(self) -> int | None:
        """Return the silence that ends what is open; None where nothing is."""
        if not self._is_burst:
            hold_ms = HOLD_AFTER_MS if self._follows else HOLD_MS
            return hold_ms if self._held else None
        return STALL_MS if self._terminated_ms is not None else QUIET_MS

    @property
    def given_back(self) -> int:
        """Return how many keys of what is open were given back too early."""
        return self._given

    def press(self, character: str, at_ms: int, *, is_repeat: bool = False) -> Ruling:
        """Rule on a key that means `character`, or nothing by itself."""
        gap_ms = self._since(self._last_ms, at_ms)
        self._repeats = is_repeat and (self._repeats or gap_ms > FIRST_REPEAT_MS)
        if self._repeats:
            self._last_ms = at_ms
            fate = Fate.TAKEN if self._is_burst else Fate.PASSED
            return Ruling(fate=fate, before=self.interrupt())
        before = self.touch(at_ms)
        if character in (ENTER, TAB):
            return self._terminate(before, character, at_ms)
        if self._keys and not self._is_burst:
            self._gaps_ms.append(gap_ms)
            self._has_stalled |= gap_ms > HOLD_MS
        if not self._keys:
            self._first_ms = at_ms
            self._follows = self._is_just_ended(at_ms, STALL_MS)
        self._key_ms = at_ms
        self._keys += 1
        if character:
            self._keep(character)
        return self._continue(before)

    def touch(self, at_ms: int) -> Typed | Burst | None:
        """Take note of a key that only goes with others, such as ALT.

        Return what ended before it.
        """
        goes_on = self._goes_on(self._since(self._last_ms, at_ms))
        self._last_ms = at_ms
        return None if goes_on else self._part()

    def complete(self, number: int, at_ms: int) -> Ruling:
        """Rule on the keys that have typed `number`, which stands for a character."""
        before = self.touch(at_ms)
        character = chr(number) if number < FIRST_PRINTABLE else ""
        if character in TERMINATORS:
            ending = self._terminate(before, TERMINATORS[character], at_ms)
            if ending.fate is Fate.TAKEN and ending.burst is None:
                self._forget()
            return ending
        if self._keys:
            self._keep(number)
        return Ruling(fate=Fate.TAKEN if self._is_burst else Fate.HELD, before=before)

    def accompany(self, at_ms: int) -> Fate:
        """Rule on a key event that the system adds to the keys before."""
        if self._is_burst or (not self._typed and self._is_just_ended(at_ms)):
            return Fate.TAKEN
        if not self._held:
            return Fate.PASSED
        self._held += 1
        return Fate.HELD

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
        self._given += self._held
        self._held = 0
        return Typed() if was_held else None

    def _goes_on(self, gap_ms: int) -> bool:
        if self._is_burst:
            return gap_ms <= (self.wait_ms or 0)
        if self._follows:
            return gap_ms <= HOLD_AFTER_MS
        return gap_ms <= (HOLD_MS if self._has_stalled else SILENCE_MS)

    def _part(self) -> Typed | Burst | None:
        return self._finish() if self._is_burst else self.interrupt()

    def _terminate(
        self, before: Typed | Burst | None, character: str, at_ms: int
    ) -> Ruling:
        if self._is_burst and self._is_open_vcard():
            self._keep(character)
            return Ruling(fate=Fate.TAKEN, before=before)
        if self._is_burst:
            burst = self._end(character, at_ms)
            return Ruling(fate=Fate.TAKEN, before=before, burst=burst)
        # A second terminator, such as LF after CR, must not press a button.
        if not self._typed and self._is_just_ended(at_ms):
            return Ruling(fate=Fate.TAKEN, before=before)
        return Ruling(fate=Fate.PASSED, before=self.interrupt() or before)

    def _continue(self, before: Typed | Burst | None) -> Ruling:
        if self._is_burst:
            return Ruling(fate=Fate.TAKEN, before=before)
        needed = MIN_KEYS_STALLED if self._has_stalled else MIN_KEYS
        if self._keys < needed:
            self._held += 1
            return Ruling(fate=Fate.HELD, before=before)
        if find_median(self._gaps_ms) <= MAX_MEDIAN_GAP_MS:
            self._is_burst = True
            return Ruling(fate=Fate.TAKEN, before=before)
        return Ruling(fate=Fate.PASSED, before=self.interrupt() or before)

    def _keep(self, typed: str | int) -> None:
        if len(self._typed) <= MAX_KEYS:
            self._typed.append(typed)

    def _is_open_vcard(self) -> bool:
        """Say whether this is a vCard, whose lines end too, before its end."""
        opening = spell(self._typed[:OPENING]).upper()
        closing = spell(self._typed[-OPENING:]).upper().rstrip()
        return VCARD.match(opening) is not None and not closing.endswith("END:VCARD")

    def _is_just_ended(self, at_ms: int, within_ms: int = SILENCE_MS) -> bool:
        if self._terminated_ms is None:
            return False
        return self._since(self._terminated_ms, at_ms) <= within_ms

    def _end(self, terminator: str, at_ms: int) -> Burst:
        self._terminated_ms = at_ms
        return self._finish(terminator)

    def _finish(self, terminator: str = "") -> Burst:
        too_long = len(self._typed) > MAX_KEYS
        text = "" if too_long else spell(self._typed)
        burst = Burst(
            text=text,
            too_long=too_long,
            mode=find_mode(self._typed, text),
            terminator=terminator,
            keys=self._keys,
            duration_ms=self._since(self._first_ms, self._key_ms),
        )
        self._forget()
        return burst

    def _forget(self) -> None:
        self._typed.clear()
        self._gaps_ms.clear()
        self._keys = 0
        self._held = 0
        self._given = 0
        self._follows = False
        self._has_stalled = False
        self._is_burst = False

    @staticmethod
    def _since(before_ms: int, at_ms: int) -> int:
        return (at_ms - before_ms) % CLOCK_MS


def find_mode(typed: Sequence[str | int], text: str) -> Mode:
    """Return how `typed`, which came to `text`, was typed."""
    if any(isinstance(part, int) for part in typed):
        return Mode.ALT
    return Mode.PLAIN if undo_hex(text) is None else Mode.HEX


def find_median(values: Sequence[float]) -> float:
    """Return the median; `statistics` would bring fractions and chance along."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[-middle - 1]) / 2
