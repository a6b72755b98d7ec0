"""Test how a reader's own keys become frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payload import ReadFault
from kiosk.scanner.framing import Frame, Terminator
from kiosk.scanner.keyline import KeyLine
from kiosk.scanner.keys import ENTER
from kiosk.scanner.numpad import ALT, DIGITS
from tests.kiosk.scanner.typing import ENTER_KEY, MS, SHIFT_KEY, TAB_KEY, strokes

CODE = "048301000789|Nguyen Van A|a@b.vn/~"


def type_into(line: KeyLine, text: str, start_ns: int = 0) -> list[Frame]:
    frames: list[Frame] = []
    for number, stroke in enumerate(strokes(text)):
        if stroke.is_down:
            frames += line.press(stroke.code, start_ns + number * MS)
        else:
            frames += line.release(stroke.code, start_ns + number * MS)
    return frames


@pytest.mark.parametrize("end", [ENTER_KEY, TAB_KEY, 96])
def test_a_code_ends_with_enter_or_tab(end: int) -> None:
    line = KeyLine()
    assert type_into(line, CODE) == []
    assert line.press(end, 999) == [Frame(data=CODE.encode(), ended_ns=999)]


def test_silence_ends_a_code_of_a_reader_without_terminator() -> None:
    line = KeyLine()
    line.press(2, 5 * MS)
    assert line.poll(154 * MS) == []
    assert [frame.data for frame in line.poll(155 * MS)] == [b"1"]


def test_silence_counts_by_the_keys_own_times() -> None:
    line = KeyLine()
    line.press(2, 0)
    assert [frame.data for frame in line.press(3, 150 * MS)] == [b"1"]


def test_a_terminator_that_was_taught_needs_no_silence() -> None:
    line = KeyLine(Terminator.CR)
    line.press(2, 0)
    assert line.poll(400 * MS) == []


@pytest.mark.parametrize("held", [29, 97, 56, 100, 125, 126])
def test_a_key_with_control_or_alt_types_nothing(held: int) -> None:
    line = KeyLine()
    line.press(held, 0)
    line.press(30, 0)
    line.release(held, 0)
    line.press(48, 0)
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == [b"b"]


def test_keys_that_mean_nothing_are_passed_over() -> None:
    line = KeyLine()
    type_into(line, "ab")
    assert line.press(59, 0) == line.press(58, 0) == []
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == [b"ab"]


def test_a_code_with_lost_keys_is_refused_up_to_its_end() -> None:
    line = KeyLine()
    type_into(line, "abc")
    assert line.lose(7) == [Frame(data=b"", ended_ns=7, fault=ReadFault.DROPPED)]
    type_into(line, "def")
    assert line.press(ENTER_KEY, 8) == []
    type_into(line, "next")
    assert [frame.data for frame in line.press(ENTER_KEY, 9)] == [b"next"]


def test_what_is_held_after_a_gap_counts() -> None:
    line = KeyLine()
    line.press(SHIFT_KEY, 0)
    line.hold({54, 30})
    line.press(30, 0)
    line.hold(())
    line.press(30, 0)
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == [b"Aa"]


def test_abandoning_tells_how_many_keys_were_unfinished() -> None:
    line = KeyLine()
    line.press(SHIFT_KEY, 0)
    line.press(30, 0)
    assert line.abandon() == 1
    line.press(30, 0)
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == [b"a"]


def type_numbers(line: KeyLine, numbers: list[int]) -> None:
    """Type each number on the keypad with ALT held, as readers in ALT mode do."""
    keypad = {digit: code for code, digit in DIGITS.items()}
    for number in numbers:
        line.press(ALT, 0)
        for digit in f"{number:04d}":
            line.press(keypad[digit], 0)
            line.release(keypad[digit], 0)
        line.release(ALT, 0)


@pytest.mark.parametrize(
    "numbers",
    [[ord(letter) for letter in "ạ|Đ"], list("ạ|Đ".encode())],
    ids=["unicode", "bytes of UTF-8"],
)
def test_characters_typed_as_numbers_are_read(numbers: list[int]) -> None:
    line = KeyLine()
    type_into(line, "]Q1Ph")
    type_numbers(line, numbers)
    type_into(line, "m")
    frames = line.press(ENTER_KEY, 0)
    assert frames == [Frame(data="Phạ|Đm".encode(), symbology="]Q1", ended_ns=0)]
    assert frames[0].suffix == ENTER


def test_a_refused_code_leaves_nothing_in_the_next() -> None:
    line = KeyLine()
    type_into(line, "abc")
    line.lose(0)
    type_into(line, "def")
    type_numbers(line, [7841])
    line.press(ENTER_KEY, 0)
    line.press(ENTER_KEY, 0)
    type_numbers(line, [7841])
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == ["ạ".encode()]


def test_a_terminator_may_be_typed_as_a_number() -> None:
    line = KeyLine()
    type_into(line, "first")
    type_numbers(line, [13])
    assert type_into(line, "next") == []
    assert [frame.data for frame in line.press(ENTER_KEY, 0)] == [b"next"]


@given(st.lists(st.tuples(st.integers(0, 130), st.booleans()), max_size=200))
def test_no_keys_are_a_fault(keys: list[tuple[int, bool]]) -> None:
    line = KeyLine()
    frames = [
        frame
        for code, is_down in keys
        for frame in (line.press(code, 0) if is_down else line.release(code, 0))
    ]
    assert all(frame.data for frame in frames)
