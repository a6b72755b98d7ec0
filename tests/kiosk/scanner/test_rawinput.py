"""Test Windows' raw keys; the calls of Windows itself are not reached here."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import ReaderError
from kiosk.payload import Direction, ReadFault
from kiosk.scanner.found import UsbAddress
from kiosk.scanner.framing import Frame
from kiosk.scanner.rawinput import (
    BREAK,
    E0,
    E1,
    KEY,
    OVERRUN,
    RawDecoder,
    decode_made,
    is_named,
    make_raw_reader,
    open_raw_keyboard,
)
from kiosk.scanner.reader import Gate, ReaderState
from tests.kiosk.scanner.lines import running
from tests.kiosk.scanner.typing import strokes

GATE = Gate(name="north", direction=Direction.OUT)
NAME = r"\\?\HID#VID_1EAB&PID_1303&MI_00#7&1a2b3c&0&0000#{884b96c3-56ef-11d1}"
CODE = "048301000789|Nguyen Van A|~!@"


def a_key(made: int, flags: int = 0) -> bytes:
    return KEY.pack(made, flags, 0, 0, 0, 0)


def typed(text: str) -> bytes:
    return b"".join(
        a_key(stroke.code, 0 if stroke.is_down else BREAK) for stroke in strokes(text)
    )


def decode(*chunks: bytes) -> list[Frame]:
    decoder = RawDecoder()
    return [frame for chunk in chunks for frame in decoder.feed(chunk, 5)]


def test_typed_codes_become_frames() -> None:
    frames = decode(typed(CODE + "\rsecond\t"))
    assert [frame.data for frame in frames] == [CODE.encode(), b"second"]


@given(st.lists(st.integers(0, len(typed(CODE + "\r"))), max_size=9))
def test_keys_give_the_same_frames_in_any_pieces(cuts: list[int]) -> None:
    stream = typed(CODE + "\r")
    edges = [0, *sorted(cuts), len(stream)]
    assert decode(*(stream[a:b] for a, b in pairwise(edges))) == decode(stream)


@given(st.binary(max_size=800))
def test_noise_is_never_a_fault(noise: bytes) -> None:
    assert all(frame.data or frame.fault for frame in decode(noise))


def test_an_overrun_refuses_the_code() -> None:
    frames = decode(typed("abc"), a_key(OVERRUN), typed("def\r"), typed("next\r"))
    assert [frame.fault for frame in frames] == [ReadFault.DROPPED, None]
    assert frames[1].data == b"next"


def test_silence_ends_a_code_without_terminator() -> None:
    decoder = RawDecoder()
    decoder.feed(typed("abc"), 0)
    assert [frame.data for frame in decoder.poll(150_000_000)] == [b"abc"]


@pytest.mark.parametrize(
    ("made", "flags", "code"),
    [(0x1E, 0, 30), (0x1C, E0, 96), (0x35, E0, 98), (0x2A, E0, None), (0x1D, E1, None)],
)
def test_a_made_code_becomes_evdevs_number(
    made: int, flags: int, code: int | None
) -> None:
    assert decode_made(made, flags) == code


@pytest.mark.parametrize(
    ("vendor", "product", "serial", "named"),
    [
        (0x1EAB, 0x1303, "", True),
        (0x1EAB, 0x1303, "1A2B3C", True),
        (0x1EAB, 0x1303, "other", False),
        (0x1EAB, 0x1306, "", False),
    ],
)
def test_a_device_is_known_by_its_name(
    vendor: int, product: int, serial: str, *, named: bool
) -> None:
    address = UsbAddress(vendor=vendor, product=product, serial=serial)
    assert is_named(NAME, address) == named


def test_another_kind_of_device_has_no_such_name() -> None:
    assert not is_named(r"\\?\ROOT#RDP_KBD#0000", UsbAddress(vendor=0, product=0))


class FakeRawKeyboard:
    """A keyboard that has typed once, and is then unplugged."""

    def __init__(self, keys: bytes) -> None:
        self._keys = [keys]

    def receive(self) -> bytes:
        if not self._keys:
            raise ReaderError("The reader is not plugged in: plug it in.")
        return self._keys.pop()

    def is_still(self) -> bool:
        return True

    def close(self) -> None:
        self._keys.clear()


def test_a_keyboard_is_read_at_its_gate_until_it_is_gone() -> None:
    reader = make_raw_reader(
        "usb:1eab:1303", gate=GATE, opened=lambda _: FakeRawKeyboard(typed("first\rab"))
    )
    with running(reader) as heard:
        payload = heard.payloads.get(timeout=10)
        heard.until(ReaderState.READING)
        report, _ = heard.until(ReaderState.MISSING)
    assert (payload.data, payload.gate) == (b"first", "north")
    assert payload.reader == "rawinput:usb:1eab:1303"
    assert "2 bytes of an unfinished code were dropped" in report.detail


def test_a_path_is_no_address() -> None:
    with running(make_raw_reader("kbd0", gate=GATE)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
    assert "write usb:VID:PID" in report.detail


def test_elsewhere_than_on_windows_it_is_refused() -> None:
    with pytest.raises(ReaderError, match="no Windows"):
        open_raw_keyboard(UsbAddress(vendor=0x1EAB, product=0x1303))
