"""Test what every reader promises."""

import threading
from pathlib import Path

import pytest

from kiosk.payload import Direction
from kiosk.scanner.camera import CameraReader
from kiosk.scanner.evdev import make_evdev_reader
from kiosk.scanner.hidpos import make_pos_reader
from kiosk.scanner.rawinput import make_raw_reader
from kiosk.scanner.reader import Gate, Reader, ReaderReport, ReaderState
from kiosk.scanner.replay import ReplayReader
from kiosk.scanner.search import SearchingReader
from kiosk.scanner.serial import make_serial_reader
from kiosk.scanner.source import Source

GATE = Gate(name="north", direction=Direction.IN)
NOWHERE = Path("/nowhere/at/all")
AT_A_PATH: list[Reader] = [
    make_serial_reader(str(NOWHERE), gate=GATE),
    make_evdev_reader(str(NOWHERE), gate=GATE),
    make_pos_reader(str(NOWHERE), gate=GATE),
    ReplayReader(NOWHERE, gate=GATE),
]
READERS: list[Reader] = [
    *AT_A_PATH,
    make_serial_reader("usb:ffff:fffe:nobody", gate=GATE),
    make_raw_reader("usb:ffff:fffe", gate=GATE),
    ReplayReader(NOWHERE, gate=GATE),
    CameraReader(Source(text=str(NOWHERE)), gate=GATE),
    SearchingReader(gate=GATE, find=lambda _: []),
]


def run_until_stopped(reader: Reader, stop: threading.Event) -> list[ReaderReport]:
    reports: list[ReaderReport] = []

    def stop_at_report(report: ReaderReport) -> None:
        reports.append(report)
        stop.set()

    reader.run(lambda _: None, stop_at_report, stop)
    return reports


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_that_is_told_to_stop_ends(reader: Reader) -> None:
    stop = threading.Event()
    stop.set()
    reports = run_until_stopped(reader, stop)
    assert {report.reader for report in reports} <= {reader.name}


@pytest.mark.parametrize("reader", AT_A_PATH, ids=lambda reader: reader.name)
def test_a_device_that_is_not_there_raises_nothing(reader: Reader) -> None:
    reports = run_until_stopped(reader, threading.Event())
    assert [report.state for report in reports] == [ReaderState.MISSING]
    assert str(NOWHERE) in reports[0].detail
