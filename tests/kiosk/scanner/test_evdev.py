"""Test Linux input devices: their events, gaps in them, and coming and going."""

import os
from collections.abc import Collection
from errno import EACCES, EBUSY, ENODEV
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payload import Direction, ReadFault
from kiosk.scanner.evdev import (
    EV_KEY,
    EV_SYN,
    EVENT,
    EVIOCGKEY,
    EVIOCGRAB,
    EVIOCSCLOCKID,
    SYN_REPORT,
    EvdevDecoder,
    decode_pressed,
    make_evdev_reader,
    open_keyboard,
)
from kiosk.scanner.framing import Frame
from kiosk.scanner.node import Node
from kiosk.scanner.reader import Gate, ReaderState
from tests.kiosk.scanner.lines import running
from tests.kiosk.scanner.typing import MS, SHIFT_KEY, a_gap, an_event, events

GATE = Gate(name="north", direction=Direction.OUT)
CODES = ["048301000789|Nguyen Van A|~!@", "]Q1https://a.vn/?B=2", 'q"w:E<>{}_+|']
STREAM = b"".join(events(code + "\r", at_ms) for at_ms, code in enumerate(CODES))


def decode(*chunks: bytes, pressed: Collection[int] = ()) -> list[Frame]:
    decoder = EvdevDecoder(lambda: pressed)
    return [frame for chunk in chunks for frame in decoder.feed(chunk, 0)]


def data_of(*chunks: bytes, pressed: Collection[int] = ()) -> list[bytes]:
    return [frame.data for frame in decode(*chunks, pressed=pressed)]


def test_typed_codes_come_with_the_times_of_their_keys() -> None:
    frames = decode(STREAM)
    texts = [frame.symbology + frame.data.decode() for frame in frames]
    assert texts == CODES
    assert [frame.ended_ns for frame in frames] == [0, MS, 2 * MS]


def test_events_give_the_same_frames_at_every_split() -> None:
    expected = decode(STREAM)
    for cut in range(0, len(STREAM) + 1, 7):  # each place within an event's 24 bytes
        assert decode(STREAM[:cut], STREAM[cut:]) == expected


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_events_give_the_same_frames_in_any_pieces(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    assert decode(*(STREAM[a:b] for a, b in pairwise(edges))) == decode(STREAM)


@given(st.binary(max_size=2000))
def test_noise_is_never_a_fault(noise: bytes) -> None:
    assert all(frame.data or frame.fault for frame in decode(noise))


def test_a_held_keys_repeats_are_no_keys() -> None:
    held = an_event(EV_KEY, 30, 2) * 5
    assert data_of(events("a"), held, events("b\r")) == [b"ab"]


def test_a_code_with_a_gap_is_refused_and_the_next_is_read() -> None:
    lost = events("abc", 1) + a_gap(2) + events("def", 2)
    frames = decode(lost + events("ghi\r", 3) + events("next\r", 4))
    refused = Frame(data=b"", ended_ns=2 * MS, fault=ReadFault.DROPPED)
    assert frames == [refused, Frame(data=b"next", ended_ns=4 * MS)]


def test_what_comes_before_the_end_of_a_gap_says_nothing() -> None:
    enter = an_event(EV_KEY, 28, 1) + an_event(EV_KEY, 28, 0)
    gap = a_gap() + enter + an_event(EV_SYN, SYN_REPORT, 0)
    assert data_of(events("ab"), gap, events("cd\r"), events("e\r")) == [b"", b"e"]


@pytest.mark.parametrize(("pressed", "read"), [({SHIFT_KEY}, b"A"), (set(), b"a")])
def test_after_a_gap_the_shift_key_is_asked_for(pressed: set[int], read: bytes) -> None:
    down = an_event(EV_KEY, SHIFT_KEY, 1)
    gap = a_gap() + an_event(EV_SYN, SYN_REPORT, 0) + events("\r")
    key = an_event(EV_KEY, 30, 1)
    assert data_of(down, gap, key, events("\r"), pressed=pressed) == [b"", read]


def test_two_keyboards_keep_their_own_codes() -> None:
    left, right = EvdevDecoder(tuple), EvdevDecoder(tuple)
    for pair in zip(events("Left"), events("Back"), strict=True):
        left.feed(bytes(pair[:1]), 0)
        right.feed(bytes(pair[1:]), 0)
    ended = [left.feed(events("\r"), 0), right.feed(events("\r"), 0)]
    assert [frame.data for frames in ended for frame in frames] == [b"Left", b"Back"]


def test_ten_megabytes_without_a_terminator_are_one_refusal() -> None:
    decoder = EvdevDecoder(tuple)
    burst = events("7" * 400)
    frames = [frame for _ in range(350) for frame in decoder.feed(burst, 0)]
    assert len(burst) * 350 > 10_000_000
    assert [frame.fault for frame in frames] == [ReadFault.TOO_LONG]
    assert decoder.abandon() == 0


def test_the_kernels_numbers_are_those_of_its_headers() -> None:
    assert (EVIOCGRAB, EVIOCSCLOCKID) == (0x40044590, 0x400445A0)
    assert EVIOCGKEY == 0x80604518
    assert EVENT.size == 24


def test_pressed_keys_are_told_by_their_bits() -> None:
    assert decode_pressed(bytes([0, 0b10, 0, 0, 0, 0b100])) == {9, 42}


class FakeKeyboard:
    """A keyboard of a pipe: what the kernel would tell of it."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def receive(self) -> bytes:
        return self._node.receive(EVENT.size * 64)

    def read_pressed(self) -> Collection[int]:
        return ()

    def is_still(self) -> bool:
        return True

    def close(self) -> None:
        self._node.close()


class Desk:
    """Where fake keyboards are plugged in."""

    def __init__(self) -> None:
        self._ends: list[int] = []
        self._plugged: int | None = None

    def plug(self) -> None:
        """Plug a keyboard in."""
        self._plugged, end = os.pipe()
        self._ends.append(end)

    def send(self, sent: bytes) -> None:
        """Type on it."""
        os.write(self._ends[-1], sent)

    def unplug(self) -> None:
        """Pull it out; the reader closes its own end."""
        self._plugged = None
        os.close(self._ends.pop())

    def open(self, path: str) -> FakeKeyboard:
        """Open it as `open_keyboard` does."""
        if self._plugged is None:
            raise OSError(ENODEV, "No such device", path)
        return FakeKeyboard(Node(self._plugged, path))


def test_a_keyboard_is_read_at_its_gate_unplugged_and_back() -> None:
    desk = Desk()
    desk.plug()
    reader = make_evdev_reader("kbd", gate=GATE, opened=desk.open)
    with running(reader) as heard:
        heard.until(ReaderState.READING)
        desk.send(events("first\rhalf", 1))
        payload = heard.payloads.get(timeout=10)
        desk.unplug()
        report, waited_s = heard.until(ReaderState.MISSING)
        desk.plug()
        assert heard.until(ReaderState.READING)[1] < 3.0
        desk.send(events("second\r", 2))
        assert heard.take(1) == [b"second"]
        desk.unplug()
    assert (payload.data, payload.gate) == (b"first", "north")
    assert payload.reader == "evdev:kbd"
    assert waited_s < 1.0
    assert "4 bytes of an unfinished code were dropped" in report.detail


@pytest.mark.parametrize(
    ("number", "advice"),
    [(EACCES, "group 'input'"), (EBUSY, "holds the reader"), (ENODEV, "Plug the")],
)
def test_a_device_that_does_not_open_is_told_with_advice(
    number: int, advice: str
) -> None:
    def refuse(path: str) -> FakeKeyboard:
        raise OSError(number, os.strerror(number), path)

    reader = make_evdev_reader("/dev/input/event3", gate=GATE, opened=refuse)
    with running(reader) as heard:
        report, _ = heard.until(ReaderState.MISSING)
    assert advice in report.detail


def test_what_is_no_input_device_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("no device")
    before = set(Path("/proc/self/fd").iterdir())
    with pytest.raises(OSError, match="ioctl"):
        open_keyboard(str(path))
    assert set(Path("/proc/self/fd").iterdir()) == before
