"""Test readers in HID POS mode: their reports, and coming and going."""

import socket
from collections.abc import Iterable
from errno import EACCES, ENODEV
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payload import MAX_FRAME_BYTES, Direction, ReadFault
from kiosk.scanner.framing import Frame
from kiosk.scanner.hidpos import (
    HIDIOCGRDESC,
    HIDIOCGRDESCSIZE,
    PosDecoder,
    PosLayout,
    find_layout,
    find_pos_paths,
    make_pos_reader,
)
from kiosk.scanner.node import Node
from kiosk.scanner.reader import Gate, ReaderState
from tests.kiosk.scanner.lines import running
from tests.kiosk.scanner.reports import (
    DESCRIPTOR,
    KEYBOARD,
    ROOM,
    SHORT_DESCRIPTOR,
    reports,
    short_reports,
)

MS = 1_000_000
GATE = Gate(name="north", direction=Direction.OUT)
CARD = "048301000789||Phạm Ngọc Ví Dụ|07092001|Nữ|Tổ 5, Phường Mẫu|01082024||".encode()


def a_decoder(descriptor: bytes = DESCRIPTOR) -> PosDecoder:
    layout = find_layout(descriptor)
    assert layout is not None
    return PosDecoder(layout)


def decode(sent: Iterable[bytes], decoder: PosDecoder | None = None) -> list[Frame]:
    decoder = decoder or a_decoder()
    return [frame for report in sent for frame in decoder.feed(report, 5)]


def test_the_layout_stands_in_the_descriptor() -> None:
    assert find_layout(DESCRIPTOR) == PosLayout(
        report=2, decoded=slice(5, 61), count_at=1, aim_at=(2, 3, 4), flag=(63, 0)
    )
    assert find_layout(SHORT_DESCRIPTOR) == PosLayout(
        report=2, decoded=slice(2, 58), count_at=1, aim_at=(58,), flag=None
    )


def test_a_keyboard_is_no_code_reader() -> None:
    assert find_layout(KEYBOARD) is None


@given(st.binary(max_size=300))
def test_a_broken_descriptor_is_never_a_fault(noise: bytes) -> None:
    find_layout(noise)
    find_layout(DESCRIPTOR[:8] + noise)


@given(
    code=st.binary(min_size=1, max_size=400).map(lambda code: b"a" + code + b"z"),
    flags_by_length=st.booleans(),
)
def test_a_code_of_any_length_is_joined(code: bytes, *, flags_by_length: bool) -> None:
    decoder = a_decoder()
    frames = decode(reports(code, flags_by_length=flags_by_length), decoder)
    frames += decoder.poll(5 + 150 * MS)
    assert frames == [Frame(data=code, symbology="]Q1", ended_ns=5)]


@pytest.mark.parametrize("length", [1, ROOM - 1, ROOM, ROOM + 1, 3 * ROOM])
def test_without_a_flag_a_full_report_goes_on(length: int) -> None:
    decoder = a_decoder(SHORT_DESCRIPTOR)
    code = (CARD * 3)[:length]
    frames = decode(short_reports(code), decoder) + decoder.poll(5 + 150 * MS)
    assert frames == [Frame(data=code, ended_ns=5)]


def test_two_codes_back_to_back_stay_two() -> None:
    frames = decode([*reports(CARD), *reports(b"next", b"]Q2")])
    assert [(frame.data, frame.symbology) for frame in frames] == [
        (CARD, "]Q1"),
        (b"next", "]Q2"),
    ]


def test_a_suffix_inside_the_report_is_taken_off() -> None:
    assert [frame.data for frame in decode(reports(CARD + b"\r\n"))] == [CARD]


def test_an_identifier_that_is_none_is_left_out() -> None:
    assert [frame.symbology for frame in decode(reports(CARD, b"\0\0\0"))] == [""]


def test_other_reports_say_nothing() -> None:
    decoder = a_decoder()
    first, *rest = reports(CARD)
    other = b"\x04" + bytes(63)
    frames = decode([first, other, *rest], decoder)
    assert [frame.data for frame in frames] == [CARD]


def test_a_code_that_broke_off_does_not_spoil_the_next() -> None:
    decoder = a_decoder()
    first, *_ = reports(CARD)
    decoder.feed(first, 0)
    frames = [
        frame for report in reports(b"next") for frame in decoder.feed(report, 151 * MS)
    ]
    assert [frame.data for frame in frames] == [CARD[:ROOM], b"next"]


def test_the_longest_code_passes_and_a_longer_one_is_refused() -> None:
    decoder = a_decoder()
    longest = b"7" * MAX_FRAME_BYTES
    assert [frame.data for frame in decode(reports(longest), decoder)] == [longest]
    flood = decode(reports(b"7" * 3 * MAX_FRAME_BYTES), decoder)
    assert [frame.fault for frame in flood] == [ReadFault.TOO_LONG]
    assert [frame.data for frame in decode(reports(CARD), decoder)] == [CARD]


@given(st.lists(st.binary(max_size=70), max_size=20))
def test_noise_is_never_a_fault(noise: list[bytes]) -> None:
    named = [b"\x02" + report for report in noise]
    assert all(frame.data or frame.fault for frame in decode(noise + named))


def test_scanners_are_found_by_their_descriptors(tmp_path: Path) -> None:
    for name, descriptor in (("hidraw0", KEYBOARD), ("hidraw3", DESCRIPTOR)):
        folder = tmp_path / name / "device"
        folder.mkdir(parents=True)
        (folder / "report_descriptor").write_bytes(descriptor)
    (tmp_path / "hidraw4").mkdir()
    assert find_pos_paths(tmp_path, Path("/dev")) == ["/dev/hidraw3"]


def test_the_kernels_numbers_are_those_of_its_headers() -> None:
    assert (HIDIOCGRDESCSIZE, HIDIOCGRDESC) == (0x80044801, 0x90044802)


class FakeScanner:
    """A scanner of a socket: one packet is one report, as with hidraw."""

    def __init__(self, here: socket.socket, descriptor: bytes) -> None:
        self._node = Node(here.detach(), "fake")
        self._descriptor = descriptor

    def receive(self) -> bytes:
        return self._node.receive(4096)

    def read_descriptor(self) -> bytes:
        return self._descriptor

    def is_still(self) -> bool:
        return True

    def close(self) -> None:
        self._node.close()


class Desk:
    """Where fake scanners are plugged in."""

    def __init__(self, descriptor: bytes = DESCRIPTOR) -> None:
        self._descriptor = descriptor
        self._plugged: socket.socket | None = None
        self._far: socket.socket | None = None

    def plug(self) -> None:
        self._far, self._plugged = socket.socketpair(type=socket.SOCK_SEQPACKET)

    def unplug(self) -> None:
        assert self._far is not None
        self._plugged = None
        self._far.close()

    def send(self, sent: Iterable[bytes]) -> None:
        assert self._far is not None
        for report in sent:
            self._far.send(report)

    def open(self, path: str) -> FakeScanner:
        if self._plugged is None:
            raise OSError(ENODEV, "No such device", path)
        return FakeScanner(self._plugged, self._descriptor)


def test_a_scanner_is_read_at_its_gate_unplugged_and_back() -> None:
    desk = Desk()
    desk.plug()
    with running(make_pos_reader("pos", gate=GATE, opened=desk.open)) as heard:
        heard.until(ReaderState.READING)
        desk.send([*reports(CARD), next(reports(CARD))])
        payload = heard.payloads.get(timeout=10)
        desk.unplug()
        report, waited_s = heard.until(ReaderState.MISSING)
        desk.plug()
        assert heard.until(ReaderState.READING)[1] < 3.0
        desk.send(reports(b"second"))
        assert heard.take(1) == [b"second"]
        desk.unplug()
    assert (payload.data, payload.symbology) == (CARD, "]Q1")
    assert (payload.gate, payload.reader) == ("north", "hidraw:pos")
    assert waited_s < 1.0
    assert "56 bytes of an unfinished code were dropped" in report.detail


def test_a_device_in_another_mode_is_told_with_advice() -> None:
    desk = Desk(KEYBOARD)
    desk.plug()
    with running(make_pos_reader("pos", gate=GATE, opened=desk.open)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
        desk.unplug()
    assert "set the reader to HID POS" in report.detail


def test_a_device_that_may_not_be_read_is_told_with_advice() -> None:
    def refuse(path: str) -> FakeScanner:
        raise OSError(EACCES, "Permission denied", path)

    with running(make_pos_reader("pos", gate=GATE, opened=refuse)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
    assert "udev rule" in report.detail
