"""Test how a reader's keys are told from a person's."""

import statistics
from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanner.burst import (
    CLOCK_MS,
    FIRST_REPEAT_MS,
    HOLD_AFTER_MS,
    HOLD_MS,
    MAX_KEYS,
    QUIET_MS,
    SILENCE_MS,
    STALL_MS,
    Burst,
    BurstRecogniser,
    Fate,
    Mode,
    Ruling,
    Typed,
    find_median,
)

CODE = "001190000123|TRAN THI THU NGHIEM"


@dataclass
class Keyboard:
    """Presses keys with gaps, lets silence rule, and keeps what came of it."""

    recogniser: BurstRecogniser = field(default_factory=BurstRecogniser)
    now_ms: int = 1000
    bursts: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)

    def press(self, keys: str, gaps_ms: list[int]) -> None:
        for key, gap_ms in zip(keys, gaps_ms, strict=True):
            self.rest(gap_ms)
            ruling = self.recogniser.press(key, self.now_ms % CLOCK_MS)
            self._end(ruling.before)
            self._place(key, ruling.fate)
            self._end(ruling.burst)

    def rest(self, silence_ms: int) -> None:
        """Let time pass as a timer sees it."""
        wait_ms = self.recogniser.wait_ms
        if wait_ms is not None and silence_ms > wait_ms:
            self._end(self.recogniser.settle())
        self.now_ms += silence_ms

    def bursts_and_typed(self) -> str:
        return "".join(self.bursts + self.typed)

    def _place(self, key: str, fate: Fate) -> None:
        if fate is Fate.HELD:
            self.held.append(key)
        elif fate is Fate.PASSED:
            self.typed.append(key)
        else:
            self.held.clear()

    def _end(self, ended: Typed | Burst | None) -> None:
        if isinstance(ended, Burst):
            self.bursts.append(ended.text)
        elif ended is not None:
            self.typed += self.held
            self.held.clear()


def text_of(ended: Typed | Burst | None) -> str:
    assert isinstance(ended, Burst), ended
    return ended.text


def read(keys: str, gap_ms: int) -> Burst:
    """Return the one burst that a reader's keys come to."""
    recogniser = BurstRecogniser()
    for place, key in enumerate(keys):
        ruling = recogniser.press(key, 1000 + place * gap_ms)
    burst = ruling.burst or recogniser.settle()
    assert isinstance(burst, Burst)
    return burst


def type_number(recogniser: BurstRecogniser, number: str, at_ms: int) -> Ruling:
    """Type a number on the keypad with ALT held, a report each 8 ms; return the end's."""
    recogniser.touch(at_ms)
    for place in range(len(number)):
        recogniser.press("", at_ms + 8 + 16 * place)
    return recogniser.complete(int(number), at_ms + 8 + 16 * len(number))


def at_pace(keys: str, gap_ms: int, first_ms: int = 500) -> list[int]:
    return [first_ms] + [gap_ms] * (len(keys) - 1)


@pytest.mark.parametrize("gap_ms", [0, 1, 2, 10, 20, 30, 35])
@pytest.mark.parametrize("end", ["\r", "\t", ""])
def test_a_readers_pace_is_a_burst(gap_ms: int, end: str) -> None:
    keyboard = Keyboard()
    keyboard.press(CODE + end, at_pace(CODE + end, gap_ms))
    keyboard.rest(QUIET_MS + 1)
    assert (keyboard.bursts, keyboard.typed) == ([CODE], [])


@pytest.mark.parametrize("end", ["\r", "\t"])
def test_two_codes_back_to_back_stay_two(end: str) -> None:
    keyboard, keys = Keyboard(), (CODE + end) * 2
    keyboard.press(keys, at_pace(keys, 0))
    assert (keyboard.bursts, keyboard.typed) == ([CODE, CODE], [])


def test_silence_parts_two_codes_without_terminator() -> None:
    keyboard = Keyboard()
    keyboard.press(CODE, at_pace(CODE, 5))
    keyboard.press(CODE, at_pace(CODE, 5, first_ms=QUIET_MS + 1))
    keyboard.rest(1000)
    assert keyboard.bursts == [CODE, CODE]


def test_a_stall_parts_no_code_of_a_reader_that_sends_terminators() -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press(CODE, at_pace(CODE, 2))
    keyboard.press(keys, at_pace(keys, 2, first_ms=STALL_MS))
    assert keyboard.bursts == [CODE, CODE + CODE]


def test_a_code_without_its_terminator_ends_after_the_stall() -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press(CODE, at_pace(CODE, 2))
    keyboard.rest(STALL_MS + 1)
    assert keyboard.bursts == [CODE, CODE]


def test_a_busy_window_sees_the_silence_in_the_timestamps() -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate(CODE):
        recogniser.press(key, at_ms)
    ruling = recogniser.press("7", 5000)
    assert (text_of(ruling.before), ruling.fate) == (CODE, Fate.HELD)


@given(st.data())
def test_a_reader_that_stutters_is_still_a_burst(data: st.DataObject) -> None:
    gaps_ms = data.draw(
        st.lists(st.integers(0, 35), min_size=len(CODE) + 1, max_size=len(CODE) + 1)
    )
    stutter = data.draw(st.integers(7, len(CODE)))
    gaps_ms[stutter] = data.draw(st.integers(36, QUIET_MS))
    keyboard = Keyboard()
    keyboard.press(CODE + "\r", gaps_ms)
    assert (keyboard.bursts, keyboard.typed) == ([CODE], [])


KEYS = st.text(st.sampled_from("abc012 |\r\t"), min_size=1, max_size=60)


@given(KEYS, st.data())
def test_a_person_is_never_taken_for_a_reader(keys: str, data: st.DataObject) -> None:
    # Even one that rolls two or three keys at once now and then.
    gap = st.integers(45, 400)
    gaps_ms = [
        data.draw(st.integers(0, 44)) if place % 4 else data.draw(gap)
        for place in range(len(keys))
    ]
    keyboard = Keyboard()
    keyboard.press(keys, gaps_ms)
    keyboard.rest(1000)
    assert (keyboard.bursts, "".join(keyboard.typed)) == ([], keys)


@given(KEYS, st.lists(st.integers(0, 120), min_size=60, max_size=60))
def test_no_key_is_lost_whoever_typed(keys: str, gaps_ms: list[int]) -> None:
    keyboard = Keyboard()
    keyboard.press(keys, gaps_ms[: len(keys)])
    keyboard.rest(1000)
    pressed = Counter(keys.replace("\r", "").replace("\t", ""))
    assert pressed - Counter(keyboard.bursts_and_typed()) == Counter()


@given(st.integers(1, 9), st.integers(HOLD_MS + 1, SILENCE_MS))
def test_a_stall_among_the_first_keys_costs_no_code(place: int, stall_ms: int) -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    gaps_ms = at_pace(keys, 2)
    gaps_ms[place] = stall_ms
    keyboard.press(keys, gaps_ms)
    assert keyboard.bursts == [CODE]


@pytest.mark.parametrize("pace_ms", [41, 50, 60, 80])
def test_a_very_fast_person_is_never_taken_for_a_reader(pace_ms: int) -> None:
    keyboard = Keyboard()
    keyboard.press(CODE, at_pace(CODE, pace_ms))
    keyboard.rest(1000)
    assert (keyboard.bursts, "".join(keyboard.typed)) == ([], CODE)


def test_few_keys_and_return_are_a_persons() -> None:
    keyboard = Keyboard()
    keyboard.press("12345\r", at_pace("12345\r", 1))
    assert (keyboard.bursts, "".join(keyboard.typed)) == ([], "12345\r")


def test_keys_slower_than_the_hold_are_given_back_at_once() -> None:
    keyboard = Keyboard()
    keyboard.press("a", [500])
    assert keyboard.held == ["a"]
    keyboard.rest(HOLD_MS + 1)
    assert (keyboard.held, keyboard.typed) == ([], ["a"])


def test_right_after_a_code_the_first_keys_are_held_longer() -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press("a", [100])
    assert keyboard.recogniser.wait_ms == HOLD_AFTER_MS
    keyboard.press("b", [STALL_MS + 1])
    assert keyboard.recogniser.wait_ms == HOLD_MS


@given(st.lists(st.integers(41, HOLD_AFTER_MS), min_size=2, max_size=2))
def test_stalls_among_the_first_keys_cost_no_code_right_after_another(
    stalls_ms: list[int],
) -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    gaps_ms = at_pace(keys, 2, first_ms=200)
    gaps_ms[2], gaps_ms[5] = stalls_ms
    keyboard.press(keys, gaps_ms)
    assert (keyboard.bursts, keyboard.typed) == ([CODE, CODE], [])


@pytest.mark.parametrize("pace_ms", [41, 50, 80, 120])
def test_a_person_right_after_a_code_is_no_reader(pace_ms: int) -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press(CODE, at_pace(CODE, pace_ms, first_ms=100))
    keyboard.rest(1000)
    assert (keyboard.bursts, "".join(keyboard.typed)) == ([CODE], CODE)


def test_keys_that_were_given_back_too_early_are_known() -> None:
    recogniser = BurstRecogniser()
    for key in CODE[:3]:
        recogniser.press(key, 1000)
    recogniser.settle()
    for key in CODE[3:]:
        recogniser.press(key, 1060)
    assert recogniser.given_back == 3
    assert text_of(recogniser.press("\r", 1061).burst) == CODE
    assert recogniser.given_back == 0


def test_six_keys_of_too_slow_a_median_are_given_back() -> None:
    keyboard = Keyboard()
    keyboard.press("abcdef", at_pace("abcdef", 38))
    assert "".join(keyboard.typed) == "abcdef"


def test_a_second_return_after_a_burst_presses_no_button() -> None:
    keyboard, keys = Keyboard(), CODE + "\r\r"
    keyboard.press(keys, at_pace(keys, 2))
    assert (keyboard.bursts, keyboard.typed) == ([CODE], [])


def test_a_few_keys_with_return_right_after_a_burst_pass_whole() -> None:
    keyboard, keys = Keyboard(), CODE + "\r12\r"
    keyboard.press(keys, at_pace(keys, 2))
    assert (keyboard.bursts, "".join(keyboard.typed)) == ([CODE], "12\r")


def test_a_return_of_a_person_after_a_burst_passes() -> None:
    keyboard, keys = Keyboard(), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press("\r", [SILENCE_MS + 1])
    assert keyboard.typed == ["\r"]


def test_another_key_gives_back_what_was_held_but_breaks_no_burst() -> None:
    recogniser = BurstRecogniser()
    recogniser.press("a", 0)
    assert recogniser.interrupt() == Typed()
    for at_ms, key in enumerate(CODE):
        recogniser.press(key, at_ms)
    assert recogniser.interrupt() is None
    assert text_of(recogniser.press("\r", len(CODE)).burst) == CODE


def test_a_doubled_key_within_a_millisecond_is_no_repeat() -> None:
    recogniser = BurstRecogniser()
    for key in "001100":
        recogniser.press(key, 7, is_repeat=True)
    assert text_of(recogniser.press("\r", 8).burst) == "001100"


@pytest.mark.parametrize("late_ms", [1, 16, 40, SILENCE_MS])
def test_a_doubled_key_of_a_slow_machine_is_no_repeat(late_ms: int) -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate("1234567"):
        recogniser.press(key, at_ms)
    recogniser.press("7", 6 + late_ms, is_repeat=True)
    assert text_of(recogniser.press("\r", 7 + late_ms).burst) == "12345677"


def test_a_held_key_is_a_persons_however_long() -> None:
    recogniser = BurstRecogniser()
    assert recogniser.press("a", 0).fate == Fate.HELD
    rulings = [
        recogniser.press("a", 500 + 20 * count, is_repeat=True) for count in range(50)
    ]
    assert rulings[0] == Ruling(fate=Fate.PASSED, before=Typed())
    assert set(rulings[1:]) == {Ruling(fate=Fate.PASSED)}


def test_a_repeat_in_a_burst_is_swallowed() -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate(CODE):
        recogniser.press(key, at_ms)
    at_ms = len(CODE) + FIRST_REPEAT_MS
    rulings = [
        recogniser.press("M", at_ms + 30 * count, is_repeat=True) for count in range(9)
    ]
    assert rulings == [Ruling(fate=Fate.TAKEN)] * 9
    assert text_of(recogniser.settle()) == CODE


def test_an_endless_burst_is_refused_in_bounded_memory() -> None:
    recogniser = BurstRecogniser()
    for at_ms in range(3 * MAX_KEYS):
        recogniser.press("7", at_ms)
    assert len(recogniser._typed) == MAX_KEYS + 1
    burst = recogniser.press("\r", 3 * MAX_KEYS).burst
    assert burst is not None
    assert (burst.text, burst.too_long) == ("", True)


def test_the_clock_of_x11_may_start_anew_in_a_burst() -> None:
    keyboard, keys = Keyboard(now_ms=CLOCK_MS - 510), CODE + "\r"
    keyboard.press(keys, at_pace(keys, 5))
    assert keyboard.bursts == [CODE]


@pytest.mark.parametrize(("end", "terminator"), [("\r", "\r"), ("\t", "\t"), ("", "")])
def test_a_burst_tells_how_it_was_typed(end: str, terminator: str) -> None:
    burst = read("A" * 11 + end, 5)
    assert (burst.keys, burst.duration_ms, burst.keys_per_second) == (11, 50, 200)
    assert (burst.terminator, burst.mode) == (terminator, Mode.PLAIN)


def test_keys_of_one_millisecond_have_a_pace() -> None:
    assert read("1234567\r", 0).keys_per_second == 6000


def test_hex_digits_of_a_text_are_named() -> None:
    assert read(b"001190000123|AN".hex() + "\r", 1).mode is Mode.HEX


def test_numbers_with_alt_are_characters() -> None:
    recogniser, at_ms = BurstRecogniser(), 0
    for number in map(ord, "Nguyễn Ánh"):
        type_number(recogniser, f"{number:04d}", at_ms)
        at_ms += 80
    burst = recogniser.press("\r", at_ms).burst
    assert burst is not None
    assert (burst.text, burst.mode, burst.keys) == ("Nguyễn Ánh", Mode.ALT, 40)


def test_numbers_and_keys_may_take_turns() -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate("PHUNG S"):
        recogniser.press(key, at_ms)
    type_number(recogniser, f"{ord('Ớ')}", 8)
    recogniser.press("N", 90)
    assert text_of(recogniser.press("\r", 92).burst) == "PHUNG SỚN"


@pytest.mark.parametrize("end", ["013", "010", "009"])
def test_a_terminator_may_be_a_number(end: str) -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate(CODE):
        recogniser.press(key, at_ms)
    ruling = type_number(recogniser, end, len(CODE))
    assert (text_of(ruling.burst), ruling.fate) == (CODE, Fate.TAKEN)


def test_a_second_terminator_as_a_number_presses_no_button() -> None:
    recogniser = BurstRecogniser()
    for at_ms, key in enumerate(CODE):
        recogniser.press(key, at_ms)
    type_number(recogniser, "013", len(CODE))
    second = type_number(recogniser, "010", len(CODE) + 60)
    assert (second, recogniser.wait_ms) == (Ruling(fate=Fate.TAKEN), None)


def test_a_person_who_types_a_number_with_alt_is_no_reader() -> None:
    recogniser = BurstRecogniser()
    fates = {recogniser.press("", at_ms).fate for at_ms in range(0, 1200, 120)}
    assert fates == {Fate.HELD}
    assert recogniser.complete(225, 1200).before == Typed()


def test_what_the_system_adds_goes_the_way_of_the_keys() -> None:
    recogniser = BurstRecogniser()
    fates = [recogniser.accompany(0)]
    recogniser.press("a", 1000)
    fates.append(recogniser.accompany(1000))
    for at_ms, key in enumerate(CODE, 1001):
        recogniser.press(key, at_ms)
    fates.append(recogniser.accompany(1040))
    recogniser.press("\r", 1041)
    fates.append(recogniser.accompany(1042))
    assert fates == [Fate.PASSED, Fate.HELD, Fate.TAKEN, Fate.TAKEN]


@pytest.mark.parametrize("prefix", ["", "]Q1"])
def test_the_lines_of_a_vcard_are_one_code(prefix: str) -> None:
    card = prefix + "BEGIN:VCARD\rVERSION:3.0\rFN:An Tran\r\rEND:VCARD"
    keyboard, keys = Keyboard(), card + "\r" + CODE + "\r"
    keyboard.press(keys, at_pace(keys, 2))
    assert (keyboard.bursts, keyboard.typed) == ([card, CODE], [])


def test_a_vcard_that_breaks_off_ends_by_silence() -> None:
    keyboard, keys = Keyboard(), "BEGIN:VCARD\rVERSION:3.0\r"
    keyboard.press(keys, at_pace(keys, 2))
    keyboard.press(CODE + "\r", at_pace(CODE + "\r", 2))
    assert keyboard.bursts == [keys, CODE]


@pytest.mark.parametrize("values", [[3], [1, 9], [5, 1, 3], [4, 1, 2, 9]])
def test_a_median_is_what_statistics_calls_one(values: list[float]) -> None:
    assert find_median(values) == statistics.median(values)
