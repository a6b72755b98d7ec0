"""Test the life of a reader that can be unplugged."""

import queue
import threading

import pytest

from kiosk.errors import ReaderError
from kiosk.payload import Direction
from kiosk.scanner.framing import Framer
from kiosk.scanner.plugged import Line, PluggedReader
from kiosk.scanner.reader import Gate, ReaderState
from tests.kiosk.scanner.lines import running

GATE = Gate(name="north", direction=Direction.OUT)


class FakeDevice:
    """A device that sends what the test puts into it."""

    def __init__(self) -> None:
        self.sent: queue.Queue[bytes | Exception] = queue.Queue()
        self.closed = threading.Event()
        self.moved = False

    def receive(self) -> bytes:
        try:
            sent = self.sent.get(timeout=0.02)
        except queue.Empty:
            return b""
        if isinstance(sent, Exception):
            raise sent
        return sent

    def is_still(self) -> bool:
        return not self.moved

    def close(self) -> None:
        self.closed.set()
        raise OSError(9, "Bad file descriptor")


def make_reader(devices: list[FakeDevice]) -> PluggedReader:
    def open_line() -> Line:
        if not devices:
            raise ReaderError("It is not there: plug it in.")
        return Line(device=devices.pop(0), decoder=Framer())

    return PluggedReader("fake", GATE, open_line=open_line)


@pytest.mark.parametrize("fault", [OSError(5, "Input/output error"), ValueError("-1")])
def test_a_fault_closes_the_device_and_opens_it_anew(fault: Exception) -> None:
    first, second = FakeDevice(), FakeDevice()
    with running(make_reader([first, second])) as heard:
        heard.until(ReaderState.READING)
        first.sent.put(fault)
        report, _ = heard.until(ReaderState.MISSING)
        assert first.closed.is_set()
        heard.until(ReaderState.READING)
        second.sent.put(b"again\r")
        assert heard.take(1) == [b"again"]
    assert str(fault) in report.detail


def test_what_came_before_a_fault_is_emitted_before_it_is_told() -> None:
    device = FakeDevice()
    device.sent.put(b"first\rhalf")
    device.sent.put(OSError(5, "Input/output error"))
    with running(make_reader([device])) as heard:
        assert heard.take(1) == [b"first"]
        heard.until(ReaderState.READING)
        report, _ = heard.until(ReaderState.MISSING)
    assert "4 bytes of an unfinished code were dropped" in report.detail


def test_a_missing_device_is_told_once() -> None:
    devices: list[FakeDevice] = []
    with running(make_reader(devices)) as heard:
        report, _ = heard.until(ReaderState.MISSING)
        devices.append(FakeDevice())
        heard.until(ReaderState.READING)
    assert report.detail == "It is not there: plug it in."


def test_a_device_that_is_another_one_now_is_given_back() -> None:
    device = FakeDevice()
    device.moved = True
    with running(make_reader([device])) as heard:
        heard.until(ReaderState.READING)
        report, waited_s = heard.until(ReaderState.MISSING)
    assert "The device is gone" in report.detail
    assert waited_s < 1.0


def test_a_bug_is_no_fault_of_the_device() -> None:
    def open_line() -> Line:
        raise KeyError("bug")

    reader = PluggedReader("fake", GATE, open_line=open_line)
    with pytest.raises(KeyError, match="bug"):
        reader.run(lambda _: None, lambda _: None, threading.Event())
